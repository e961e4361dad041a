using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>In a query with groups or aggregates each column is grouped by or aggregated; SQLite takes one of the rows instead.</summary>
internal static class GroupingRule
{
    public static IEnumerable<string> Faults(NameBinding binding) => binding.Queries.SelectMany(q => Faults(q, binding));

    private static IEnumerable<string> Faults(BoundQuery query, NameBinding binding)
    {
        var select = query.Text;
        var shown = select.SelectElements.Cast<TSqlFragment>().Append(select.HavingClause).Append(select.OrderByClause).OfType<TSqlFragment>().ToList();
        if (select.GroupByClause is null && select.HavingClause is null && !shown.SelectMany(TSqlText.OfSameQuery<FunctionCall>).Any(AggregateRule.IsAggregate))
        {
            yield break;
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in select.GroupByClause?.GroupingSpecifications ?? [])
        {
            if (key is not ExpressionGroupingSpecification { Expression: var expression })
            {
                yield return $"GROUP BY {TSqlText.Of(key)}: SQLite has no such groups";
                continue;
            }

            keys.Add(binding.Meaning(expression));
            if (TSqlText.OfSameQuery<ScalarSubquery>(expression).Count > 0 || TSqlText.OfSameQuery<FunctionCall>(expression).Any(AggregateRule.IsAggregate))
            {
                yield return $"GROUP BY {TSqlText.Of(expression)}: an aggregate or a subquery (144)";
            }

            if (!Own(expression).Any())
            {
                yield return $"GROUP BY {TSqlText.Of(expression)}: no column of this query (164)";
            }
        }

        if (select.SelectElements.OfType<SelectStarExpression>().Any())
        {
            yield return "* of a query with groups (8120)";
        }

        foreach (var part in shown)
        {
            var settled = TSqlText.Within<ScalarExpression>(part).Where(e => keys.Contains(binding.Meaning(e)) || (e is FunctionCall call && AggregateRule.IsAggregate(call))).ToList();
            foreach (var column in Own(part).Where(c => !settled.Any(s => s.FirstTokenIndex <= c.FirstTokenIndex && c.LastTokenIndex <= s.LastTokenIndex)))
            {
                yield return $"{TSqlText.Of(column)} is neither grouped by nor aggregated (8120, 8121, 8127)";
            }
        }

        IEnumerable<ColumnReferenceExpression> Own(TSqlFragment part) => TSqlText.Within<ColumnReferenceExpression>(part)
            .Where(c => binding.Columns.TryGetValue(c, out var bound) && query.Scope.Sources.Contains(bound.Source));
    }
}
