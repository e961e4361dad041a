using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Pes.Platform.Data;

/// <summary>
/// Embedded SQLite. Open connections and their compiled statements are kept: both cost more than most statements, and each connection has been
/// taught the functions of <see cref="SqliteDialect"/>. Writers queue in the process, so none meets SQLITE_BUSY here.
/// </summary>
public sealed class SqliteSource : ConnectionSource
{
    internal const string Durable = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        PRAGMA busy_timeout = 10000;
        PRAGMA temp_store = MEMORY;
        """;

    private static readonly ConcurrentDictionary<string, SemaphoreSlim> WriterGates = new(StringComparer.Ordinal);

    private readonly ConcurrentBag<SqliteConnection> idleReaders = [];
    private readonly ConcurrentBag<SqliteConnection> idleWriters = [];
    private readonly SemaphoreSlim writerGate;
    private readonly string connectionString;
    private readonly int timeoutSeconds;
    private volatile bool disposed;

    public SqliteSource(DatabaseSettings settings)
    {
        var builder = new SqliteConnectionStringBuilder(settings.ConnectionString) { Pooling = false };
        var file = Path.GetFullPath(builder.DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        builder.DataSource = file;
        File = file;
        connectionString = builder.ConnectionString;
        timeoutSeconds = settings.TimeoutSeconds;
        writerGate = WriterGates.GetOrAdd(file, _ => new SemaphoreSlim(1, 1));
    }

    /// <summary>Full path of the database file.</summary>
    public string File { get; }

    public override DatabaseKind Kind => DatabaseKind.Sqlite;

    public override string Adapt(string sql) => SqliteDialect.Adapt(sql);

    public override ValueTask<DbConnection> OpenReadAsync(CancellationToken ct) =>
        ValueTask.FromResult<DbConnection>(idleReaders.TryTake(out var idle) ? idle : Open(readOnly: true));

    public override async ValueTask<DbConnection> OpenWriteAsync(CancellationToken ct)
    {
        if (!await writerGate.WaitAsync(TimeSpan.FromSeconds(timeoutSeconds), ct))
        {
            throw new TimeoutException("Another write holds the database.");
        }

        try
        {
            return idleWriters.TryTake(out var idle) ? idle : Open(readOnly: false);
        }
        catch
        {
            writerGate.Release();
            throw;
        }
    }

    public override ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public override async Task CommitAsync(DbTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (SqliteException exception) when (DatabaseFaults.Of(exception) == DatabaseFault.Storage)
        {
            OverwriteFailed();
            throw;
        }
    }

    public override ValueTask ReturnReadAsync(DbConnection connection) => Keep((SqliteConnection)connection, idleReaders);

    public override async ValueTask ReturnWriteAsync(DbConnection connection, bool faulted)
    {
        try
        {
            if (faulted)
            {
                await connection.DisposeAsync();
            }
            else
            {
                await Keep((SqliteConnection)connection, idleWriters);
            }
        }
        finally
        {
            writerGate.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        disposed = true;
        foreach (var bag in (ConcurrentBag<SqliteConnection>[])[idleReaders, idleWriters])
        {
            while (bag.TryTake(out var connection))
            {
                await connection.DisposeAsync();
            }
        }
    }

    // A commit whose sync failed stands in the log whole, though the log's index does not know it: after a crash it would come
    // to life. The next commit is written over its first frame, which ends that; so one that changes nothing follows at once.
    private void OverwriteFailed()
    {
        try
        {
            using var connection = Open(readOnly: false);
            Run(connection, "PRAGMA user_version = 0");
        }
        catch (SqliteException)
        {
            // Its own sync failed: it is over the other's frames all the same.
        }
    }

    private ValueTask Keep(SqliteConnection connection, ConcurrentBag<SqliteConnection> idle)
    {
        if (disposed)
        {
            return connection.DisposeAsync();
        }

        idle.Add(connection);
        return ValueTask.CompletedTask;
    }

    private SqliteConnection Open(bool readOnly)
    {
        var connection = new KeptStatementsConnection(connectionString) { DefaultTimeout = timeoutSeconds };
        try
        {
            connection.Open();
            Run(connection, Durable);
            AssertDurable(connection);
            if (readOnly)
            {
                Run(connection, "PRAGMA query_only = ON");
            }

            SqliteDialect.Teach(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void AssertDurable(SqliteConnection connection)
    {
        foreach (var (pragma, wanted) in (ReadOnlySpan<(string, string)>)
            [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("secure_delete", "1")])
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {pragma}";
            var found = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
            if (found != wanted)
            {
                throw new InvalidOperationException($"SQLite runs with {pragma} = {found}, but only {wanted} keeps what was acknowledged.");
            }
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
