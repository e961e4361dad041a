using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>What INSERT and UPDATE write into a column has a type that SQL Server turns into the column's, and fits into it.</summary>
internal static class AssignmentRule
{
    public static IEnumerable<string> Faults(TSqlStatement statement, NameBinding binding, TSqlSchema schema)
    {
        foreach (var (target, column, kind, value) in Written(statement, binding))
        {
            var into = TSqlKinds.Of(column, binding);
            if (Refuses(into, kind))
            {
                yield return $"{TSqlText.Of(column)} is {into} and gets {kind} (206, 245, 257)";
            }

            if (into == TSqlKind.Text && kind is TSqlKind.Id or TSqlKind.Instant or TSqlKind.Real)
            {
                yield return $"{TSqlText.Of(column)} gets the text of {kind}, which the databases write in different ways";
            }

            var name = column.MultiPartIdentifier.Identifiers[^1].Value;
            var bytes = (target as NamedTableReference is { } table ? schema.Table(table.SchemaObject.BaseIdentifier.Value) : null)
                ?.FirstOrDefault(c => c.Kind == TSqlKind.Text && c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.KeyBytes ?? int.MaxValue;
            foreach (var text in Texts(value).Where(t => t.Value.Length > bytes / 2))
            {
                yield return $"'{text.Value}' is longer than {name} (2628)";
            }
        }
    }

    private static bool Refuses(TSqlKind column, TSqlKind value) => value switch
    {
        TSqlKind.Text or TSqlKind.JsonText => column.IsNumber() || column == TSqlKind.Bytes,
        TSqlKind.Bit or TSqlKind.Whole or TSqlKind.Real => column.IsTime() || column == TSqlKind.Id,
        TSqlKind.Date or TSqlKind.Instant => column.IsNumber() || column is TSqlKind.Id or TSqlKind.Bytes,
        TSqlKind.Id => column.IsNumber() || column.IsTime(),
        _ => false,
    };

    private static IEnumerable<StringLiteral> Texts(ScalarExpression? value) => value switch
    {
        StringLiteral text => [text],
        null => [],
        _ => TSqlKinds.Results(value).SelectMany(Texts),
    };

    private static IEnumerable<(TableReference Target, ColumnReferenceExpression Column, TSqlKind Kind, ScalarExpression? Value)> Written(TSqlStatement statement, NameBinding binding)
    {
        var set = from update in TSqlText.Within<UpdateSpecification>(statement)
                  from clause in update.SetClauses.OfType<AssignmentSetClause>()
                  where clause.Column is not null
                  select (update.Target, clause.Column, TSqlKinds.Of(clause.NewValue, binding), (ScalarExpression?)clause.NewValue);
        var inserted = from insert in TSqlText.Within<InsertSpecification>(statement)
                       from row in Rows(insert, binding)
                       from pair in insert.Columns.Zip(row)
                       select (insert.Target, pair.First, pair.Second.Kind, pair.Second.Value);
        return set.Concat(inserted);
    }

    private static IEnumerable<IEnumerable<(TSqlKind Kind, ScalarExpression? Value)>> Rows(InsertSpecification insert, NameBinding binding) => insert.InsertSource switch
    {
        SelectInsertSource { Select: QuerySpecification select } when select.SelectElements.All(e => e is SelectScalarExpression) =>
            [select.SelectElements.Cast<SelectScalarExpression>().Select(e => (TSqlKinds.Of(e.Expression, binding), (ScalarExpression?)e.Expression))],
        SelectInsertSource other => [binding.Shapes[other.Select].Select(c => (c.Kind, (ScalarExpression?)null))],
        ValuesInsertSource values => values.RowValues.Select(r => r.ColumnValues.Select(v => (TSqlKinds.Of(v, binding), (ScalarExpression?)v))),
        _ => [],
    };
}
