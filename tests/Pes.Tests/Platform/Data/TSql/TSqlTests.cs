using Pes.Cli.DemoData;
using Pes.Platform.Data;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>Every statement and every migration is read as SQL Server 2019 would read it.</summary>
public sealed class TSqlTests
{
    [Fact]
    public void Every_statement_is_one_that_SQL_Server_takes()
    {
        var statements = SqlTexts.All.Where(t => t.IsStatement).ToList();
        Assert.True(statements.Count > 400, "The catalogue is found by name.");
        NoFault(Faults(statements));
    }

    // The loaders of lists and of the demo write their texts where they run them, or make them from a record's columns.
    [Fact]
    public void Every_statement_of_a_loader_is_one_that_SQL_Server_takes()
    {
        var written = Literals(t => t.FullName!.StartsWith("Pes.Features.Reference.LoadReference", StringComparison.Ordinal) || t.Namespace == typeof(DemoRows).Namespace)
            .Where(t => t.IsStatement && !t.Text.EndsWith(' ')).ToList();
        var made = typeof(DemoRows).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(DemoRows).Namespace && !t.IsNested && t.Name.EndsWith("Row", StringComparison.Ordinal) && TSqlSchema.Shipped.Value.Table(t.Name[..^3]) is not null)
            .Select(t => new SqlText(t.FullName!, DemoRows.InsertOf(t))).ToList();
        Assert.True(written.Count > 10 && made.Count > 20, "The loaders are found.");
        NoFault(Faults(written.Concat(made)));
    }

    [Fact]
    public void Every_migration_is_one_that_SQL_Server_takes()
    {
        var rules = new MigrationRules();
        NoFault(Migrator.Shipped(DatabaseKind.SqlServer).SelectMany(m => m.Batches.SelectMany(rules.Read).Select(f => $"{m.Number:0000}_{m.Name}: {f}")));
    }

    // Around the migrations stand texts for SQL Server alone: its lock, its catalogue, the script that makes the database.
    [Fact]
    public void What_is_written_for_SQL_Server_alone_is_T_SQL()
    {
        List<string> texts =
        [
            File.ReadAllText(Path.Combine(SourceTree.Root, "deploy", "create-database.sql")),
            .. Literals(t => t.FullName!.StartsWith(typeof(Migrator).FullName!, StringComparison.Ordinal) || t.FullName!.StartsWith("Pes.Cli.Check", StringComparison.Ordinal))
                .Select(t => t.Text).Where(t => t.Contains("sp_getapplock", StringComparison.Ordinal) || t.Contains("OBJECT_ID", StringComparison.Ordinal) || t.Contains("INFORMATION_SCHEMA", StringComparison.Ordinal) || t.Contains("sys.", StringComparison.Ordinal)),
        ];
        Assert.Equal(5, texts.Count);
        NoFault(texts.SelectMany(t => TSqlText.Read(t).Faults));
    }

    private static IEnumerable<SqlText> Literals(Func<Type, bool> within) =>
        from type in typeof(PesApp).Assembly.GetTypes()
        where !type.ContainsGenericParameters && within(type)
        from method in IlCode.Methods(type)
        from step in IlCode.Of(method)
        where step.Text is not null
        select new SqlText(type.FullName!, step.Text!);

    private static IEnumerable<string> Faults(IEnumerable<SqlText> texts) => texts.SelectMany(t => TSqlRules.Faults(t.Text, TSqlSchema.Shipped.Value).Select(f => $"{t.Name}: {f}"));

    private static void NoFault(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
