using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pes.Cli.DemoData;
using Pes.Cli.HttpBench;
using Pes.Features.Matching;

namespace Pes.Cli;

/// <summary>
/// How soon the product is there: from the start of the executable on a migrated database to the first page it serves, and
/// the time to have all live vacancies in memory for ranking. The best of a few times, since other work on the machine only adds.
/// </summary>
internal static class BenchStart
{
    private const int People = 700;

    private const int Vacancies = 150;

    private const double PageTarget = 2_000;

    private const double SnapshotTarget = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Command()
    {
        var data = new Option<string?>("--data") { Description = "Folder that keeps the invented country between runs (data/bench)." };
        var quick = new Option<bool>("--quick") { Description = "A tenth of the vacancies and fewer times, within half a minute." };
        var command = new Command("start", "Time to the first page, and to the vacancies in memory.") { data, quick };
        command.SetAction((parsed, ct) => RunAsync(Path.GetFullPath(parsed.GetValue(data) ?? BenchCountry.DefaultFolder()), parsed.GetValue(quick), ct));
        return command;
    }

    private static async Task<int> RunAsync(string folder, bool quick, CancellationToken ct)
    {
        var (times, live) = quick ? (3, 20_000) : (7, 200_000);
        var country = await BenchCountry.FileAsync(folder, People, Vacancies, DemoGenerator.LiveShare, ct);
        List<Taken> pages = [];
        for (var i = 0; i < times; i++)
        {
            await Console.Error.WriteLineAsync($"Starting, {i + 1} of {times} …");
            pages.Add(await FirstPageAsync(folder, country, ct));
        }

        var large = await BenchCountry.FileAsync(folder, 100, live, liveShare: 1, ct);
        List<Read> snapshots = [];
        await using (var app = BenchCountry.Build(folder, large, []))
        {
            for (var i = 0; i < times; i++)
            {
                await Console.Error.WriteLineAsync($"Reading the vacancies, {i + 1} of {times} …");
                snapshots.Add(await SnapshotAsync(app.Services, live, ct));
            }
        }

        Bench.Print(
            "start", quick,
            Best("firstPageMs", pages, PageTarget, new { People, Vacancies, page = "/sign-in", build = Build() }),
            Best("snapshotMs", [.. snapshots.Select(s => s.Ready)], SnapshotTarget, new
            {
                vacancies = live, from = "embedded SQLite, two connections, extracts kept",

                // What a list need not wait for, but its record does; and what a learned model needs besides.
                untilChecksum = snapshots.Select(s => Math.Round(s.Summed.Wall)), cpuUntilChecksum = snapshots.Select(s => Math.Round(s.Summed.Cpu)), learnedIndex = snapshots.Select(s => Math.Round(s.IndexMs)),
            }));
        return 0;
    }

    /// <summary>Wall and CPU time in milliseconds.</summary>
    private sealed record Taken(double Wall, double Cpu);

    /// <summary>Until the vacancies can be ranked; until their checksum is there as well; and the learned engine's index, which is made when first asked for.</summary>
    private sealed record Read(Taken Ready, Taken Summed, double IndexMs);

    private static async Task<Taken> FirstPageAsync(string folder, string file, CancellationToken ct)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        var start = BenchProcess.Executable("serve", "--urls", address);
        foreach (var (name, value) in BenchCountry.Settings(folder, file))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["Jobs__Enabled"] = "true";
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        try
        {
            while (watch.Elapsed < Patience && !process.HasExited)
            {
                try
                {
                    using var answer = await client.GetAsync(new Uri(address + "/sign-in"), ct);
                    answer.EnsureSuccessStatusCode();
                    return new Taken(watch.Elapsed.TotalMilliseconds, process.TotalProcessorTime.TotalMilliseconds);
                }
                catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
                {
                    await Task.Delay(5, ct);
                }
            }

            throw new CommandException("The product did not serve its first page; its log in the bench's folder says why.");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(ct);
        }
    }

    private static async Task<Read> SnapshotAsync(IServiceProvider services, int live, CancellationToken ct)
    {
        GC.Collect();
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var picture = await ActivatorUtilities.CreateInstance<VacancySnapshotSource>(services).CurrentAsync(ct);
        var snapshot = picture.Snapshot(new MatchFilter());
        var ready = Now();
        _ = snapshot.Checksum;
        var summed = Now();
        _ = picture.Index.Count;
        var read = new Read(ready, summed, watch.Elapsed.TotalMilliseconds - summed.Wall);

        // A few of them are filled by the referrals of the country's few people.
        return picture.Count > live * 0.99 ? read : throw new CommandException($"{picture.Count} of {live} vacancies were read: a fault of the bench's country.");

        Taken Now() => new(watch.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
    }

    private static Bench.Figure Best(string name, List<Taken> times, double target, object of)
    {
        var best = times.Min(t => t.Wall);
        return new(name, Math.Round(best), "ms", string.Create(CultureInfo.InvariantCulture, $"<= {target}"), best <= target, new
        {
            bestOf = times.Count, milliseconds = times.Select(t => Math.Round(t.Wall)), cpuMilliseconds = times.Select(t => Math.Round(t.Cpu)), of,
        });
    }

    // The file that src/Ahead leaves beside what it compiled.
    private static string Build() =>
        "as ./pes builds it, compiled " + (File.Exists(Path.Combine(AppContext.BaseDirectory, "compiled-ahead")) ? "ahead of time" : "at run time");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
