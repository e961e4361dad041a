using Microsoft.SqlServer.TransactSql.ScriptDom;
using Pes.Platform.Data;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>A column of a table as a migration writes it.</summary>
internal sealed record TableColumn(string Name, TSqlKind Kind, bool IsRequired, bool IsIdentity, bool HasDefault, int KeyBytes);

/// <summary>The tables that the migrations for SQL Server make, read from their syntax trees.</summary>
internal sealed class TSqlSchema
{
    // The migrator makes its own table before the first migration.
    private const string Journal = "CREATE TABLE MigrationJournal (Number int NOT NULL PRIMARY KEY, Name nvarchar(100) NOT NULL, Checksum char(64) NOT NULL, AppliedAt datetime2(3) NOT NULL)";

    private readonly Dictionary<string, List<TableColumn>> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Table, string? Index, IReadOnlyList<string> Columns)> keys = [];

    /// <summary>What all shipped migrations make together.</summary>
    public static Lazy<TSqlSchema> Shipped { get; } = new(() => Of([.. Migrator.Shipped(DatabaseKind.SqlServer).SelectMany(m => m.Batches)]));

    public static TSqlSchema Of(params string[] batches)
    {
        var schema = Empty();
        foreach (var statement in batches.SelectMany(b => TSqlText.Read(b).Statements))
        {
            schema.Apply(statement);
        }

        return schema;
    }

    public static TSqlSchema Empty()
    {
        var schema = new TSqlSchema();
        schema.Apply(TSqlText.Read(Journal).Statements[0]);
        return schema;
    }

    public TSqlSchema Copy()
    {
        var copy = new TSqlSchema();
        foreach (var (name, columns) in tables)
        {
            copy.tables[name] = [.. columns];
        }

        copy.keys.AddRange(keys);
        return copy;
    }

    public IReadOnlyList<TableColumn>? Table(string name) => tables.GetValueOrDefault(name);

    /// <summary>The lists of columns of which no two rows of a table have the same values.</summary>
    public IEnumerable<IReadOnlyList<string>> Keys(string table) => keys.Where(k => k.Table.Equals(table, StringComparison.OrdinalIgnoreCase)).Select(k => k.Columns);

    public void Apply(TSqlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement create:
                tables[create.SchemaObjectName.BaseIdentifier.Value] = [.. Read(create.Definition)];
                keys.AddRange(Unique(create.Definition).Select(u => (create.SchemaObjectName.BaseIdentifier.Value, (string?)null, u.Columns)));
                break;
            case CreateIndexStatement { Unique: true, FilterPredicate: null } index:
                keys.Add((index.OnName.BaseIdentifier.Value, index.Name.Value, [.. index.Columns.Select(Name)]));
                break;
            case DropIndexStatement drop:
                keys.RemoveAll(k => drop.DropIndexClauses.OfType<DropIndexClause>().Any(d => d.Index.Value == k.Index));
                break;
            case AlterTableAddTableElementStatement add:
                tables.GetValueOrDefault(add.SchemaObjectName.BaseIdentifier.Value)?.AddRange(Read(add.Definition));
                break;
            case AlterTableDropTableElementStatement drop:
                var dropped = drop.AlterTableDropTableElements.Where(e => e.TableElementType == TableElementType.Column).Select(e => e.Name.Value);
                tables.GetValueOrDefault(drop.SchemaObjectName.BaseIdentifier.Value)?.RemoveAll(c => dropped.Contains(c.Name, StringComparer.OrdinalIgnoreCase));
                break;
            case DropTableStatement drop:
                drop.Objects.ToList().ForEach(o => tables.Remove(o.BaseIdentifier.Value));
                break;
        }
    }

    /// <summary>The columns that a CREATE TABLE or an ALTER TABLE ADD writes.</summary>
    public static IReadOnlyList<TableColumn> Read(TableDefinition definition) => [.. definition.ColumnDefinitions.Select(Read)];

    /// <summary>The keys that a CREATE TABLE writes.</summary>
    public static IEnumerable<(UniqueConstraintDefinition Text, IReadOnlyList<string> Columns)> Unique(TableDefinition definition) =>
    [
        .. definition.TableConstraints.OfType<UniqueConstraintDefinition>().Select(u => (u, (IReadOnlyList<string>)[.. u.Columns.Select(Name)])),
        .. definition.ColumnDefinitions.SelectMany(c => c.Constraints.OfType<UniqueConstraintDefinition>().Select(u => (u, (IReadOnlyList<string>)[c.ColumnIdentifier.Value]))),
    ];

    public static string Name(ColumnWithSortOrder column) => column.Column.MultiPartIdentifier.Identifiers[^1].Value;

    private static TableColumn Read(ColumnDefinition column)
    {
        var required = column.Constraints.OfType<NullableConstraintDefinition>().Any(n => !n.Nullable)
            || column.Constraints.OfType<UniqueConstraintDefinition>().Any(u => u.IsPrimaryKey);
        return new TableColumn(
            column.ColumnIdentifier.Value,
            TSqlKinds.Of(column.DataType),
            required,
            column.IdentityOptions is not null,
            column.DefaultConstraint is not null || column.Constraints.OfType<DefaultConstraintDefinition>().Any(),
            KeyBytes(column.DataType));
    }

    // What a column takes in the key of an index; a text or bytes without a bound take more than any key has.
    private static int KeyBytes(DataTypeReference type) => type is not SqlDataTypeReference sql ? int.MaxValue : sql.SqlDataTypeOption switch
    {
        SqlDataTypeOption.NVarChar or SqlDataTypeOption.NChar => Length(sql, 2),
        SqlDataTypeOption.VarBinary or SqlDataTypeOption.Binary or SqlDataTypeOption.VarChar or SqlDataTypeOption.Char => Length(sql, 1),
        SqlDataTypeOption.UniqueIdentifier => 16,
        _ => 8,
    };

    private static int Length(SqlDataTypeReference type, int width) => type.Parameters is [IntegerLiteral length] ? width * int.Parse(length.Value, provider: System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;
}
