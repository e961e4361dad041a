using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Pes.Platform.Data;

/// <summary>Whole copies of an embedded database, made beside their place and moved in when they are on the disk.</summary>
public static class SqliteCopies
{
    /// <summary>A consistent copy of a database that may be in use.</summary>
    /// <param name="step">Told what is being done.</param>
    /// <exception cref="IOException">The copy is damaged or could not be written; nothing is left of it.</exception>
    public static void Copy(string from, string to, Action<string> step)
    {
        var draft = to + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        Clear(draft);
        try
        {
            step("copying");
            using (var source = Open(from, SqliteOpenMode.ReadWrite))
            using (var copy = Open(draft, SqliteOpenMode.ReadWriteCreate))
            {
                source.BackupDatabase(copy);
                // One file, nothing beside it.
                Run(copy, "PRAGMA journal_mode = DELETE");
                step("reading it back");
                if (Integrity(copy) is { } fault)
                {
                    throw new IOException($"The copy of {from} is damaged: {fault}");
                }
            }

            Flush(draft);
            File.Move(draft, to, overwrite: true);
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{from} could not be copied to {to}: {exception.Message}", exception);
        }
        finally
        {
            Clear(draft);
        }
    }

    /// <summary>Puts a copy of <paramref name="backup"/> in the place of <paramref name="target"/>, in one move.</summary>
    /// <exception cref="IOException">The backup is none of this product, or the target is in use.</exception>
    public static void Replace(string backup, string target, Action<string> step)
    {
        step("checking the backup");
        Known(backup);
        if (File.Exists(target))
        {
            step("closing the present database");
            Close(target);
        }

        Copy(backup, target, step);
    }

    /// <summary>What PRAGMA integrity_check complains of first, or null.</summary>
    public static string? Integrity(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        return (string)command.ExecuteScalar()! is var answer && answer == "ok" ? null : answer;
    }

    private static void Known(string backup)
    {
        try
        {
            using var connection = Open(backup, SqliteOpenMode.ReadOnly);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM MigrationJournal";
            command.ExecuteScalar();
            if (Integrity(connection) is { } fault)
            {
                throw new IOException($"{backup} is damaged: {fault}");
            }
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{backup} is no backup of this product: {exception.Message}", exception);
        }
    }

    // Leaves no write-ahead log behind that could be applied to the new file, and fails while anybody is connected.
    private static void Close(string target)
    {
        try
        {
            using var connection = Open(target, SqliteOpenMode.ReadWrite);
            Run(connection, "PRAGMA busy_timeout = 2000");
            Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE";
            if ((string)command.ExecuteScalar()! != "delete")
            {
                throw new IOException($"{target} is in use: stop the product first.");
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is 5 or 6)
        {
            throw new IOException($"{target} is in use: stop the product first.", exception);
        }
        catch (SqliteException)
        {
            // A damaged database is what a restore is for: its log goes with it.
            File.Delete(target + "-wal");
            File.Delete(target + "-shm");
        }
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    private static void Clear(string draft)
    {
        foreach (var file in (ReadOnlySpan<string>)[draft, draft + "-journal", draft + "-wal", draft + "-shm"])
        {
            File.Delete(file);
        }
    }
}
