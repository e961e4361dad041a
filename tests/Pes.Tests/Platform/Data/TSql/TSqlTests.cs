using Pes.Platform.Data;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>Every statement and every migration is read as SQL Server 2019 would read it.</summary>
public sealed class TSqlTests
{
    [Fact]
    public void Every_statement_is_one_that_SQL_Server_takes()
    {
        var wrong = SqlTexts.All.Where(t => t.IsStatement).SelectMany(t => TSqlRules.Faults(t.Text, TSqlSchema.Shipped.Value).Select(f => $"{t.Name}: {f}")).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_migration_is_one_that_SQL_Server_takes()
    {
        var rules = new MigrationRules();
        var wrong = Migrator.Shipped(DatabaseKind.SqlServer).SelectMany(m => m.Batches.SelectMany(rules.Read).Select(f => $"{m.Number:0000}_{m.Name}: {f}")).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void The_script_that_makes_the_database_is_T_SQL() =>
        Assert.Empty(TSqlText.Read(File.ReadAllText(Path.Combine(SourceTree.Root, "deploy", "create-database.sql"))).Faults);
}
