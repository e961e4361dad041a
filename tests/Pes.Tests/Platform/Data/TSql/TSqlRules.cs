using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>All that the tests know of what SQL Server 2019 refuses in a statement that SQLite runs; the number is SQL Server's error.</summary>
internal static class TSqlRules
{
    public static IReadOnlyList<string> Faults(string sql, TSqlSchema schema)
    {
        var text = TSqlText.Read(sql);
        return text.Faults.Count > 0 ? text.Faults : [.. text.Statements.SelectMany(s => Faults(s, schema).Concat(PhraseRule.Faults(sql, s)))];
    }

    public static IEnumerable<string> Faults(TSqlStatement statement, TSqlSchema schema)
    {
        var binding = NameBinding.Of(statement, schema);
        return
        [
            .. binding.Faults,
            .. AggregateRule.Faults(statement, binding),
            .. GroupingRule.Faults(binding),
            .. OrderRule.Faults(statement, binding),
            .. ShapeRule.Faults(statement, binding, schema),
            .. SingleValueRule.Faults(statement, binding, schema),
            .. RecursionRule.Faults(statement),
            .. FunctionRule.Faults(statement),
            .. KindRule.Faults(statement, binding),
            .. AssignmentRule.Faults(statement, binding, schema),
        ];
    }
}
