using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Pes.Cli.DemoData;
using Pes.Features.Reference;
using Pes.Features.Vacancies.Import;
using Pes.Platform.Data;
using Pes.Platform.Logging;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Cli;

/// <summary>Runs the product on an invented country. What was made stays in a folder, and a second start goes on with it.</summary>
internal static class Demo
{
    private const ulong Seed = 20261122;

    private const int PasswordIterations = 210_000;

    public static Command Command()
    {
        var people = new Option<int>("--people") { Description = "Jobseekers to invent (5,000).", DefaultValueFactory = _ => 5000 };
        var vacancies = new Option<int>("--vacancies") { Description = "Vacancies to invent (1,500).", DefaultValueFactory = _ => 1500 };
        var history = new Option<int>("--history") { Description = "Match lists of the past to invent with what people did with them, for 'pes train ranking' (2,500).", DefaultValueFactory = _ => 2500 };
        var port = new Option<int>("--port") { Description = "Port on localhost (5080).", DefaultValueFactory = _ => 5080 };
        var data = new Option<string?>("--data") { Description = "Folder that keeps the demo between starts (data/demo)." };
        var ads = new Option<string?>("--ads") { Description = "CSV of camhr advertisements to take in beside the invented vacancies, moved to today." };
        var gazetteer = new Option<string?>("--gazetteer") { Description = "Folder of a gazetteer to take in: addresses are then chosen from lists; without one they are said in words below the province." };
        var command = new Command("demo", "Run the product with invented people, and print accounts to sign in with.") { people, vacancies, history, port, data, ads, gazetteer };
        command.SetAction((parsed, ct) => RunAsync(
            Path.GetFullPath(parsed.GetValue(data) ?? DefaultFolder()), parsed.GetValue(people), parsed.GetValue(vacancies), parsed.GetValue(history), parsed.GetValue(port),
            parsed.GetValue(ads), parsed.GetValue(gazetteer), ct));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int people, int vacancies, int history, int port, string? ads, string? gazetteer, CancellationToken ct)
    {
        if (people < 1 || vacancies < 1 || history < 0)
        {
            throw new CommandException("--people and --vacancies are at least 1, --history at least 0.");
        }

        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "pes.db");
        if (!File.Exists(file))
        {
            // Made beside its name and moved when it is whole, so that an interrupted start begins anew.
            var making = Path.Combine(folder, "making.db");
            foreach (var left in Directory.GetFiles(folder, "making.db*"))
            {
                File.Delete(left);
            }

            await MakeAsync(folder, making, people, vacancies, history, ct);
            File.Move(making, file);
        }

        await using var app = Build(folder, file, ["--urls", string.Create(CultureInfo.InvariantCulture, $"http://{(port == 0 ? "127.0.0.1" : "localhost")}:{port}")]);
        await MigrateAsync(app, ct);
        if (gazetteer is not null)
        {
            var report = await SendAsync(app, new ImportGazetteer.Command { Scope = Scope.Product, Gazetteer = Gazetteer.Open(gazetteer) }, "gazetteer", ct);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Gazetteer: {report.Read:N0} read, {report.Added:N0} added, {report.Refused.Count:N0} refused."));
        }

        if (ads is not null)
        {
            await ImportAsync(app, AdvertisementFile.Open(ads, "camhr", null), ct);
        }

        await app.StartAsync(ct);
        Console.WriteLine($"Ready: {app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}");
        foreach (var account in DemoStaff.Printed)
        {
            Console.WriteLine($"{account.UserName} {DemoStaff.Password} {account.Role}");
        }

        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    /// <summary>The product on the database of a demo that was made before.</summary>
    /// <exception cref="CommandException">There is none in the folder.</exception>
    public static WebApplication Open(string folder)
    {
        var file = Path.Combine(Path.GetFullPath(folder), "pes.db");
        return File.Exists(file) ? Build(Path.GetFullPath(folder), file, []) : throw new CommandException($"There is no demo in {folder}: run 'pes demo --data {folder}' first.");
    }

    private static async Task MakeAsync(string folder, string file, int people, int vacancies, int history, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await using var app = Build(folder, file, []);
        await MigrateAsync(app, ct);
        await using var scope = app.Services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new LoadReference.Command { Scope = Scope.Product }, ct);
        if (outcome.Refusal is { } refusal)
        {
            throw new CommandException($"The reference data was refused: {refusal.Code}.");
        }

        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var shown = -1;
        var made = await DemoGenerator.FillAsync(
            db, people, vacancies, Seed, now, PasswordHash(),
            (what, share) =>
            {
                var tenth = (int)(share * 10);
                if (tenth > shown)
                {
                    shown = tenth;
                    Console.WriteLine($"Inventing {what}: {share:P0}");
                }
            },
            ct,
            history);
        await db.BeginAsync(ct);
        await scope.ServiceProvider.GetRequiredService<AuditTrail>().AppendAsync(
            db, Scope.Product, "demo-data-made",
            new AuditSubject("demo", null, Detail: string.Create(CultureInfo.InvariantCulture, $"people={made.People} vacancies={made.Vacancies}")), ct);
        await db.CommitAsync(ct);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Invented {made.People:N0} people, {made.Employers:N0} employers, {made.Vacancies:N0} vacancies, {made.Referrals:N0} referrals, {made.Placements:N0} placements in {watch.Elapsed.TotalSeconds:F0} s."));
    }

    // Safe to run twice: a second start with the same file adds nothing.
    private static async Task ImportAsync(WebApplication app, AdvertisementFile file, CancellationToken ct)
    {
        var report = await SendAsync(app, new ImportVacancies.Command { Scope = Scope.Product, File = file, ShiftDates = true }, "advertisements", ct);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Advertisements: {report.RowsRead:N0} read, {report.Added:N0} added, {report.Live:N0} of them live, {report.AlreadyThere:N0} already there."));
    }

    private static async Task<T> SendAsync<T>(WebApplication app, ICommand<T> command, string what, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<ISender>().Send(command, ct);
        return outcome.Refusal is { } refusal ? throw new CommandException($"The {what} were refused: {refusal.Code}.") : outcome.Value;
    }

    private static WebApplication Build(string folder, string file, string[] args) => PesApp.Build(args, builder =>
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Demo:Enabled"] = "true",
            ["Database:Kind"] = nameof(DatabaseKind.Sqlite),
            ["Database:ConnectionString"] = $"Data Source={file}",
            ["Keys:Directory"] = Path.Combine(folder, "keys"),
            ["Logs:Level"] = "Warning",
            ["Logs:Console"] = "false",
            ["Logs:Folder"] = Path.Combine(folder, "logs"),
        });
        builder.AddPesLogging();
    });

    private static Task MigrateAsync(WebApplication app, CancellationToken ct) => app.Services.GetRequiredService<Migrator>().ApplyAsync(null, ct);

    private static string PasswordHash() =>
        new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = PasswordIterations })).HashPassword(new object(), DemoStaff.Password);

    private static string DefaultFolder()
    {
        var project = typeof(Demo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "ProjectDirectory")?.Value;
        var root = project is null ? null : Path.GetFullPath(Path.Combine(project, "..", ".."));
        return Path.Combine(root is not null && File.Exists(Path.Combine(root, "Pes.sln")) ? root : Directory.GetCurrentDirectory(), "data", "demo");
    }
}
