using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Pes.Platform.Data;

namespace Pes.Tests.Platform.Data;

/// <summary>db/sqlserver and db/sqlite make the same tables, columns, keys and indexes.</summary>
public sealed partial class ParityTests
{
    [Fact]
    public void The_folders_hold_the_same_numbers_and_names()
    {
        var server = Migrator.Shipped(DatabaseKind.SqlServer).Select(m => (m.Number, m.Name)).ToList();
        Assert.Equal(server, Migrator.Shipped(DatabaseKind.Sqlite).Select(m => (m.Number, m.Name)));
        Assert.Equal(Enumerable.Range(1, server.Count), server.Select(m => m.Number));
    }

    [Fact]
    public async Task The_migrated_schemas_agree()
    {
        var server = Written(string.Join('\n', Migrator.Shipped(DatabaseKind.SqlServer).Select(m => m.Sql)));
        Assert.True(server.Count(l => l.StartsWith("column", StringComparison.Ordinal)) > 200, "The text was read.");
        var sqlite = await MigratedAsync();
        Assert.Empty(server.Except(sqlite, StringComparer.Ordinal).Select(l => "only SQL Server: " + l)
            .Concat(sqlite.Except(server, StringComparer.Ordinal).Select(l => "only SQLite: " + l)));
    }

    // Where columns of two collations meet in a comparison, a UNION or a CASE, SQL Server refuses the statement (451, 457, 468); SQLite never does.
    [Fact]
    public void Every_text_column_compares_bytes_whatever_the_collation_of_the_database()
    {
        var columns = Columns(string.Join('\n', Migrator.Shipped(DatabaseKind.SqlServer).Select(m => m.Sql))).Where(c => c.Rest.Contains("char", StringComparison.Ordinal)).ToList();
        Assert.True(columns.Count > 150, "The text was read.");
        Assert.All(columns, c => Assert.Contains(" COLLATE Latin1_General_100_BIN2 ", c.Rest, StringComparison.Ordinal));

        // .NET sends nvarchar: a varchar column would be converted for each comparison, and loses what its code page has not.
        Assert.All(columns, c => Assert.StartsWith("nvarchar(", c.Rest, StringComparison.Ordinal));
    }

    [Fact]
    public void A_reference_has_the_type_of_what_it_points_at()
    {
        var columns = Columns(string.Join('\n', Migrator.Shipped(DatabaseKind.SqlServer).Select(m => m.Sql))).ToList();
        var types = columns.ToDictionary(c => (c.Table, c.Name), Type);
        var references = columns.Select(c => (Column: c, Reference: Reference().Match(c.Rest))).Where(c => c.Reference.Success).ToList();
        Assert.True(references.Count > 50, "The text was read.");
        Assert.All(references, r => Assert.Equal(types[(r.Reference.Groups["table"].Value, r.Reference.Groups["column"].Value)], Type(r.Column)));

        static string Type(Column column) => column.Rest.Split(" NOT NULL", 2)[0].Split(" NULL", 2)[0];
    }

    [Fact]
    public void A_unique_index_on_a_nullable_column_is_filtered_and_keys_of_text_compare_bytes()
    {
        var text = string.Join('\n', Migrator.Shipped(DatabaseKind.SqlServer).Select(m => m.Sql));
        var columns = Columns(text).ToDictionary(c => (c.Table, c.Name));
        foreach (Match index in Index().Matches(text).Where(m => m.Groups["unique"].Success))
        {
            foreach (var name in index.Groups["columns"].Value.Split(',').Select(c => c.Trim()))
            {
                var column = columns[(index.Groups["table"].Value, name)];
                Assert.True(column.IsRequired || index.Groups["where"].Value.Contains($"{name} IS NOT NULL", StringComparison.Ordinal), $"{index.Groups["name"].Value}: {name}");
                Assert.True(column.Kind != "TEXT" || !column.Rest.Contains("char", StringComparison.Ordinal) || column.Rest.Contains("_BIN2", StringComparison.Ordinal), $"{column.Table}.{name} needs a binary collation");
            }
        }

        Assert.All(columns.Keys, c => Assert.True(c.Table.Length < 60 && c.Name.Length < 60));
    }

    [Fact]
    public void A_difference_is_seen() => Assert.NotEqual(
        Written("CREATE TABLE X (\n    Id int NOT NULL PRIMARY KEY,\n    A nvarchar(10) NULL\n);"),
        Written("CREATE TABLE X (\n    Id int NOT NULL PRIMARY KEY,\n    A nvarchar(10) NOT NULL\n);"));

    private static SortedSet<string> Written(string sql)
    {
        SortedSet<string> lines = new(StringComparer.Ordinal);
        foreach (var column in Columns(sql))
        {
            lines.Add($"column {column.Table}.{column.Name} {column.Kind} {(column.IsRequired ? "required" : "optional")}{(column.Rest.Contains("PRIMARY KEY", StringComparison.Ordinal) ? " key" : "")}");
            if (Reference().Match(column.Rest) is { Success: true } reference)
            {
                lines.Add($"reference {column.Table}.{column.Name} {reference.Groups["table"].Value}.{reference.Groups["column"].Value}");
            }
        }

        foreach (Match index in Index().Matches(sql))
        {
            lines.Add(IndexLine(index.Groups["name"].Value, index.Groups["table"].Value, index.Groups["unique"].Success, index.Groups["columns"].Value, index.Groups["where"].Success));
        }

        foreach (Match dropped in DroppedIndex().Matches(sql))
        {
            Assert.Equal(1, lines.RemoveWhere(l => l.StartsWith($"index {dropped.Groups["table"].Value}.{dropped.Groups["name"].Value} ", StringComparison.Ordinal)));
        }

        return lines;
    }

