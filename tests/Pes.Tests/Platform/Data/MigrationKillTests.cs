using Dapper;
using Microsoft.Data.Sqlite;
using Pes.Platform.Data;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Data;

/// <summary>Row 25: a migration that is killed is wholly old or wholly new, and the next run goes on.</summary>
public sealed class MigrationKillTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pes-kill-").FullName;

    [Fact]
    public async Task A_killed_migration_leaves_whole_migrations_and_the_next_run_finishes()
    {
        var shipped = Migrator.Shipped(DatabaseKind.Sqlite);
        string[] points = ["Migrations", "applied 0001", "applied 0003", "applied 0005", "Reference data", "isco08:"];
        var kills = 0;
        foreach (var point in points)
        {
            var data = Directory.CreateDirectory(Path.Combine(folder, Guid.CreateVersion7().ToString("N"))).FullName;
            await using (var product = ProductProcess.Start(data, ["migrate"], (p, line) =>
            {
                if (line.Contains(point, StringComparison.Ordinal))
                {
                    p.Kill();
                }
            }))
            {
                kills += ProductProcess.WasKilled(await product.EndAsync()) ? 1 : 0;
            }

            AssertWhole(data, shipped);
            var (code, output) = await ProductProcess.RunAsync(data, "migrate");
            Assert.True(code == 0, output);
            AssertComplete(data, shipped.Count);
        }

        Assert.Equal(points.Length, kills);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

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
