using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>A text as SQL Server 2019 would read it: its statements, or what its grammar refuses.</summary>
internal sealed record TSqlText(IReadOnlyList<TSqlStatement> Statements, IReadOnlyList<string> Faults)
{
    public static TSqlText Read(string sql)
    {
        using var reader = new StringReader(sql);
        var script = (TSqlScript?)new TSql150Parser(initialQuotedIdentifiers: true, SqlEngineType.Standalone).Parse(reader, out var errors);
        return new TSqlText([.. script?.Batches.SelectMany(b => b.Statements) ?? []], [.. errors.Select(e => $"line {e.Line}: {e.Message}")]);
    }

    /// <summary>The words of a part of a text with one space between them, for messages and comparisons.</summary>
    public static string Of(TSqlFragment part) => string.Join(' ', Tokens(part).Select(t => t.Text));

    /// <summary>The words of a part of a text, without spaces and remarks.</summary>
    public static IEnumerable<TSqlParserToken> Tokens(TSqlFragment part) => part.ScriptTokenStream
        .Skip(part.FirstTokenIndex)
        .Take(part.LastTokenIndex - part.FirstTokenIndex + 1)
        .Where(t => t.TokenType is not (TSqlTokenType.WhiteSpace or TSqlTokenType.SingleLineComment or TSqlTokenType.MultilineComment));

    /// <summary>Every node of one kind inside a part of a text, subqueries included.</summary>
    public static IReadOnlyList<T> Within<T>(TSqlFragment part)
        where T : TSqlFragment
    {
        var gathering = new Gathering<T>();
        part.Accept(gathering);
        return gathering.Found;
    }

    private sealed class Gathering<T> : TSqlFragmentVisitor
        where T : TSqlFragment
    {
        public List<T> Found { get; } = [];

        public override void Visit(TSqlFragment fragment)
        {
            if (fragment is T found)
            {
                Found.Add(found);
            }
        }
    }
}
