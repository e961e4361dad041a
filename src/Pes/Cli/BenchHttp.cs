using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using Pes.Cli.DemoData;
using Pes.Cli.HttpBench;
using Pes.Platform.Requests;

namespace Pes.Cli;

/// <summary>
/// What the product costs beside the statements it runs: CPU time of its server process a request, against a bare endpoint
/// that runs the same statements, and of a page of 100 rows against the same page with its rows in memory. Servers are
/// processes of their own, asked in turn round by round, so that a busy machine disturbs all alike.
/// </summary>
internal static class BenchHttp
{
    private const int Cases = 100;

    private const int Rows = 100;

    private const double BareTarget = 1.3;

    private const double MemoryTarget = 3;

    private const string WhatBareDoes =
        "Kestrel and minimal API; per request the statements that the product ran for it, noted beforehand with their parameters, through Dapper on open connections with the "
        + "product's pragmas, in the product's transactions; audit rows chained and sealed anew; rows serialised per request into as many bytes as the product answers. "
        + "BareKeepingStatements does so on the product's own connections, whose statements stay compiled. No authentication, authorisation, validation, localisation or log.";

    public static Command Command()
    {
        var data = new Option<string?>("--data") { Description = "Folder that keeps the invented country between runs (data/bench)." };
        var quick = new Option<bool>("--quick") { Description = "Smaller sizes, within half a minute." };
        var command = new Command("http", "CPU of a read, a write and a page against bare endpoints that run the same statements.") { data, quick };
        command.SetAction((parsed, ct) => RunAsync(Path.GetFullPath(parsed.GetValue(data) ?? BenchCountry.DefaultFolder()), parsed.GetValue(quick), ct));
        return command;
    }

    /// <summary>How much is asked; a round's requests are those of each server.</summary>
    private sealed record Size(int People, int Vacancies, int Rounds, int WarmUpRounds, int Reads, int Posts, int Pages)
    {
        public static readonly Size Whole = new(2_000, 600, 9, 3, 400, 150, 200);

        public static readonly Size Quick = new(700, 150, 3, 2, 80, 40, 40);

        /// <summary>Connections that the client asks over.</summary>
        public int Connections { get; } = BenchProcess.Connections;

        /// <summary>Referrals that one server makes.</summary>
        [JsonIgnore]
        public int AllPosts => Posts * (Rounds + WarmUpRounds);
    }

    private static async Task<int> RunAsync(string folder, bool quick, CancellationToken ct)
    {
        var size = quick ? Size.Quick : Size.Whole;
        var country = await BenchCountry.FileAsync(folder, size.People, size.Vacancies, DemoGenerator.LiveShare, ct);
        var file = Path.Combine(folder, BenchServer.File);
        foreach (var left in Directory.GetFiles(folder, BenchServer.File + "*"))
        {
            File.Delete(left);
        }

        File.Copy(country, file);
        BenchPlan plan;
        await using (var app = BenchCountry.Build(folder, file, []))
        {
            plan = await BenchPlan.MakeAsync(app.Services, Cases, 4 * size.AllPosts, ct);
            plan.Write(folder);
        }

        await TellAsync("Starting the servers …");
        await using var product = await StartAsync(BenchRole.Product, folder, size);
        await using var bare = await StartAsync(BenchRole.Bare, folder, size);
        await using var memory = await StartAsync(BenchRole.Memory, folder, size);
        var bytes = await SameLengthAsync(plan, product, bare, ct);

        HttpRequestMessage Read(string root, int i) => BenchRequests.Read(plan, root, plan.CaseFiles[i % plan.CaseFiles.Count]);
        HttpRequestMessage Post(string root, int part, int i) => BenchRequests.Post(plan, root, plan.Pairs[(part * size.AllPosts) + i]);
        var reads = await MeasureAsync("read", size.Reads, size, ct, (product, i => Read("/api/v1", i)), (bare, i => Read("/bare", i)), (bare, i => Read("/no-audit", i)), (bare, i => Read("/kept", i)));
        var posts = await MeasureAsync("post", size.Posts, size, ct, (product, i => Post("/api/v1", 0, i)), (bare, i => Post("/bare", 1, i)), (bare, i => Post("/no-audit", 2, i)), (bare, i => Post("/kept", 3, i)));
        var pages = await MeasureAsync("page", size.Pages, size, ct, (product, _ => BenchRequests.Page(plan)), (memory, _ => BenchRequests.Page(plan)));

        var whole = await IsChainWholeAsync(folder, file, ct);
        Bench.Print(
            "http", quick,
            Against("readVsBare", reads, new { statements = bare.Says.ReadStatements, bytes, requestsARound = size.Reads, size, auditChainWhole = whole }),
            Against("postVsBare", posts, new { statements = bare.Says.PostStatements, requestsARound = size.Posts, size, auditChainWhole = whole }),
            new("pageVsMemory", Bench.Rounded(Ratio(pages, 0, 1)), "x", Target(MemoryTarget), Ratio(pages, 0, 1) <= MemoryTarget, new
            {
                rows = Math.Min(Rows, plan.CasesInScope),
                medianOf = pages.Length,
                roundRatios = RoundRatios(pages),
                microseconds = new { database = Median(pages, 0), memory = Median(pages, 1) },
                kilobytesAllocated = new { database = Kilobytes(pages, 0), memory = Kilobytes(pages, 1) },
                memoryDoes = "The same product and page; the list comes from memory, the session is looked up in the database in both.",
                conditions = new { plan.CasesInScope, bytes = await product.SendAsync(BenchRequests.Page(plan), ct), requestsARound = size.Pages, size },
            }));
        return 0;
    }

