using System.Data.Common;

namespace Pes.Platform.Data;

/// <summary>Opens connections to the one configured database and says what differs between the two kinds.</summary>
public abstract class ConnectionSource : IAsyncDisposable
{
    public abstract DatabaseKind Kind { get; }

    /// <summary>The statement as this database wants it; T-SQL goes in.</summary>
    public abstract string Adapt(string sql);

    /// <summary>An open connection that is only read from.</summary>
    public abstract ValueTask<DbConnection> OpenReadAsync(CancellationToken ct);

    /// <summary>An open connection for one transaction. SQLite gives one at a time.</summary>
    public abstract ValueTask<DbConnection> OpenWriteAsync(CancellationToken ct);

    /// <summary>Begins the transaction of a command on a connection from <see cref="OpenWriteAsync"/>.</summary>
    public abstract ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Commits it. Nobody may interrupt, or the answer would not know what was kept; what fails leaves nothing behind.</summary>
    public virtual Task CommitAsync(DbTransaction transaction) => transaction.CommitAsync(CancellationToken.None);

    /// <summary>Takes back a connection of <see cref="OpenReadAsync"/>.</summary>
    public abstract ValueTask ReturnReadAsync(DbConnection connection);

    /// <summary>Takes back a connection of <see cref="OpenWriteAsync"/>; <paramref name="faulted"/> ones are closed for good.</summary>
    public abstract ValueTask ReturnWriteAsync(DbConnection connection, bool faulted);

    public abstract ValueTask DisposeAsync();

    public static ConnectionSource For(DatabaseSettings settings)
    {
        DapperTypes.Register();
        return settings.Kind == DatabaseKind.SqlServer ? new SqlServerSource(settings) : new SqliteSource(settings);
    }
}
