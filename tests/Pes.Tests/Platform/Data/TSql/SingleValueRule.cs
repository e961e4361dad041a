using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>A query that stands for one value gives one row at most: SQL Server stops where there are two (512), SQLite takes the first.</summary>
internal static class SingleValueRule
{
    public static IEnumerable<string> Faults(TSqlStatement statement, NameBinding binding, TSqlSchema schema)
    {
        var rows = TSqlText.Within<ExistsPredicate>(statement).Select(e => e.Subquery).Concat(TSqlText.Within<InPredicate>(statement).Select(i => i.Subquery)).ToHashSet();
        return TSqlText.Within<ScalarSubquery>(statement)
            .Where(s => !rows.Contains(s) && !IsOne(s.QueryExpression, binding, schema))
            .Select(s => $"{TSqlText.Of(s)} may give more than one row (512)");
    }

    private static bool IsOne(QueryExpression query, NameBinding binding, TSqlSchema schema)
    {
        if (query is not QuerySpecification select)
        {
            return query is QueryParenthesisExpression inner && IsOne(inner.QueryExpression, binding, schema);
        }

        if (select.GroupByClause is null && (select.FromClause is null || select.SelectElements.Any(e => TSqlText.OfSameQuery<FunctionCall>(e).Any(AggregateRule.IsAggregate))))
        {
            return true;
        }

        return select.FromClause?.TableReferences is [NamedTableReference { SchemaObject.Identifiers: [var table] }]
            && schema.Keys(table.Value).Any(key => key.All(c => Settled(select, binding).Contains(c, StringComparer.OrdinalIgnoreCase)));
    }

    // Columns of the one table that the conditions make equal to something that is not of it.
    private static IEnumerable<string> Settled(QuerySpecification select, NameBinding binding)
    {
        var own = binding.Queries.Single(q => q.Text == select).Scope.Sources[0];
        foreach (var condition in Conditions(select.WhereClause?.SearchCondition).OfType<BooleanComparisonExpression>().Where(c => c.ComparisonType == BooleanComparisonType.Equals))
        {
            foreach (var (one, other) in ((ScalarExpression, ScalarExpression)[])[(condition.FirstExpression, condition.SecondExpression), (condition.SecondExpression, condition.FirstExpression)])
            {
                if (one is ColumnReferenceExpression column && IsOwn(column) && !TSqlText.Within<ColumnReferenceExpression>(other).Any(IsOwn))
                {
                    yield return binding.Columns[column].Column.Name!;
                }
            }
        }

        bool IsOwn(ColumnReferenceExpression column) => binding.Columns.TryGetValue(column, out var bound) && bound.Source == own;
    }

    private static IEnumerable<BooleanExpression> Conditions(BooleanExpression? condition) => condition switch
    {
        null => [],
        BooleanParenthesisExpression inner => Conditions(inner.Expression),
        BooleanBinaryExpression { BinaryExpressionType: BooleanBinaryExpressionType.And } both => Conditions(both.FirstExpression).Concat(Conditions(both.SecondExpression)),
        _ => [condition],
    };
}
