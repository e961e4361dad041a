using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>What SQL Server refuses in a common table expression that refers to itself.</summary>
internal static class RecursionRule
{
    public static bool RefersTo(TSqlFragment part, string name) => TSqlText.Within<NamedTableReference>(part)
        .Any(t => t.SchemaObject.Identifiers is [var only] && string.Equals(only.Value, name, StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<string> Faults(TSqlStatement statement) => TSqlText.Within<CommonTableExpression>(statement)
        .Where(w => RefersTo(w.QueryExpression, w.ExpressionName.Value))
        .SelectMany(w => Faults(w.QueryExpression, w.ExpressionName.Value));

    private static IEnumerable<string> Faults(QueryExpression query, string name)
    {
        if (query is not BinaryQueryExpression { BinaryQueryExpressionType: BinaryQueryExpressionType.Union, All: true } union)
        {
            yield return $"{name} refers to itself without UNION ALL (252)";
            yield break;
        }

        if (RefersTo(union.FirstQueryExpression, name))
        {
            yield return $"{name} has no part that stands without itself (246)";
        }

        var again = union.SecondQueryExpression;
        if (TSqlText.Within<ScalarSubquery>(again).Any(s => RefersTo(s, name)))
        {
            yield return $"{name} refers to itself in a subquery (465)";
        }

        if (TSqlText.Within<NamedTableReference>(again).Count(t => string.Equals(t.SchemaObject.BaseIdentifier.Value, name, StringComparison.OrdinalIgnoreCase)) > 1)
        {
            yield return $"{name} refers to itself more than once (253)";
        }

        foreach (var part in TSqlText.Within<QuerySpecification>(again).Where(q => RefersTo(q, name)))
        {
            if (part.UniqueRowFilter == UniqueRowFilter.Distinct || part.GroupByClause is not null || part.HavingClause is not null || part.TopRowFilter is not null
                || part.SelectElements.Any(e => TSqlText.OfSameQuery<FunctionCall>(e).Any(AggregateRule.IsAggregate)))
            {
                yield return $"{name} is made distinct, grouped, cut or aggregated where it refers to itself (460, 467)";
            }

            if (TSqlText.OfSameQuery<QualifiedJoin>(part.FromClause).Any(j => j.QualifiedJoinType != QualifiedJoinType.Inner))
            {
                yield return $"{name} has an outer join where it refers to itself (462)";
            }
        }
    }
}
