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

    // A time-out does not say whether the commit was kept, so it must not look like a contention, which is tried again.
    public override async Task CommitAsync(DbTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (SqlException exception) when (DatabaseFaults.Of(exception) == DatabaseFault.Contention)
        {
            throw new IOException("The commit was not answered in time.", exception);
        }
    }

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
        catch (InvalidOperationException exception)
        {
            await connection.DisposeAsync();
            throw new TimeoutException("No connection of the pool became free.", exception);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
