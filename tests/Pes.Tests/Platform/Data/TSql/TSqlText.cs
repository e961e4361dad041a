using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>A text as SQL Server 2019 would read it: its statements, or what its grammar refuses.</summary>
internal sealed record TSqlText(IReadOnlyList<TSqlStatement> Statements, IReadOnlyList<string> Faults)
{
    // Reserved in SQL Server, though its parser in the package takes them for names.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase) { "DISK", "DUMP", "LOAD", "PRECISION", "WITHIN" };

    public static TSqlText Read(string sql)
    {
        using var reader = new StringReader(sql);
        var script = (TSqlScript?)new TSql150Parser(initialQuotedIdentifiers: true, SqlEngineType.Standalone).Parse(reader, out var errors);
        return new TSqlText([.. script?.Batches.SelectMany(b => b.Statements) ?? []], [
            .. errors.Select(e => $"line {e.Line}: {e.Message}"),
            .. Within<Identifier>(script).Where(i => i.QuoteType == QuoteType.NotQuoted && Reserved.Contains(i.Value)).Select(i => $"{i.Value} is a reserved word"),
        ]);
    }

    /// <summary>The words of a part of a text with one space between them, for messages and comparisons.</summary>
    public static string Of(TSqlFragment part) => string.Join(' ', Tokens(part).Select(t => t.Text));

    /// <summary>The words of a part of a text, without spaces and remarks.</summary>
    public static IEnumerable<TSqlParserToken> Tokens(TSqlFragment part) => part.ScriptTokenStream
        .Skip(part.FirstTokenIndex)
        .Take(part.LastTokenIndex - part.FirstTokenIndex + 1)
        .Where(t => !IsBlank(t));

    public static bool IsBlank(TSqlParserToken token) => token.TokenType is TSqlTokenType.WhiteSpace or TSqlTokenType.SingleLineComment or TSqlTokenType.MultilineComment;

    /// <summary>Every node of one kind inside a part of a text, subqueries included.</summary>
    public static IReadOnlyList<T> Within<T>(TSqlFragment? part)
        where T : TSqlFragment => Gathered<T>(part, intoQueries: true);

    /// <summary>Every node of one kind inside a part of a text that belongs to the same query: subqueries are found, not entered.</summary>
    public static IReadOnlyList<T> OfSameQuery<T>(TSqlFragment? part)
        where T : TSqlFragment => Gathered<T>(part, intoQueries: false);

    private static List<T> Gathered<T>(TSqlFragment? part, bool intoQueries)
        where T : TSqlFragment
    {
        var gathering = new Gathering<T>(intoQueries);
        part?.Accept(gathering);
        return gathering.Found;
    }

    private sealed class Gathering<T>(bool intoQueries) : TSqlFragmentVisitor
        where T : TSqlFragment
    {
        public List<T> Found { get; } = [];

        public override void ExplicitVisit(ScalarSubquery node) => Enter(node, () => base.ExplicitVisit(node));

        public override void ExplicitVisit(QueryDerivedTable node) => Enter(node, () => base.ExplicitVisit(node));

        private void Enter(TSqlFragment node, Action entered)
        {
            if (intoQueries)
            {
                entered();
            }
            else
            {
                Visit(node);
            }
        }

        public override void Visit(TSqlFragment fragment)
        {
            if (fragment is T found)
            {
                Found.Add(found);
            }
        }
    }
}
