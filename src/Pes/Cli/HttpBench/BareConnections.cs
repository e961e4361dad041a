using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Pes.Platform.Data;

namespace Pes.Cli.HttpBench;

/// <summary>Open connections with the product's pragmas and functions: what a careful hand-written endpoint would keep. One writer at a time.</summary>
/// <param name="keepsStatements">Whether they are the product's own connections, which keep their statements compiled.</param>
internal sealed class BareConnections(string file, bool keepsStatements) : IDisposable
{
    private readonly ConcurrentBag<DbConnection> readers = [];
    private readonly SemaphoreSlim gate = new(1, 1);
    private SqliteConnection? writer;

    public DbConnection TakeReader() => readers.TryTake(out var idle) ? idle : Open();

    public void ReturnReader(DbConnection connection) => readers.Add(connection);

    public async ValueTask<SqliteConnection> TakeWriterAsync()
    {
        await gate.WaitAsync();
        return writer ??= Open();
    }

    public void ReturnWriter(SqliteConnection connection)
    {
        writer = connection;
        gate.Release();
    }

    public void Dispose()
    {
        foreach (var reader in readers)
        {
            reader.Dispose();
        }

        writer?.Dispose();
        gate.Dispose();
    }

    private SqliteConnection Open()
    {
        var words = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        var connection = keepsStatements ? new KeptStatementsConnection(words) : new SqliteConnection(words);
        connection.Open();
        connection.Execute(SqliteSource.Durable);
        SqliteDialect.Teach(connection);
        return connection;
    }
}
