using Pes.Platform.Data;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>Every statement and every migration is read with the grammar of SQL Server 2019.</summary>
public sealed class TSqlTests
{
    [Fact]
    public void Every_statement_is_T_SQL()
    {
        var wrong = SqlTexts.All.Where(t => t.IsStatement).SelectMany(t => TSqlText.Read(t.Text).Faults.Select(f => $"{t.Name}: {f}")).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_migration_is_T_SQL()
    {
        var wrong = Migrator.Shipped(DatabaseKind.SqlServer)
            .SelectMany(m => m.Batches.SelectMany(b => TSqlText.Read(b).Faults.Select(f => $"{m.Number:0000}_{m.Name}: {f}"))).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
