using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>Where aggregates and window functions may not stand, and what may not stand inside them.</summary>
internal static class AggregateRule
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase) { "COUNT", "COUNT_BIG", "SUM", "MIN", "MAX", "AVG", "STRING_AGG" };

    public static bool IsAggregate(FunctionCall call) => call.OverClause is null && Names.Contains(call.FunctionName.Value);

    public static IEnumerable<string> Faults(TSqlStatement statement, NameBinding binding)
    {
        foreach (var query in binding.Queries)
        {
            var conditions = TSqlText.OfSameQuery<QualifiedJoin>(query.Text.FromClause).Select(j => (TSqlFragment)j.SearchCondition).Append(query.Text.WhereClause).OfType<TSqlFragment>().ToList();
            foreach (var call in conditions.SelectMany(TSqlText.OfSameQuery<FunctionCall>).Where(IsAggregate))
            {
                yield return $"{TSqlText.Of(call)}: an aggregate in WHERE or ON (147)";
            }

            foreach (var call in conditions.Append(query.Text.GroupByClause).Append(query.Text.HavingClause).SelectMany(TSqlText.OfSameQuery<FunctionCall>).Where(c => c.OverClause is not null))
            {
                yield return $"{TSqlText.Of(call)}: a window function outside SELECT and ORDER BY (4108)";
            }
        }

        foreach (var set in TSqlText.Within<UpdateSpecification>(statement).SelectMany(u => u.SetClauses))
        {
            foreach (var call in TSqlText.OfSameQuery<FunctionCall>(set).Where(c => IsAggregate(c) || c.OverClause is not null))
            {
                yield return $"{TSqlText.Of(call)}: an aggregate or window function in SET (157, 4108)";
            }
        }

        foreach (var call in TSqlText.Within<FunctionCall>(statement).Where(c => IsAggregate(c) || c.OverClause is not null))
        {
            foreach (var fault in Inside(call, binding))
            {
                yield return $"{TSqlText.Of(call)}: {fault}";
            }
        }
    }

    private static IEnumerable<string> Inside(FunctionCall call, NameBinding binding)
    {
        var arguments = call.Parameters.SelectMany(TSqlText.Within<TSqlFragment>).ToList();
        if (arguments.OfType<FunctionCall>().Any(c => c.OverClause is not null))
        {
            yield return "a window function inside an aggregate or window function (4109)";
        }

        if (call.OverClause is { } over)
        {
            if (over.OrderByClause?.OrderByElements.Any(e => e.Expression is Literal) == true)
            {
                yield return "a window in the order of a constant (5308, 5309)";
            }

            yield break;
        }

        if (arguments.Any(a => a is ScalarSubquery || (a is FunctionCall inner && IsAggregate(inner))))
        {
            yield return "an aggregate over an aggregate or a subquery (130)";
        }

        var columns = arguments.OfType<ColumnReferenceExpression>().Where(binding.Columns.ContainsKey).Select(c => binding.Columns[c]).ToList();
        if (columns.Select(c => (c.Source.Serial, c.Column.Name)).Distinct().Count() > 1 && columns.Select(c => binding.Queries.FirstOrDefault(q => q.Scope.Sources.Contains(c.Source))).Distinct().Count() > 1)
        {
            yield return "a column of the query around stands with others in an aggregate (8124)";
        }
    }
}
