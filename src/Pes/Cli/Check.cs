using System.CommandLine;
using System.Data.Common;
using System.Security.Cryptography;
using Pes.Platform.Data;
using Pes.Platform.Jobs;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Cli;

/// <summary>Looks at everything the product stands on, one line each; ends with 1 if anything is wrong.</summary>
internal static class Check
{
    private const string WaitingSql = """
        SELECT COUNT(*) AS Waiting, COALESCE(SUM(CASE WHEN Attempts >= @MostAttempts THEN 1 ELSE 0 END), 0) AS GivenUp FROM OutboxMessage WHERE SentAt IS NULL
        """;

    public static Command Command()
    {
        var command = new Command("check", "Check database, migrations, keys, certificate, audit chain, outbox and settings; one line each, exit code 1 if one fails.");
        command.SetAction(async (_, ct) =>
        {
            await using var app = PesApp.Build([]);
            var services = app.Services;
            (string Name, Func<Task<string>> Look)[] looks =
            [
                ("settings", () => Task.FromResult(Settings(app.Configuration))),
                ("database", () => DatabaseAsync(services, ct)),
                ("migrations", () => MigrationsAsync(services, ct)),
                ("keys", () => Task.FromResult(Keys(app.Configuration))),
                ("certificate", () => Task.FromResult(Certificate(app.Configuration))),
                ("audit", () => AuditAsync(services, ct)),
                ("outbox", () => OutboxAsync(services, ct)),
            ];
            var failed = 0;
            foreach (var (name, look) in looks)
            {
                try
                {
                    Console.WriteLine($"ok    {name,-12}{await look()}");
                }
                catch (Exception exception) when (exception is CommandException or MigrationException or DbException or IOException
                    or UnauthorizedAccessException or CryptographicException or InvalidOperationException or TimeoutException or ArgumentException)
                {
                    failed++;
                    Console.WriteLine($"FAIL  {name,-12}{exception.Message.ReplaceLineEndings(" ")}");
                }
            }

            return failed == 0 ? 0 : PesCommand.Failed;
        });
        return command;
    }

    private static string Settings(IConfiguration configuration)
    {
        foreach (var setting in (ReadOnlySpan<(string Name, string Default)>)[("Outbox:Folder", "data/outbox"), ("Logs:Folder", "data/logs")])
        {
            if (configuration[setting.Name] is "")
            {
                continue;
            }

            var folder = Path.GetFullPath(configuration[setting.Name] ?? setting.Default);
            var existing = folder;
            while (!Directory.Exists(existing))
            {
                existing = Path.GetDirectoryName(existing) ?? throw new CommandException($"{setting.Name} is {folder}, of which no part exists: name another folder.");
            }

            var probe = Path.Combine(existing, ".pes-" + Guid.CreateVersion7().ToString("N"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }

        return configuration.GetValue<bool>("Demo:Enabled")
            ? throw new CommandException("Demo:Enabled is on: one factor is enough to sign in. Turn it off wherever people are real.")
            : "folders can be written, the demo is off";
    }

    private static async Task<string> DatabaseAsync(IServiceProvider services, CancellationToken ct)
    {
        var source = services.GetRequiredService<ConnectionSource>();
        if (source is SqliteSource sqlite && !File.Exists(sqlite.File))
        {
            throw new CommandException($"{sqlite.File} is not there: run 'pes migrate'.");
        }

        var connection = await source.OpenReadAsync(ct);
        try
        {
            if (source is SqliteSource file)
            {
                return SqliteCopies.Integrity(connection) is { } fault
                    ? throw new CommandException($"{file.File} is damaged ({fault}): restore the last backup.")
                    : $"SQLite {connection.ServerVersion}, sound";
            }

            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT CAST(is_read_committed_snapshot_on AS int) FROM sys.databases WHERE database_id = DB_ID()";
            return await command.ExecuteScalarAsync(ct) is 1
                ? $"SQL Server {connection.ServerVersion}"
                : throw new CommandException("READ_COMMITTED_SNAPSHOT is off, so who reads waits for who writes: turn it on as deploy/create-database.sql does.");
        }
        finally
        {
            await source.ReturnReadAsync(connection);
        }
    }

    private static async Task<string> MigrationsAsync(IServiceProvider services, CancellationToken ct)
    {
        var pending = await services.GetRequiredService<Migrator>().PendingAsync(ct);
        return pending.Count == 0 ? "all applied" : throw new CommandException($"{pending.Count} are pending: run 'pes migrate'.");
    }

    private static string Keys(IConfiguration configuration)
    {
        var folder = KeyFile.DirectoryOf(configuration);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != UnixFileMode.None)
            {
                throw new CommandException($"{file} can be read by others: chmod 600 it.");
            }
        }

        return new FileInfo(Path.Combine(folder, "audit.key")).Length == 32
            ? $"in {folder}, readable by their owner alone"
            : throw new CommandException($"audit.key in {folder} is not 32 bytes: put back the one that belongs to this database.");
    }

    private static string Certificate(IConfiguration configuration)
    {
        var file = KeyCertificate.PathOf(configuration);
        if (!File.Exists(file))
        {
            throw new CommandException($"{file} is not there: run 'pes migrate', or set Keys:Certificate.");
        }

        using var certificate = KeyCertificate.Load(file, configuration);
        return certificate.NotAfter.ToUniversalTime() > TimeProvider.System.GetUtcNow().UtcDateTime && certificate.HasPrivateKey
            ? $"valid until {DateOnly.FromDateTime(certificate.NotAfter):yyyy-MM-dd}"
            : throw new CommandException($"{file} has ended or holds no private key: set Keys:Certificate to another.");
    }

    private static async Task<string> AuditAsync(IServiceProvider services, CancellationToken ct)
    {
        var finding = await services.GetRequiredService<AuditVerification>().VerifyAsync(null, ct);
        return finding.IsWhole
            ? $"{finding.Rows} rows whole, {finding.PublishedHeads} published heads agree"
            : throw new CommandException(finding.Fault switch
            {
                AuditFault.HeadsFileChanged => $"{services.GetRequiredService<AuditHeads>().File} was changed by somebody without the key: keep it, and compare it with its copies.",
                AuditFault.Missing => $"row {finding.FirstBad} is missing: keep the database as it is and call the auditor.",
                _ => $"row {finding.FirstBad} was changed: keep the database as it is and call the auditor.",
            });
    }

    private static async Task<string> OutboxAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<Database>().SingleAsync<Counts>(WaitingSql, new { OutboxDelivery.MostAttempts }, ct);
        return row.GivenUp == 0 ? $"{row.Waiting} messages wait" : throw new CommandException($"{row.GivenUp} messages could not be sent: see LastError in OutboxMessage.");
    }

    private sealed record Counts
    {
        public required long Waiting { get; init; }

        public required long GivenUp { get; init; }
    }
}
