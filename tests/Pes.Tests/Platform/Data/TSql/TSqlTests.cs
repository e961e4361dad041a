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
        Assert.Empty(Wrong(statements));
    }

    // The loaders of lists and of the demo write their texts where they run them, or make them from a record's columns.
    [Fact]
    public void Every_statement_of_a_loader_is_one_that_SQL_Server_takes()
    {
        var loaders = typeof(PesApp).Assembly.GetTypes().Where(t => t.FullName!.StartsWith("Pes.Features.Reference.LoadReference", StringComparison.Ordinal) || t.Namespace == "Pes.Cli.DemoData").ToList();
        var written = loaders.Where(t => !t.ContainsGenericParameters).SelectMany(t => IlCode.Methods(t).SelectMany(IlCode.Of).Select(s => new SqlText(t.FullName!, s.Text ?? ""))).Where(t => t.IsStatement && !t.Text.EndsWith(' ')).ToList();
        var made = loaders.Where(t => t.Name.EndsWith("Row", StringComparison.Ordinal) && TSqlSchema.Shipped.Value.Table(t.Name[..^3]) is not null && !t.IsNested).Select(t => new SqlText(t.FullName!, DemoRows.InsertOf(t))).ToList();
        Assert.True(written.Count > 10 && made.Count > 20, "The loaders are found.");
        Assert.Empty(Wrong(written.Concat(made)));
    }

    [Fact]
    public void Every_migration_is_one_that_SQL_Server_takes()
    {
        var rules = new MigrationRules();
        Assert.Empty(Migrator.Shipped(DatabaseKind.SqlServer).SelectMany(m => m.Batches.SelectMany(rules.Read).Select(f => $"{m.Number:0000}_{m.Name}: {f}")));
    }

    [Fact]
    public void The_script_that_makes_the_database_is_T_SQL() =>
        Assert.Empty(TSqlText.Read(File.ReadAllText(Path.Combine(SourceTree.Root, "deploy", "create-database.sql"))).Faults);

    private static List<string> Wrong(IEnumerable<SqlText> texts) => [.. texts.SelectMany(t => TSqlRules.Faults(t.Text, TSqlSchema.Shipped.Value).Select(f => $"{t.Name}: {f}"))];
}
