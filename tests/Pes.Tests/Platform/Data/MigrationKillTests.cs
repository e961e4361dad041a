using Dapper;
using Microsoft.Data.Sqlite;
using Pes.Platform.Data;
using Pes.Tests.Faults;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Data;

/// <summary>Row 25: a migration that is killed is wholly old or wholly new, and the next run goes on.</summary>
public sealed class MigrationKillTests : IDisposable
{
    private const int Points = 6;

    private readonly string folder = Directory.CreateTempSubdirectory("pes-kill-").FullName;

    [StraceFact]
    public async Task A_killed_migration_leaves_whole_migrations_and_the_next_run_finishes()
    {
        var shipped = Migrator.Shipped(DatabaseKind.Sqlite);
        var writes = await CountWritesAsync();
        Assert.True(writes > 20 * Points, $"A migration made {writes} writes only.");
        for (var point = 0; point < Points; point++)
        {
            var data = NewData();
            await using (var product = Migrating(data, $"inject=pwrite64:signal=SIGKILL:when={1 + (writes * point / Points)}", "/dev/null"))
            {
                Assert.True(ProductProcess.WasKilled(await product.EndAsync()), $"Point {point} killed nothing: {string.Join('\n', product.Lines)}");
            }

            AssertWhole(data, shipped);
            var (code, output) = await ProductProcess.RunAsync(data, "migrate");
            Assert.True(code == 0, output);
            AssertComplete(data, shipped.Count);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // A whole migration under the tracer: one thread writes, so the Nth write is the same in each run.
    private async Task<int> CountWritesAsync()
    {
        var data = NewData();
        var trace = Path.Combine(data, "trace");
        await using var product = Migrating(data, "trace=pwrite64", trace);
        Assert.Equal(0, await product.EndAsync());
        return File.ReadLines(trace).Where(line => line.Contains("pwrite64(", StringComparison.Ordinal)).GroupBy(line => line.Split(' ')[0]).Max(thread => thread.Count());
    }

    private string NewData() => Directory.CreateDirectory(Path.Combine(folder, Guid.CreateVersion7().ToString("N"))).FullName;

    private static ProductProcess Migrating(string data, string expression, string trace)
    {
        var file = Path.Combine(data, "pes.db");
        return ProductProcess.Start(
            data, ["migrate"], null, "strace", "-f", "-o", trace, "-e", "trace=pwrite64", "-e", expression, "-P", file, "-P", file + "-wal");
    }

    private static void AssertWhole(string data, IReadOnlyList<Migration> shipped)
    {
        var file = Path.Combine(data, "pes.db");
        if (!File.Exists(file))
        {
            return;
        }

        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        var tables = connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'").ToHashSet(StringComparer.Ordinal);
        var journal = tables.Contains("MigrationJournal") ? connection.Query<int>("SELECT Number FROM MigrationJournal").ToHashSet() : [];
        foreach (var migration in shipped)
        {
            var made = System.Text.RegularExpressions.Regex.Matches(migration.Sql, @"CREATE TABLE (\w+)", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value);
            Assert.All(made, table => Assert.Equal(journal.Contains(migration.Number), tables.Contains(table)));
        }

        if (tables.Contains("OccupationGroup"))
        {
            Assert.Contains(connection.ExecuteScalar<int>("SELECT COUNT(*) FROM OccupationGroup"), new[] { 0, 619 });
            Assert.Equal(connection.ExecuteScalar<int>("SELECT COUNT(*) FROM OccupationGroup") == 0, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM Province") == 0);
        }
    }

    private static void AssertComplete(string data, int migrations)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "pes.db")};Pooling=False");
        Assert.Equal(migrations, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM MigrationJournal"));
        Assert.Equal(619, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM OccupationGroup"));
        Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));
    }
}
