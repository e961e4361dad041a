using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

internal sealed partial class NameBinding
{
    private static readonly IReadOnlyList<OutputColumn> OfJson = [new("key", TSqlKind.JsonText), new("value", TSqlKind.JsonText), new("type", TSqlKind.Whole)];

    private IReadOnlyList<OutputColumn> Query(QueryExpression query, Scope? outer) => Shapes[query] = query switch
    {
        QueryParenthesisExpression inner => Query(inner.QueryExpression, outer),
        BinaryQueryExpression both => Union(both, outer),
        QuerySpecification select => Select(select, outer),
        _ => throw new NotSupportedException(query.GetType().Name),
    };

    private List<OutputColumn> Union(BinaryQueryExpression both, Scope? outer)
    {
        var first = Query(both.FirstQueryExpression, outer);
        var second = Query(both.SecondQueryExpression, outer);
        if (first.Count != second.Count)
        {
            Faults.Add($"{both.BinaryQueryExpressionType} of {first.Count} and {second.Count} columns (205)");
        }

        foreach (var key in both.OrderByClause?.OrderByElements.Select(e => e.Expression) ?? [])
        {
            if (key is ColumnReferenceExpression { MultiPartIdentifier.Identifiers: [var name] } column && first.Count(c => Same(c.Name, name.Value)) == 1)
            {
                SortedByOutput.Add(column);
            }
            else if (key is not IntegerLiteral)
            {
                Faults.Add($"ORDER BY {TSqlText.Of(key)}: a UNION is ordered by names of its first select list (104)");
            }
        }

        return [.. first.Zip(second, (a, b) => a with { Kind = TSqlKinds.Joined([a.Kind, b.Kind]) })];
    }

    private List<OutputColumn> Select(QuerySpecification select, Scope? outer)
    {
        List<Source> sources = [];
        foreach (var table in select.FromClause?.TableReferences ?? [])
        {
            sources.AddRange(Sources(table, outer, []));
        }

        foreach (var name in sources.GroupBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            Faults.Add($"two tables of one FROM are called {name.Key} (1011, 1013)");
        }

        var scope = new Scope(sources, outer);
        Expression(select.WhereClause, scope);
        Expression(select.GroupByClause, scope);
        Expression(select.HavingClause, scope);
        List<(OutputColumn Column, string? Meaning)> output = [];
        foreach (var element in select.SelectElements)
        {
            output.AddRange(Element(element, scope));
        }

        foreach (var key in select.OrderByClause?.OrderByElements.Select(e => e.Expression) ?? [])
        {
            SortKey(key, output, scope);
        }

        Queries.Add(new BoundQuery(select, scope, [.. output.Select(o => o.Column)]));
        return [.. output.Select(o => o.Column)];
    }

    private IEnumerable<(OutputColumn Column, string? Meaning)> Element(SelectElement element, Scope scope)
    {
        switch (element)
        {
            case SelectScalarExpression scalar:
                Expression(scalar.Expression, scope);
                if (scalar.ColumnName is { } alias && alias.FirstTokenIndex < scalar.Expression.FirstTokenIndex)
                {
                    Faults.Add($"{TSqlText.Of(scalar)}: a name here, a comparison on SQLite");
                }

                var name = scalar.ColumnName?.Value ?? (scalar.Expression as ColumnReferenceExpression)?.MultiPartIdentifier.Identifiers[^1].Value;
                return [(new OutputColumn(name, TSqlKinds.Of(scalar.Expression, this)), Meaning(scalar.Expression))];
            case SelectStarExpression star:
                var of = star.Qualifier?.Identifiers[^1].Value;
                var from = scope.Sources.Where(s => of is null || Same(s.Name, of)).ToList();
                if (from.Count == 0)
                {
                    Faults.Add($"{TSqlText.Of(star)} has no table (107, 263)");
                }

                return from.SelectMany(s => s.Columns.Select(c => (c, (string?)$"[{s.Serial}.{c.Name}]")));
            default:
                Faults.Add($"no rule reads {element.GetType().Name}");
                return [];
        }
    }

    // By itself a name of the select list comes first; inside an expression it does not count.
    private void SortKey(ScalarExpression key, List<(OutputColumn Column, string? Meaning)> output, Scope scope)
    {
        if (key is ColumnReferenceExpression { MultiPartIdentifier.Identifiers: [var name] } column && output.Where(o => Same(o.Column.Name, name.Value)).ToList() is { Count: > 0 } named)
        {
            if (named.Select(n => n.Meaning).Distinct(StringComparer.Ordinal).Count() > 1)
            {
                Faults.Add($"ORDER BY {name.Value} is ambiguous (209)");
            }

            SortedByOutput.Add(column);
            return;
        }

        Expression(key, scope);
    }

    private IReadOnlyList<Source> Sources(TableReference table, Scope? outer, IReadOnlyList<Source> left)
    {
        switch (table)
        {
            case NamedTableReference named:
                return [Source(named.Alias?.Value ?? named.SchemaObject.BaseIdentifier.Value, Table(named.SchemaObject))];
            case QueryDerivedTable derived:
                return [Source(derived.Alias.Value, Named(Query(derived.QueryExpression, outer), derived.Columns))];
            case OpenJsonTableReference { SchemaDeclarationItems.Count: 0 } json:
                Expression(json.Variable, new Scope(left, outer));
                return [Source(json.Alias?.Value ?? "OPENJSON", OfJson)];
            case JoinParenthesisTableReference inner:
                return Sources(inner.Join, outer, left);
            case QualifiedJoin join:
                IReadOnlyList<Source> joined = [.. Sources(join.FirstTableReference, outer, left), .. Sources(join.SecondTableReference, outer, left)];
                var seen = new Scope(joined, outer);
                Expression(join.SearchCondition, seen);
                return joined;
            case UnqualifiedJoin { UnqualifiedJoinType: UnqualifiedJoinType.CrossJoin } join:
                return [.. Sources(join.FirstTableReference, outer, left), .. Sources(join.SecondTableReference, outer, left)];
            default:
                Faults.Add($"no rule reads {table.GetType().Name} in FROM");
                return [];
        }
    }

    private Source Source(string name, IReadOnlyList<OutputColumn> columns) => new(++serial, name, columns);

    private IReadOnlyList<OutputColumn> Table(SchemaObjectName name)
    {
        if (name.Identifiers is [var only])
        {
            if (withs.TryGetValue(only.Value, out var with))
            {
                return with;
            }

            if (schema.Table(only.Value) is { } table)
            {
                return [.. table.Select(c => new OutputColumn(c.Name, c.Kind))];
            }
        }

        Faults.Add($"{TSqlText.Of(name)} is no table (208)");
        return [];
    }
}
