using Dapper;
using Microsoft.Data.Sqlite;
using Pes.Platform.Data;

namespace Pes.Tests.Platform.Data;

/// <summary>Statements that stay compiled behave as if each were new: values, transactions, faults and changed tables.</summary>
public sealed class KeptStatementsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pes-kept-").FullName;
    private readonly KeptStatementsConnection connection;

    public KeptStatementsTests()
    {
        connection = new KeptStatementsConnection($"Data Source={Path.Combine(folder, "kept.db")};Pooling=False");
        connection.Open();
        connection.Execute("CREATE TABLE Thing (Id INTEGER PRIMARY KEY, Name TEXT NOT NULL UNIQUE)");
    }

    [Fact]
    public async Task Each_use_has_its_own_values()
    {
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(1, await connection.ExecuteAsync("INSERT INTO Thing (Id, Name) VALUES (@Id, @Name)", new { Id = i, Name = $"n{i}" }));
            Assert.Equal($"n{i}", await connection.QuerySingleAsync<string>("SELECT Name FROM Thing WHERE Id = @Id", new { Id = i }));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.QueryAsync<string>("SELECT Name FROM Thing WHERE Id = @Id"));
        Assert.Equal(3, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM Thing"));
    }

    [Fact]
    public async Task A_statement_is_kept_compiled_and_two_at_once_are_two()
    {
        var command = connection.Take("SELECT Id FROM Thing");
        connection.GiveBack(command, spoilt: false);
        Assert.Same(command, connection.Take("SELECT Id FROM Thing"));
        Assert.NotSame(command, connection.Take("SELECT Id FROM Thing"));
        connection.GiveBack(command, spoilt: true);
        Assert.NotSame(command, connection.Take("SELECT Id FROM Thing"));

        await connection.ExecuteAsync("INSERT INTO Thing (Id, Name) VALUES (1, 'a'), (2, 'b')");
        const string All = "SELECT Name FROM Thing ORDER BY Id";
        await foreach (var outer in connection.QueryUnbufferedAsync<string>(All))
        {
            Assert.Equal(["a", "b"], await connection.QueryAsync<string>(All));
            Assert.True(outer is "a" or "b");
        }
    }

    [Fact]
    public async Task A_fault_leaves_the_next_use_sound_and_a_rollback_takes_everything_back()
    {
        const string Insert = "INSERT INTO Thing (Id, Name) VALUES (@Id, @Name)";
        await using (var transaction = connection.BeginTransaction(deferred: false))
        {
            await connection.ExecuteAsync(Insert, new { Id = 1, Name = "a" }, transaction);
            var fault = await Assert.ThrowsAsync<SqliteException>(() => connection.ExecuteAsync(Insert, new { Id = 2, Name = "a" }, transaction));
            Assert.Equal(2067, fault.SqliteExtendedErrorCode);
            await transaction.RollbackAsync();
        }

        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM Thing"));
        await using (var transaction = connection.BeginTransaction(deferred: false))
        {
            await connection.ExecuteAsync(Insert, new { Id = 2, Name = "a" }, transaction);
            await transaction.CommitAsync();
        }

        Assert.Equal("a", await connection.QuerySingleAsync<string>("SELECT Name FROM Thing WHERE Id = 2"));
    }

    [Fact]
    public async Task A_table_changed_by_another_connection_is_noticed()
    {
        const string All = "SELECT * FROM Thing";
        Assert.Empty(await connection.QueryAsync(All));
        using (var other = new SqliteConnection(connection.ConnectionString))
        {
            other.Open();
            other.Execute("ALTER TABLE Thing ADD COLUMN Colour TEXT NULL; INSERT INTO Thing (Id, Name, Colour) VALUES (1, 'a', 'red')");
        }

        Assert.Equal("red", (await connection.QuerySingleAsync<Thing>(All)).Colour);
    }

    public void Dispose()
    {
        connection.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private sealed record Thing
    {
        public required int Id { get; init; }

        public required string Name { get; init; }

        public required string Colour { get; init; }
    }
}
