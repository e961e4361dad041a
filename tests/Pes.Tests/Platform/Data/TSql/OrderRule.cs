using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>What SQL Server refuses in ORDER BY.</summary>
internal static class OrderRule
{
    public static IEnumerable<string> Faults(TSqlStatement statement, NameBinding binding)
    {
        foreach (var order in TSqlText.Within<OrderByClause>(statement))
        {
            foreach (var key in order.OrderByElements.Select(e => e.Expression).Where(e => e is VariableReference or SimpleCaseExpression { InputExpression: VariableReference } or (Literal and not IntegerLiteral)))
            {
                yield return $"ORDER BY {TSqlText.Of(key)}: no constant and no parameter (408, 1008): sort orders come from a fixed dictionary of statements";
            }

            foreach (var key in order.OrderByElements.Select(e => e.Expression).GroupBy(binding.Meaning, StringComparer.Ordinal).Where(g => g.Count() > 1))
            {
                yield return $"ORDER BY {TSqlText.Of(key.First())} twice (169)";
            }
        }

        foreach (var query in binding.Queries.Where(q => q.Text is { UniqueRowFilter: UniqueRowFilter.Distinct, OrderByClause: not null }))
        {
            var shown = query.Text.SelectElements.OfType<SelectScalarExpression>().Select(e => binding.Meaning(e.Expression)).ToHashSet(StringComparer.Ordinal);
            foreach (var key in query.Text.OrderByClause.OrderByElements.Select(e => e.Expression)
                         .Where(e => e is not IntegerLiteral && !(e is ColumnReferenceExpression c && binding.SortedByOutput.Contains(c)) && !shown.Contains(binding.Meaning(e))))
            {
                yield return $"ORDER BY {TSqlText.Of(key)}: not in the list of SELECT DISTINCT (145)";
            }
        }
    }
}
