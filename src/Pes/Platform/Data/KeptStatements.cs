using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Pes.Platform.Data;

/// <summary>
/// A connection whose statements stay compiled: SQLite compiles a text each time it is asked anew, which costs more than
/// running most of them. The texts of the product are constants, so there are few; a changed schema is noticed by SQLite itself.
/// </summary>
internal sealed class KeptStatementsConnection(string connectionString) : SqliteConnection(connectionString)
{
    // Some kilobytes each; more than the texts of any one page or command, fewer than all of the product.
    private const int MostKept = 256;

    private readonly Dictionary<string, SqliteCommand> idle = new(StringComparer.Ordinal);

    /// <summary>A command of this text without parameters; nobody else has it until it is given back.</summary>
    internal SqliteCommand Take(string sql) => idle.Remove(sql, out var kept) ? kept : new SqliteCommand(sql, this);

    /// <param name="command">From <see cref="Take"/>, its reader closed.</param>
    /// <param name="spoilt">It failed: what state it is in is not asked.</param>
    internal void GiveBack(SqliteCommand command, bool spoilt)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (spoilt || State != ConnectionState.Open || idle.Count >= MostKept || !idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    protected override DbCommand CreateDbCommand() => new KeptStatement(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var command in idle.Values)
            {
                command.Dispose();
            }

            idle.Clear();
        }

        base.Dispose(disposing);
    }
}

/// <summary>A command that lasts for one use and borrows its compiled statement for that time.</summary>
internal sealed class KeptStatement(KeptStatementsConnection connection) : DbCommand
{
    private SqliteCommand? borrowed;
    private SqliteTransaction? transaction;
    private bool spoilt;

    [AllowNull]
    public override string CommandText
    {
        get => borrowed?.CommandText ?? "";
        set
        {
            if (borrowed is { Parameters.Count: > 0 })
            {
                borrowed.CommandText = value;
                return;
            }

            GiveBack();
            borrowed = connection.Take(value ?? "");
        }
    }

    public override int CommandTimeout
    {
        get => Borrowed.CommandTimeout;
        set => Borrowed.CommandTimeout = value;
    }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("A kept statement belongs to its connection.");
    }

    protected override DbParameterCollection DbParameterCollection => Borrowed.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => transaction;
        set => transaction = (SqliteTransaction?)value;
    }

    private SqliteCommand Borrowed => borrowed ??= connection.Take("");

    public override void Cancel() => Borrowed.Cancel();

    public override int ExecuteNonQuery() => Run(static (command, _) => command.ExecuteNonQuery());

    public override object? ExecuteScalar() => Run(static (command, _) => command.ExecuteScalar());

    public override void Prepare() => Borrowed.Prepare();

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Run(static (command, how) => command.ExecuteReader(how), behavior);

    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ExecuteDbDataReader(behavior));
    }

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ExecuteNonQuery());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            GiveBack();
        }

        base.Dispose(disposing);
    }

    private T Run<T>(Func<SqliteCommand, CommandBehavior, T> execute, CommandBehavior behavior = CommandBehavior.Default)
    {
        // Stays spoilt where it throws.
        spoilt = true;
        Borrowed.Transaction = transaction;
        var result = execute(Borrowed, behavior);
        spoilt = false;
        return result;
    }

    private void GiveBack()
    {
        if (borrowed is not null)
        {
            connection.GiveBack(borrowed, spoilt);
            borrowed = null;
        }
    }
}