    private static string IndexLine(string name, string table, bool unique, string columns, bool filtered) =>
        $"index {table}.{name} ({string.Join(',', columns.Split(',').Select(c => c.Trim().Split(' ')[0]))}){(unique ? " unique" : "")}{(filtered ? " filtered" : "")}";

    private static IEnumerable<Column> Columns(string sql)
    {
        foreach (Match table in Table().Matches(sql))
        {
            var keys = TableKey().Match(table.Groups["body"].Value).Groups["columns"].Value.Split(", ");
            foreach (Match line in ColumnLine().Matches(table.Groups["body"].Value).Where(l => l.Groups["name"].Value is not ("CONSTRAINT" or "PRIMARY" or "UNIQUE" or "FOREIGN" or "CHECK")))
            {
                var column = Read(table.Groups["name"].Value, line);
                yield return keys.Contains(column.Name) ? column with { Rest = column.Rest + " PRIMARY KEY" } : column;
            }
        }

        foreach (Match added in Added().Matches(sql))
        {
            yield return Read(added.Groups["table"].Value, added);
        }
    }

    private static Column Read(string table, Match line)
    {
        var rest = line.Groups["type"].Value + line.Groups["rest"].Value;
        return new Column(table, line.Groups["name"].Value, Kind(line.Groups["type"].Value), rest.Contains("NOT NULL", StringComparison.Ordinal), rest);
    }

    private static string Kind(string type) => type.ToLowerInvariant() switch
    {
        "text" or "uniqueidentifier" or "nvarchar" or "varchar" or "char" or "nchar" or "datetime2" or "date" => "TEXT",
        "integer" or "bigint" or "int" or "bit" or "smallint" or "tinyint" => "INTEGER",
        "float" or "real" => "REAL",
        "blob" or "varbinary" or "binary" => "BLOB",
        _ => type,
    };

    private static async Task<SortedSet<string>> MigratedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("pes-parity-").FullName;
        try
        {
            await using var source = new SqliteSource(new DatabaseSettings { ConnectionString = $"Data Source={Path.Combine(folder, "pes.db")}" });
            await new Migrator(source, TimeProvider.System).ApplyAsync(null, default);
            await using var connection = (SqliteConnection)await source.OpenReadAsync(default);
            SortedSet<string> lines = new(StringComparer.Ordinal);
            foreach (var table in await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'MigrationJournal'"))
            {
                foreach (var c in await connection.QueryAsync("SELECT name, type, [notnull] AS required, pk FROM pragma_table_info(@table)", new { table }))
                {
                    lines.Add($"column {table}.{c.name} {Kind((string)c.type)} {((long)c.required == 1 ? "required" : "optional")}{((long)c.pk > 0 ? " key" : "")}");
                }

                foreach (var f in await connection.QueryAsync("SELECT [table] AS target, [from] AS own, [to] AS theirs FROM pragma_foreign_key_list(@table)", new { table }))
                {
                    lines.Add($"reference {table}.{f.own} {f.target}.{f.theirs}");
                }

                foreach (var i in await connection.QueryAsync("SELECT name, [unique] AS isunique, partial FROM pragma_index_list(@table) WHERE origin = 'c'", new { table }))
                {
                    var columns = string.Join(',', await connection.QueryAsync<string>("SELECT name FROM pragma_index_info(@name)", new { name = (string)i.name }));
                    lines.Add(IndexLine((string)i.name, table, (long)i.isunique == 1, columns, (long)i.partial == 1));
                }
            }

            return lines;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"CREATE TABLE (?<name>\w+) \(\n(?<body>.*?)\n\);", RegexOptions.Singleline, 5000)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s+(?<name>\w+) (?<type>\w+)(?<rest>[^\n]*)$", RegexOptions.Multiline, 5000)]
    private static partial Regex ColumnLine();

    [GeneratedRegex(@"^\s+(?:CONSTRAINT \w+ )?PRIMARY KEY (?:NONCLUSTERED |CLUSTERED )?\((?<columns>[^)]*)\)", RegexOptions.Multiline, 5000)]
    private static partial Regex TableKey();

    [GeneratedRegex(@"ALTER TABLE (?<table>\w+) ADD (?:COLUMN )?(?<name>\w+) (?<type>\w+)(?<rest>[^;\n]*)", RegexOptions.None, 5000)]
    private static partial Regex Added();

    [GeneratedRegex(@"REFERENCES (?<table>\w+) ?\((?<column>\w+)\)", RegexOptions.None, 5000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"DROP INDEX (?<name>\w+) ON (?<table>\w+);", RegexOptions.None, 5000)]
    private static partial Regex DroppedIndex();

    [GeneratedRegex(@"CREATE (?<unique>UNIQUE )?(?:CLUSTERED |NONCLUSTERED )?INDEX (?<name>\w+) ON (?<table>\w+) ?\((?<columns>[^)]*)\)(?<include> INCLUDE \([^)]*\))?(?<where> WHERE [^;]*)?;", RegexOptions.None, 5000)]
    private static partial Regex Index();

    private sealed record Column(string Table, string Name, string Kind, bool IsRequired, string Rest);
}
