using System.Globalization;
using System.Reflection;
using MediatR;
using Pes.Cli.DemoData;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Cli;

/// <summary>The invented country that a bench measures on: made once a day and kept in a folder, since its vacancies close.</summary>
internal static class BenchCountry
{
    private const ulong Seed = 20261122;

    /// <summary>The database file of this size, made where it is not there.</summary>
    /// <param name="folder">Keeps databases and keys between runs.</param>
    /// <param name="liveShare">Share of the vacancies that are live.</param>
    public static async Task<string> FileAsync(string folder, int people, int vacancies, double liveShare, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(
            CultureInfo.InvariantCulture, $"country-{people}-{vacancies}-{TimeProvider.System.TodayInCambodia():yyyyMMdd}.db"));
        if (!File.Exists(file))
        {
            var making = Path.Combine(folder, "making.db");
            foreach (var left in Directory.GetFiles(folder, "making.db*").Concat(Directory.GetFiles(folder, $"country-{people}-{vacancies}-*")))
            {
                File.Delete(left);
            }

            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Inventing {people:N0} people and {vacancies:N0} vacancies …"));
            await MakeAsync(folder, making, people, vacancies, liveShare, ct);
            File.Move(making, file);
        }

        return file;
    }

    /// <summary>The product on such a database: as it is served, but for due work and the limit of requests.</summary>
    public static WebApplication Build(string folder, string file, string[] args, Action<WebApplicationBuilder>? adjust = null) => PesApp.Build(args, builder =>
    {
        builder.Configuration.AddInMemoryCollection(Settings(folder, file).Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        adjust?.Invoke(builder);
    });

    /// <summary>Settings of the product on such a database.</summary>
    public static IReadOnlyDictionary<string, string> Settings(string folder, string file) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Database:Kind"] = nameof(DatabaseKind.Sqlite),
        ["Database:ConnectionString"] = $"Data Source={file}",
        ["Keys:Directory"] = Path.Combine(folder, "keys"),
        ["Outbox:Folder"] = Path.Combine(folder, "outbox"),
        ["Logs:Folder"] = Path.Combine(folder, "logs"),
        ["Logs:Console"] = "false",
        ["Jobs:Enabled"] = "false",
        ["Limits:PerSecond"] = "0",
    };

    /// <summary>The folder of a bench where none is named: <c>data/bench</c> of the checkout, else of the working folder.</summary>
    public static string DefaultFolder()
    {
        var project = typeof(BenchCountry).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "ProjectDirectory")?.Value;
        var root = project is null ? null : Path.GetFullPath(Path.Combine(project, "..", ".."));
        return Path.Combine(root is not null && File.Exists(Path.Combine(root, "Pes.sln")) ? root : Directory.GetCurrentDirectory(), "data", "bench");
    }

    private static async Task MakeAsync(string folder, string file, int people, int vacancies, double liveShare, CancellationToken ct)
    {
        await using var app = Build(folder, file, []);
        await app.Services.GetRequiredService<Migrator>().ApplyAsync(null, ct);
        await using var scope = app.Services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new LoadReference.Command { Scope = Scope.Product }, ct);
        if (outcome.Refusal is { } refusal)
        {
            throw new CommandException($"The reference data was refused: {refusal.Code}.");
        }

        var db = scope.ServiceProvider.GetRequiredService<Database>();
        await DemoGenerator.FillAsync(
            db, people, vacancies, liveShare, Seed, TimeProvider.System.GetUtcNow().UtcDateTime, passwordHash: null, progress: null, ct);

        // As due work does within minutes.
        await app.Services.GetRequiredService<VacancyExtracts>().KeepUpAsync(ct);
    }
}
