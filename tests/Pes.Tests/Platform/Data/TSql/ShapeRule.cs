using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>How many columns a query gives and how they are called, where another part of the statement relies on it; and what an INSERT must give.</summary>
internal static class ShapeRule
{
    public static IEnumerable<string> Faults(TSqlStatement statement, NameBinding binding, TSqlSchema schema)
    {
        var tables = TSqlText.Within<CommonTableExpression>(statement).Select(w => (w.ExpressionName.Value, w.QueryExpression, w.Columns))
            .Concat(TSqlText.Within<QueryDerivedTable>(statement).Select(d => (d.Alias.Value, d.QueryExpression, d.Columns)));
        foreach (var (name, query, columns) in tables)
        {
            IReadOnlyList<string?> names = columns.Count > 0 ? [.. columns.Select(c => c.Value)] : [.. binding.Shapes[query].Select(c => c.Name)];
            if (names.Contains(null))
            {
                yield return $"a column of {name} has no name (8155)";
            }

            foreach (var twice in Twice(names.OfType<string>()))
            {
                yield return $"{name} has two columns {twice} (8156)";
            }
        }

        var free = TSqlText.Within<ExistsPredicate>(statement).Select(e => e.Subquery).ToHashSet();
        foreach (var query in TSqlText.Within<ScalarSubquery>(statement).Where(s => !free.Contains(s) && binding.Shapes[s.QueryExpression].Count != 1))
        {
            yield return $"{TSqlText.Of(query)}: a value of {binding.Shapes[query.QueryExpression].Count} columns (116)";
        }

        foreach (var update in TSqlText.Within<UpdateSpecification>(statement))
        {
            var changed = update.SetClauses.OfType<AssignmentSetClause>().Where(s => s.Column is not null).Select(s => s.Column.MultiPartIdentifier.Identifiers[^1].Value).ToList();
            foreach (var fault in Twice(changed).Select(c => $"{c} is set twice (264)")
                         .Concat(Columns(schema, update.Target).Where(c => c.IsIdentity && changed.Contains(c.Name, StringComparer.OrdinalIgnoreCase)).Select(c => $"{c.Name} is an identity (8102)")))
            {
                yield return fault;
            }
        }

        foreach (var fault in TSqlText.Within<InsertSpecification>(statement).SelectMany(i => Insert(i, binding, schema)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Insert(InsertSpecification insert, NameBinding binding, TSqlSchema schema)
    {
        var given = insert.Columns.Select(c => c.MultiPartIdentifier.Identifiers[^1].Value).ToList();
        if (given.Count == 0)
        {
            yield return "an INSERT names its columns: SQL Server leaves the identity out, SQLite counts it";
            yield break;
        }

        var rows = insert.InsertSource switch
        {
            SelectInsertSource select => [binding.Shapes[select.Select].Count],
            ValuesInsertSource values => [.. values.RowValues.Select(r => r.ColumnValues.Count)],
            _ => Array.Empty<int>(),
        };
        foreach (var count in rows.Distinct().Where(c => c != given.Count))
        {
            yield return $"{given.Count} columns get {count} values (109, 110, 120, 121)";
        }

        if (rows.Length > 1000)
        {
            yield return "more than 1000 rows of VALUES (10738)";
        }

        foreach (var column in Twice(given))
        {
            yield return $"{column} is given twice (264)";
        }

        foreach (var column in Columns(schema, insert.Target))
        {
            var isGiven = given.Contains(column.Name, StringComparer.OrdinalIgnoreCase);
            if (isGiven && column.IsIdentity)
            {
                yield return $"{column.Name} is an identity (544)";
            }

            if (!isGiven && column is { IsRequired: true, IsIdentity: false, HasDefault: false })
            {
                yield return $"{column.Name} may not be NULL and is not given (515)";
            }
        }
    }

    private static IEnumerable<TableColumn> Columns(TSqlSchema schema, TableReference target) =>
        target is NamedTableReference table && schema.Table(table.SchemaObject.BaseIdentifier.Value) is { } columns ? columns : [];

    private static IEnumerable<string> Twice(IEnumerable<string> names) => names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key);
}