    private static Task<BenchProcess> StartAsync(BenchRole role, string folder, Size size) =>
        BenchProcess.StartAsync("bench", BenchServer.Verb, role.ToString(), folder, size.AllPosts.ToString(CultureInfo.InvariantCulture));

    // Servers take turns within a round, each round begun by another one.
    private static async Task<RequestCost[][]> MeasureAsync(
        string what, int requests, Size size, CancellationToken ct, params (BenchProcess Server, Func<int, HttpRequestMessage> At)[] asked)
    {
        await TellAsync($"Measuring the {what} …");
        List<RequestCost[]> rounds = [];
        for (var round = 0; round < size.WarmUpRounds + size.Rounds; round++)
        {
            var costs = new RequestCost[asked.Length];
            for (var turn = 0; turn < asked.Length; turn++)
            {
                var which = (turn + round) % asked.Length;
                costs[which] = await asked[which].Server.AskAsync(asked[which].At, round * requests, requests, ct);
            }

            if (round >= size.WarmUpRounds)
            {
                rounds.Add(costs);
            }
        }

        return [.. rounds];
    }

    private static Bench.Figure Against(string name, RequestCost[][] rounds, object conditions)
    {
        var ratio = Ratio(rounds, 0, 1);
        var audit = Median(rounds, 1) - Median(rounds, 2);
        return new(name, Bench.Rounded(ratio), "x", Target(BareTarget), ratio <= BareTarget, new
        {
            medianOf = rounds.Length,
            roundRatios = RoundRatios(rounds),
            againstBareKeepingStatements = Math.Round(Ratio(rounds, 0, 3), 3),
            withoutAudit = Math.Round((Median(rounds, 0) - audit) / Median(rounds, 2), 3),
            microseconds = new { product = Median(rounds, 0), bare = Median(rounds, 1), bareWithoutAudit = Median(rounds, 2), bareKeepingStatements = Median(rounds, 3) },
            kilobytesAllocated = new { product = Kilobytes(rounds, 0), bare = Kilobytes(rounds, 1) },
            bareDoes = WhatBareDoes,
            conditions,
        });
    }

    private static async Task<int> SameLengthAsync(BenchPlan plan, BenchProcess product, BenchProcess bare, CancellationToken ct)
    {
        var lengths = new List<int>();
        foreach (var caseFile in plan.CaseFiles)
        {
            var length = await product.SendAsync(BenchRequests.Read(plan, "/api/v1", caseFile), ct);
            if (await bare.SendAsync(BenchRequests.Read(plan, "/bare", caseFile), ct) != length)
            {
                throw new CommandException("The bare endpoint answers another length than the product: a fault of the bench.");
            }

            lengths.Add(length);
        }

        return (int)lengths.Average();
    }

    private static async Task<bool> IsChainWholeAsync(string folder, string file, CancellationToken ct)
    {
        await using var app = BenchCountry.Build(folder, file, []);
        return (await app.Services.GetRequiredService<AuditVerification>().VerifyAsync(null, ct)).IsWhole;
    }

    private static IEnumerable<double> RoundRatios(RequestCost[][] rounds) => rounds.Select(r => Math.Round(r[0].Microseconds / r[1].Microseconds, 3));

    private static double Ratio(RequestCost[][] rounds, int above, int below) => MedianOf(rounds.Select(r => r[above].Microseconds / r[below].Microseconds));

    private static double Median(RequestCost[][] rounds, int which) => Math.Round(MedianOf(rounds.Select(r => r[which].Microseconds)));

    private static double Kilobytes(RequestCost[][] rounds, int which) => Math.Round(MedianOf(rounds.Select(r => r[which].Bytes)) / 1024, 1);

    private static double MedianOf(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static string Target(double most) => string.Create(CultureInfo.InvariantCulture, $"<= {most}");

    private static Task TellAsync(string line) => Console.Error.WriteLineAsync(line);
}
