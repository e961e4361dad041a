using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>What INSERT and UPDATE write into a column has a type that SQL Server turns into the column's.</summary>
internal static class AssignmentRule
{
    public static IEnumerable<string> Faults(TSqlStatement statement, NameBinding binding)
    {
        IEnumerable<(ColumnReferenceExpression Column, TSqlKind Value)> written =
        [
            .. TSqlText.Within<AssignmentSetClause>(statement).Where(s => s.Column is not null).Select(s => (s.Column, TSqlKinds.Of(s.NewValue, binding))),
            .. TSqlText.Within<InsertSpecification>(statement).SelectMany(i => Rows(i, binding).SelectMany(r => i.Columns.Zip(r))),
        ];
        foreach (var (column, value) in written)
        {
            var kind = TSqlKinds.Of(column, binding);
            if (Refuses(kind, value))
            {
                yield return $"{TSqlText.Of(column)} is {kind} and gets {value} (206, 245, 257)";
            }

            if (kind == TSqlKind.Text && value is TSqlKind.Id or TSqlKind.Instant or TSqlKind.Real)
            {
                yield return $"{TSqlText.Of(column)} gets the text of {value}, which the databases write in different ways";
            }
        }
    }

    private static bool Refuses(TSqlKind column, TSqlKind value) => value switch
    {
        TSqlKind.Unknown => false,
        TSqlKind.Text or TSqlKind.JsonText => column.IsNumber() || column == TSqlKind.Bytes,
        TSqlKind.Bit or TSqlKind.Whole or TSqlKind.Real => column.IsTime() || column == TSqlKind.Id,
        TSqlKind.Date or TSqlKind.Instant => column.IsNumber() || column is TSqlKind.Id or TSqlKind.Bytes,
        TSqlKind.Id => column.IsNumber() || column.IsTime(),
        _ => false,
    };

    private static IEnumerable<IEnumerable<TSqlKind>> Rows(InsertSpecification insert, NameBinding binding) => insert.InsertSource switch
    {
        SelectInsertSource select => [binding.Shapes[select.Select].Select(c => c.Kind)],
        ValuesInsertSource values => values.RowValues.Select(r => r.ColumnValues.Select(v => TSqlKinds.Of(v, binding))),
        _ => [],
    };
}
