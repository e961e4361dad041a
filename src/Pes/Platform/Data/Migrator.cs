using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;

namespace Pes.Platform.Data;

/// <summary>One step of the database's shape, as it stands in db/ and inside the executable.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text with line ends made equal, in hex.</summary>
    public string Checksum { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The statements between the lines that say GO.</summary>
    public IEnumerable<string> Batches => Regex
        .Split(Sql, @"^\s*GO\s*$", RegexOptions.Multiline | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))
        .Where(batch => !string.IsNullOrWhiteSpace(batch));
}

/// <summary>A database whose journal does not agree with the executable; the message says what to do.</summary>
public sealed class MigrationException(string message) : Exception(message);

/// <summary>
/// Brings the database forward, each migration in a transaction with its journal row, under a lock that a second
/// migrator waits for. A killed run leaves whole migrations only and the next run goes on.
/// </summary>
public sealed partial class Migrator(ConnectionSource source, TimeProvider clock)
{
    private const string JournalSql = "SELECT Number, Name, Checksum FROM MigrationJournal ORDER BY Number";

    private const string RecordSql = """
        INSERT INTO MigrationJournal (Number, Name, Checksum, AppliedAt) VALUES (@Number, @Name, @Checksum, @Now)
        """;

    private readonly IReadOnlyList<Migration> migrations = Shipped(source.Kind);

    /// <summary>The migrations inside the executable for one kind of database, in order.</summary>
    public static IReadOnlyList<Migration> Shipped(DatabaseKind kind)
    {
        var assembly = typeof(Migrator).Assembly;
        var folder = kind == DatabaseKind.SqlServer ? "sqlserver" : "sqlite";
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               let match = ResourceName().Match(resource)
               where match.Success && match.Groups["folder"].Value == folder
               let number = int.Parse(match.Groups["number"].ValueSpan, provider: System.Globalization.CultureInfo.InvariantCulture)
               orderby number
               select new Migration(number, match.Groups["name"].Value, Read(assembly, resource)),
        ];
    }

    /// <summary>The migrations that the database still lacks.</summary>
    /// <exception cref="MigrationException">The journal names a migration that is not shipped, or one whose text has changed.</exception>
    public async Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken ct)
    {
        var connection = await source.OpenReadAsync(ct);
        try
        {
            return Compare(await JournalAsync(connection, null));
        }
        finally
        {
            await source.ReturnReadAsync(connection);
        }
    }

    /// <summary>Applies what is pending and returns it.</summary>
    public async Task<IReadOnlyList<Migration>> ApplyAsync(Action<Migration>? applied, CancellationToken ct)
    {
        List<Migration> done = [];
        while (await ApplyNextAsync(ct) is { } migration)
        {
            done.Add(migration);
            applied?.Invoke(migration);
        }

        return done;
    }

    private async Task<Migration?> ApplyNextAsync(CancellationToken ct)
    {
        var connection = await source.OpenWriteAsync(ct);
        var faulted = true;
        try
        {
            await using var transaction = await source.BeginAsync(connection, ct);
            await LockAsync(connection, transaction);
            await CreateJournalAsync(connection, transaction);
            var next = Compare(await JournalAsync(connection, transaction)).FirstOrDefault();
            if (next is not null)
            {
                foreach (var batch in next.Batches)
                {
                    await connection.ExecuteAsync(new CommandDefinition(batch, transaction: transaction, commandTimeout: 600, cancellationToken: ct));
                }

                await connection.ExecuteAsync(RecordSql, new { next.Number, next.Name, next.Checksum, Now = clock.GetUtcNow().UtcDateTime }, transaction);
            }

            await source.CommitAsync(transaction);
            faulted = false;
            return next;
        }
        finally
        {
            await source.ReturnWriteAsync(connection, faulted);
        }
    }

    private List<Migration> Compare(IReadOnlyList<JournalRow> journal)
    {
        foreach (var row in journal)
        {
            var shipped = migrations.FirstOrDefault(m => m.Number == row.Number)
                ?? throw new MigrationException($"The database has migration {row.Number:0000} ({row.Name}), which this version of Pes does not know: start the newer version.");
            if (shipped.Checksum != row.Checksum)
            {
                throw new MigrationException($"Migration {row.Number:0000} ({row.Name}) was changed after it was applied: restore its text and add a new migration.");
            }
        }

        return [.. migrations.Where(m => journal.All(row => row.Number != m.Number))];
    }

    private async Task LockAsync(DbConnection connection, DbTransaction transaction)
    {
        if (source.Kind == DatabaseKind.SqlServer)
        {
            var answer = await connection.ExecuteScalarAsync<int>(
                "DECLARE @r int; EXEC @r = sp_getapplock @Resource = 'pes-migrate', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 60000; SELECT @r",
                transaction: transaction,
                commandTimeout: 90);
            if (answer < 0)
            {
                throw new MigrationException("Another migration has been running for a minute: wait for it, then try again.");
            }
        }
    }

    private async Task CreateJournalAsync(DbConnection connection, DbTransaction transaction) => await connection.ExecuteAsync(
        source.Kind == DatabaseKind.SqlServer
            ? """
              IF OBJECT_ID('MigrationJournal') IS NULL
              CREATE TABLE MigrationJournal (Number int NOT NULL PRIMARY KEY, Name nvarchar(100) NOT NULL, Checksum char(64) NOT NULL, AppliedAt datetime2(3) NOT NULL)
              """
            : "CREATE TABLE IF NOT EXISTS MigrationJournal (Number INTEGER NOT NULL PRIMARY KEY, Name TEXT NOT NULL, Checksum TEXT NOT NULL, AppliedAt TEXT NOT NULL)",
        transaction: transaction);

    private async Task<IReadOnlyList<JournalRow>> JournalAsync(DbConnection connection, DbTransaction? transaction)
    {
        var exists = await connection.ExecuteScalarAsync<int>(
            source.Kind == DatabaseKind.SqlServer
                ? "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'MigrationJournal'"
                : "SELECT COUNT(*) FROM sqlite_master WHERE name = 'MigrationJournal'",
            transaction: transaction);
        return exists == 0 ? [] : (await connection.QueryAsync<JournalRow>(JournalSql, transaction: transaction)).AsList();
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^db/(?<folder>sqlserver|sqlite)/(?<number>\d{4})_(?<name>\w+)\.sql$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResourceName();

    private sealed record JournalRow
    {
        public required int Number { get; init; }

        public required string Name { get; init; }

        public required string Checksum { get; init; }
    }
}
