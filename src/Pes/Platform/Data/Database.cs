using System.Data.Common;
using System.Diagnostics;
using Dapper;

namespace Pes.Platform.Data;

/// <summary>
/// The database of one request. Inside a command all statements run on its transaction; outside they run on one
/// read connection. The text is T-SQL; <see cref="ConnectionSource.Adapt"/> is the only place that changes it.
/// </summary>
public sealed class Database(ConnectionSource source, DatabaseSettings settings, StatementTap? tap = null) : IAsyncDisposable
{
    private readonly List<Func<CancellationToken, Task>> beforeCommit = [];
    private DbConnection? reader;
    private DbConnection? writer;
    private DbTransaction? transaction;

    public DatabaseKind Kind => source.Kind;

    public bool InTransaction => transaction is not null;

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null, CancellationToken ct = default)
    {
        tap?.Take<T>(StatementKind.All, sql, args);
        var connection = await ConnectionAsync(ct);
        return (await connection.QueryAsync<T>(Command(sql, args, ct))).AsList();
    }

    /// <summary>The first row, or the type's default where there is none.</summary>
    public async Task<T?> FirstOrDefaultAsync<T>(string sql, object? args = null, CancellationToken ct = default)
    {
        tap?.Take<T>(StatementKind.First, sql, args);
        var connection = await ConnectionAsync(ct);
        return await connection.QueryFirstOrDefaultAsync<T>(Command(sql, args, ct));
    }

    /// <summary>The one value of a one-row answer; an empty answer is a fault.</summary>
    public async Task<T> SingleAsync<T>(string sql, object? args = null, CancellationToken ct = default)
    {
        tap?.Take<T>(StatementKind.OneRow, sql, args);
        var connection = await ConnectionAsync(ct);
        return await connection.QuerySingleAsync<T>(Command(sql, args, ct));
    }

    /// <summary>Rows one by one, for answers that should not stand in memory whole.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string sql, object? args = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
    {
        var connection = await ConnectionAsync(ct);
        await foreach (var row in connection.QueryUnbufferedAsync<T>(source.Adapt(sql), args, transaction, settings.TimeoutSeconds).WithCancellation(ct))
        {
            yield return row;
        }
    }

    /// <summary>Rows one by one and by ordinal, for reads of so many that an object a row would cost more than the row.</summary>
    public async Task ReadAsync(string sql, object? args, Action<RowReader> take, CancellationToken ct = default)
    {
        tap?.Take<object>(StatementKind.All, sql, args);
        var connection = await ConnectionAsync(ct);
        await using var rows = await connection.ExecuteReaderAsync(Command(sql, args, ct));
        var row = new RowReader(rows, source.Kind == DatabaseKind.Sqlite);
        while (await rows.ReadAsync(ct))
        {
            take(row);
        }
    }

    /// <summary>Changes rows and says how many; only a command may.</summary>
    public async Task<int> ExecuteAsync(string sql, object? args = null, CancellationToken ct = default)
    {
        if (transaction is null)
        {
            throw new InvalidOperationException("A write outside a transaction: only a command writes.");
        }

        tap?.Take<int>(StatementKind.Execute, sql, args);
        return await writer!.ExecuteAsync(Command(sql, args, ct));
    }

    /// <summary>Opens the transaction of a command.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        Debug.Assert(transaction is null, "One transaction a request.");
        tap?.Take<int>(StatementKind.Begin);
        writer = await source.OpenWriteAsync(ct);
        try
        {
            transaction = await source.BeginAsync(writer, ct);
        }
        catch
        {
            await source.ReturnWriteAsync(writer, faulted: true);
            writer = null;
            throw;
        }
    }

    /// <summary>Puts work at the end of the transaction: what locks a row that all commands write must not hold it for longer than that.</summary>
    public void BeforeCommit(Func<CancellationToken, Task> work) => beforeCommit.Add(work);

    public async Task CommitAsync(CancellationToken ct)
    {
        foreach (var work in beforeCommit)
        {
            await work(ct);
        }

        tap?.Take<int>(StatementKind.Commit);
        try
        {
            ct.ThrowIfCancellationRequested();
            await source.CommitAsync(transaction!);
        }
        catch
        {
            await EndAsync(faulted: true);
            throw;
        }

        await EndAsync(faulted: false);
    }

    public async Task RollbackAsync()
    {
        if (transaction is null)
        {
            return;
        }

        var faulted = false;
        try
        {
            await transaction.RollbackAsync();
        }
        catch (Exception exception) when (IsOfConnection(exception))
        {
            faulted = true;
        }

        await EndAsync(faulted);
    }

    public async ValueTask DisposeAsync()
    {
        await RollbackAsync();
        if (reader is not null)
        {
            await source.ReturnReadAsync(reader);
            reader = null;
        }
    }

    // SQL Server's driver says InvalidOperationException where the connection broke before.
    private static bool IsOfConnection(Exception exception) => exception is DbException or InvalidOperationException;

    private async Task EndAsync(bool faulted)
    {
        var (ended, connection) = (transaction!, writer!);
        (transaction, writer) = (null, null);
        beforeCommit.Clear();
        try
        {
            await ended.DisposeAsync();
        }
        catch (Exception exception) when (IsOfConnection(exception))
        {
            // The connection cannot be used again, but the next writer must not wait for it.
            faulted = true;
        }

        await source.ReturnWriteAsync(connection, faulted);
    }

    private async ValueTask<DbConnection> ConnectionAsync(CancellationToken ct) =>
        transaction is not null ? writer! : reader ??= await source.OpenReadAsync(ct);

    private CommandDefinition Command(string sql, object? args, CancellationToken ct) =>
        new(source.Adapt(sql), args, transaction, settings.TimeoutSeconds, cancellationToken: ct);
}
