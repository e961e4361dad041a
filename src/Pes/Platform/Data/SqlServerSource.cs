using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace Pes.Platform.Data;

/// <summary>SQL Server: its own pool, read-only intent for queries, READ COMMITTED set anew because the pool does not reset it.</summary>
public sealed class SqlServerSource(DatabaseSettings settings) : ConnectionSource
{
    private readonly string write = settings.ConnectionString;

    private readonly string read = new SqlConnectionStringBuilder(settings.ConnectionString)
    {
        ApplicationIntent = ApplicationIntent.ReadOnly,
    }.ConnectionString;

    public override DatabaseKind Kind => DatabaseKind.SqlServer;

    public override string Adapt(string sql) => sql;

    public override ValueTask<DbConnection> OpenReadAsync(CancellationToken ct) => OpenAsync(read, ct);

    public override ValueTask<DbConnection> OpenWriteAsync(CancellationToken ct) => OpenAsync(write, ct);

    public override async ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);

    public override ValueTask ReturnReadAsync(DbConnection connection) => connection.DisposeAsync();

    public override ValueTask ReturnWriteAsync(DbConnection connection, bool faulted) => connection.DisposeAsync();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async ValueTask<DbConnection> OpenAsync(string connectionString, CancellationToken ct)
    {
        var connection = new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
