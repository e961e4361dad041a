using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>A column that a table, a query or a derived table gives; a name only where it has one.</summary>
internal sealed record OutputColumn(string? Name, TSqlKind Kind);

/// <summary>A table, CTE or derived table of a FROM, by the name under which its columns are asked for.</summary>
internal sealed record Source(int Serial, string Name, IReadOnlyList<OutputColumn> Columns);

/// <summary>What the expressions of one query see: its own sources first, then those of the query around it.</summary>
internal sealed record Scope(IReadOnlyList<Source> Sources, Scope? Outer);

/// <summary>The one column that a name means.</summary>
internal sealed record BoundColumn(Source Source, OutputColumn Column);

/// <summary>One SELECT … FROM … with what its names mean.</summary>
internal sealed record BoundQuery(QuerySpecification Text, Scope Scope, IReadOnlyList<OutputColumn> Output);

/// <summary>
/// Finds for each name of a statement the one column that SQL Server would find: a name of the select list counts in ORDER BY
/// alone and only by itself, ON sees the tables that it joins, a derived table does not see its neighbours.
/// </summary>
internal sealed partial class NameBinding
{
    private readonly Dictionary<string, IReadOnlyList<OutputColumn>> withs = new(StringComparer.OrdinalIgnoreCase);
    private readonly TSqlSchema schema;
    private int serial;

    private NameBinding(TSqlSchema schema) => this.schema = schema;

    public List<string> Faults { get; } = [];

    public Dictionary<ColumnReferenceExpression, BoundColumn> Columns { get; } = [];

    /// <summary>Sort keys that name a column of the select list.</summary>
    public HashSet<ColumnReferenceExpression> SortedByOutput { get; } = [];

    public Dictionary<QueryExpression, IReadOnlyList<OutputColumn>> Shapes { get; } = [];

    public List<BoundQuery> Queries { get; } = [];

    public static NameBinding Of(TSqlStatement statement, TSqlSchema schema)
    {
        var binding = new NameBinding(schema);
        foreach (var with in (statement as StatementWithCtesAndXmlNamespaces)?.WithCtesAndXmlNamespaces?.CommonTableExpressions ?? [])
        {
            binding.With(with);
        }

        switch (statement)
        {
            case SelectStatement select:
                binding.Query(select.QueryExpression, null);
                break;
            case InsertStatement { InsertSpecification: var insert }:
                binding.Insert(insert);
                break;
            case UpdateStatement { UpdateSpecification: { FromClause: null } update }:
                var updated = binding.Changed(update.Target);
                update.SetClauses.ToList().ForEach(c => binding.Expression(c, updated));
                binding.Expression(update.WhereClause, updated);
                break;
            case DeleteStatement { DeleteSpecification: { FromClause: null } delete }:
                binding.Expression(delete.WhereClause, binding.Changed(delete.Target));
                break;
            default:
                binding.Faults.Add($"no rule reads this kind of statement: {statement.GetType().Name}");
                break;
        }

        if (binding.Faults.Count == 0)
        {
            binding.Faults.AddRange(TSqlText.Within<ColumnReferenceExpression>(statement)
                .Where(c => c.ColumnType == ColumnType.Regular && !binding.Columns.ContainsKey(c) && !binding.SortedByOutput.Contains(c)).Select(c => $"no rule reads {TSqlText.Of(c)}"));
        }

        return binding;
    }

    /// <summary>An expression with each column as what it means: two that are equal are one to GROUP BY and DISTINCT.</summary>
    public string Meaning(ScalarExpression expression)
    {
        while (expression is ParenthesisExpression inner)
        {
            expression = inner.Expression;
        }

        var columns = TSqlText.Within<ColumnReferenceExpression>(expression).Where(Columns.ContainsKey).ToDictionary(c => c.FirstTokenIndex);
        List<string> words = [];
        for (var i = expression.FirstTokenIndex; i <= expression.LastTokenIndex; i++)
        {
            var token = expression.ScriptTokenStream[i];
            if (columns.TryGetValue(i, out var column))
            {
                words.Add($"[{Columns[column].Source.Serial}.{Columns[column].Column.Name}]");
                i = column.LastTokenIndex;
            }
            else if (!TSqlText.IsBlank(token))
            {
                words.Add(token.TokenType is TSqlTokenType.AsciiStringLiteral or TSqlTokenType.UnicodeStringLiteral ? token.Text : token.Text.ToUpperInvariant());
            }
        }

        return string.Join(' ', words);
    }

    private Scope Changed(TableReference target) => new(Sources(target, null, []), null);

    private void Insert(InsertSpecification insert)
    {
        var target = Changed(insert.Target);
        insert.Columns.ToList().ForEach(c => Expression(c, target));
        switch (insert.InsertSource)
        {
            case SelectInsertSource select:
                Query(select.Select, null);
                break;
            case ValuesInsertSource values:
                Expression(values, new Scope([], null));
                break;
            default:
                Faults.Add("rows come from SELECT or VALUES");
                break;
        }
    }

    private void With(CommonTableExpression with)
    {
        var name = with.ExpressionName.Value;
        if (with.QueryExpression is BinaryQueryExpression both && RecursionRule.RefersTo(with.QueryExpression, name))
        {
            withs[name] = Named(Query(both.FirstQueryExpression, null), with.Columns);
        }

        withs[name] = Named(Query(with.QueryExpression, null), with.Columns);
    }

    private IReadOnlyList<OutputColumn> Named(IReadOnlyList<OutputColumn> columns, IList<Identifier> names)
    {
        if (names.Count > 0 && names.Count != columns.Count)
        {
            Faults.Add($"{names.Count} names for {columns.Count} columns (8158, 8159)");
        }

        return names.Count == 0 ? columns : [.. columns.Zip(names, (c, n) => c with { Name = n.Value })];
    }

    private void Expression(TSqlFragment? part, Scope scope) => part?.Accept(new Names(this, scope));

    private void Bind(ColumnReferenceExpression column, Scope scope)
    {
        if (column.ColumnType != ColumnType.Regular)
        {
            return;
        }

        var parts = column.MultiPartIdentifier.Identifiers.Select(i => i.Value).ToList();
        for (var at = scope; at is not null; at = at.Outer)
        {
            var found = at.Sources.Where(s => parts.Count == 1 || Same(s.Name, parts[0]))
                .SelectMany(s => s.Columns.Where(c => Same(c.Name, parts[^1])).Select(c => new BoundColumn(s, c))).ToList();
            if (found.Count > 1)
            {
                Faults.Add($"{string.Join('.', parts)} is ambiguous (209)");
            }

            if (found.Count > 0)
            {
                Columns[column] = found[0];
                return;
            }

            if (parts.Count > 1 && at.Sources.Any(s => Same(s.Name, parts[0])))
            {
                break;
            }
        }

        Faults.Add($"{string.Join('.', parts)} is no column that can be seen here (207, 4104)");
    }

    private static bool Same(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Binds the columns of an expression; a subquery in it is bound within the scope around it.</summary>
    private sealed class Names(NameBinding binding, Scope scope) : TSqlFragmentVisitor
    {
        public override void ExplicitVisit(ColumnReferenceExpression node) => binding.Bind(node, scope);

        public override void ExplicitVisit(ScalarSubquery node) => binding.Query(node.QueryExpression, scope);
    }
}
