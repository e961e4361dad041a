using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>Reads migrations in their order, as the server would run them, and finds what it would refuse in one.</summary>
internal sealed class MigrationRules
{
    private readonly TSqlSchema schema = TSqlSchema.Empty();
    private readonly HashSet<(string Table, string Index)> indexes = [];
    private readonly HashSet<string> clustered = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The faults of one batch; the tables are afterwards as it leaves them.</summary>
    public IReadOnlyList<string> Read(string batch)
    {
        var text = TSqlText.Read(batch);
        List<string> faults = [.. text.Faults];
        var before = schema.Copy();
        foreach (var statement in text.Statements)
        {
            faults.AddRange(Faults(statement, before));
            schema.Apply(statement);
        }

        return faults;
    }

    private List<string> Faults(TSqlStatement statement, TSqlSchema before) => statement switch
    {
        CreateTableStatement create => [.. Made(create.SchemaObjectName.BaseIdentifier.Value, create.Definition)],
        AlterTableAddTableElementStatement add => [.. Added(add.SchemaObjectName.BaseIdentifier.Value, add.Definition)],
        CreateIndexStatement index => [.. Index(index, before)],
        DropIndexStatement drop => [.. drop.DropIndexClauses.OfType<DropIndexClause>().Where(d => !indexes.Remove((d.Object.BaseIdentifier.Value, d.Index.Value))).Select(d => $"no index {d.Index.Value} (3701)")],
        InsertStatement or UpdateStatement or DeleteStatement => [.. TSqlRules.Faults(statement, AsCompiled(statement, before))],
        _ => [$"no rule reads {statement.GetType().Name}"],
    };

    // A batch is compiled before it runs: a statement that names only tables that stood before sees their columns of before (207).
    private TSqlSchema AsCompiled(TSqlFragment statement, TSqlSchema before) =>
        TSqlText.Within<NamedTableReference>(statement).All(t => before.Table(t.SchemaObject.BaseIdentifier.Value) is not null) ? before : schema;

    private IEnumerable<string> Made(string table, TableDefinition made)
    {
        if (schema.Table(table) is not null)
        {
            yield return $"{table} is there already (2714)";
        }

        var columns = TSqlSchema.Read(made);
        foreach (var (constraint, names) in TSqlSchema.Unique(made))
        {
            foreach (var fault in Key(table, columns, names, constraint.Clustered ?? constraint.IsPrimaryKey))
            {
                yield return fault;
            }
        }

        foreach (var fault in References(table, made).Concat(Twice(columns)))
        {
            yield return fault;
        }
    }

    private IEnumerable<string> Added(string table, TableDefinition added)
    {
        var columns = TSqlSchema.Read(added);
        foreach (var column in columns.Where(c => c is { IsRequired: true, HasDefault: false, IsIdentity: false }))
        {
            yield return $"{table}.{column.Name}: rows that are there would have no value (4901)";
        }

        foreach (var fault in References(table, added).Concat(schema.Table(table) is { } known ? Twice([.. known, .. columns]) : [$"{table} is no table (4902)"]))
        {
            yield return fault;
        }
    }

    // A reference is to a table that is there by now and to a key of it.
    private IEnumerable<string> References(string of, TableDefinition definition) =>
        from reference in definition.ColumnDefinitions.SelectMany(c => c.Constraints).Concat(definition.TableConstraints).OfType<ForeignKeyConstraintDefinition>()
        let table = reference.ReferenceTableName.BaseIdentifier.Value
        let target = reference.ReferencedTableColumns.Select(c => c.Value).ToList()
        where !schema.Keys(table).Concat(table == of ? TSqlSchema.Unique(definition).Select(u => u.Columns) : []).Any(k => k.SequenceEqual(target, StringComparer.OrdinalIgnoreCase))
        select $"{of} refers to {table} ({string.Join(", ", target)}), which is no key of a table made before (1767, 1776)";

    private IEnumerable<string> Key(string table, IReadOnlyList<TableColumn> columns, IReadOnlyList<string> names, bool isClustered)
    {
        if (isClustered && !clustered.Add(table))
        {
            yield return $"{table} has two clustered indexes (1902)";
        }

        var bytes = names.Sum(n => columns.FirstOrDefault(c => c.Name.Equals(n, StringComparison.OrdinalIgnoreCase)) is { } column ? (long)column.KeyBytes : 0);
        if (bytes > (isClustered ? 900 : 1700))
        {
            yield return $"a key of {table} ({string.Join(", ", names)}) may take {bytes} bytes (1919, 1946)";
        }
    }

    private IEnumerable<string> Index(CreateIndexStatement index, TSqlSchema before)
    {
        var table = index.OnName.BaseIdentifier.Value;
        if (schema.Table(table) is not { } columns)
        {
            yield return $"{table} is no table (1088)";
            yield break;
        }

        if (!indexes.Add((table, index.Name.Value)))
        {
            yield return $"{index.Name.Value} is there already (1913)";
        }

        List<string> names = [.. index.Columns.Select(TSqlSchema.Name)];
        foreach (var name in names.Concat(index.IncludeColumns.Select(c => c.MultiPartIdentifier.Identifiers[^1].Value)).Where(n => !columns.Any(c => c.Name.Equals(n, StringComparison.OrdinalIgnoreCase))))
        {
            yield return $"{table} has no column {name} (1911)";
        }

        foreach (var fault in Key(table, columns, names, index.Clustered == true))
        {
            yield return fault;
        }

        if (index.FilterPredicate is not { } filter)
        {
            yield break;
        }

        foreach (var part in TSqlText.Within<BooleanExpression>(filter).Where(p => !IsSimple(p)))
        {
            yield return $"{index.Name.Value}: WHERE {TSqlText.Of(part)} is no filter of an index (10735)";
        }

        var seen = before.Table(table) is { } old ? old : columns;
        foreach (var column in TSqlText.Within<ColumnReferenceExpression>(filter).Select(c => c.MultiPartIdentifier.Identifiers[^1].Value).Where(n => !seen.Any(c => c.Name.Equals(n, StringComparison.OrdinalIgnoreCase))))
        {
            yield return $"{index.Name.Value}: WHERE {column} is no column when the batch is compiled (207)";
        }
    }

    // A column against constants, joined by AND.
    private static bool IsSimple(BooleanExpression part) => part switch
    {
        BooleanBinaryExpression both => both.BinaryExpressionType == BooleanBinaryExpressionType.And,
        BooleanComparisonExpression compared => compared is { FirstExpression: ColumnReferenceExpression, SecondExpression: Literal },
        BooleanIsNullExpression asked => asked.Expression is ColumnReferenceExpression,
        InPredicate asked => asked is { Expression: ColumnReferenceExpression, NotDefined: false, Subquery: null } && asked.Values.All(v => v is Literal),
        BooleanParenthesisExpression => true,
        _ => false,
    };

    private static IEnumerable<string> Twice(IReadOnlyList<TableColumn> columns) => columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"two columns {g.Key} (2705)");
}
