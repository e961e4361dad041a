using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Data.SqlClient;

namespace Pes.Platform.Data;

/// <summary>What an error of either database means; the one place that knows their numbers.</summary>
public enum DatabaseFault
{
    Other,

    /// <summary>A unique key is there already.</summary>
    Duplicate,

    /// <summary>A row that is pointed at is missing, or still pointed at.</summary>
    Reference,

    /// <summary>A text is longer than its column.</summary>
    TooLong,

    /// <summary>Deadlock, lock or busy time-out: the same request may go through again.</summary>
    Contention,

    /// <summary>The disk or the log is full, or cannot be written.</summary>
    Storage,

    /// <summary>The server is away, or takes no writes; a commit that was under way may have been kept.</summary>
    Unreachable,

    /// <summary>The caller gave up. SQL Server says so with an error of its own where others throw OperationCanceledException.</summary>
    Cancelled,
}

public static class DatabaseFaults
{
    // The severity from which on the connection is gone. The numbers of such errors differ between operating systems.
    private const byte Lost = 20;

    public static DatabaseFault Of(Exception exception) => exception switch
    {
        SqlException sql => sql.Number switch
        {
            2601 or 2627 => DatabaseFault.Duplicate,
            547 => DatabaseFault.Reference,
            8152 or 2628 => DatabaseFault.TooLong,
            1205 or 1222 or -2 => DatabaseFault.Contention,
            1101 or 1105 or 9002 or 823 or 824 or 5149 => DatabaseFault.Storage,
            4060 or 3906 => DatabaseFault.Unreachable,
            0 when sql.Class < Lost => DatabaseFault.Cancelled,
            _ => sql.Class >= Lost ? DatabaseFault.Unreachable : DatabaseFault.Other,
        },
        SqliteException sqlite => (sqlite.SqliteErrorCode, sqlite.SqliteExtendedErrorCode) switch
        {
            (_, 1555 or 2067) => DatabaseFault.Duplicate,
            (_, 787) => DatabaseFault.Reference,
            (5 or 6, _) => DatabaseFault.Contention,
            (8 or 10 or 13, _) => DatabaseFault.Storage,
            _ => DatabaseFault.Other,
        },
        TimeoutException => DatabaseFault.Contention,
        DbException { InnerException: { } inner } => Of(inner),
        _ => DatabaseFault.Other,
    };
}
