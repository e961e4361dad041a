using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MediatR;
using Pes.Features.CaseFiles;
using Pes.Platform.Logging;
using Pes.Platform.Requests;

namespace Pes.Cli.HttpBench;

/// <summary>What a server of the bench says when it listens.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="ReadStatements">Statements of a case-file read, the smallest number; 0 where it is not the bare server.</param>
/// <param name="PostStatements">Statements of a referral.</param>
internal sealed record BenchListening(string Address, int ReadStatements = 0, int PostStatements = 0);

/// <summary>The server half of <c>bench http</c>, a process of its own: each line it reads is answered with its CPU time in microseconds and bytes allocated so far.</summary>
internal static class BenchServer
{
    public const string Verb = "http-server";

    public const string File = "http.db";

    public static Command Command()
    {
        var role = new Argument<string>("role").AcceptOnlyFromAmong(nameof(BenchRole.Product), nameof(BenchRole.Memory), nameof(BenchRole.Bare));
        var folder = new Argument<string>("folder");
        var posts = new Argument<int>("posts");
        var command = new Command(Verb, "The servers of bench http.") { role, folder, posts };
        command.Hidden = true;
        command.SetAction((parsed, ct) => RunAsync(Enum.Parse<BenchRole>(parsed.GetValue(role)!), parsed.GetValue(folder)!, parsed.GetValue(posts), ct));
        return command;
    }

    private static async Task<int> RunAsync(BenchRole role, string folder, int posts, CancellationToken ct)
    {
        var file = Path.Combine(folder, File);
        if (role == BenchRole.Bare)
        {
            var plan = BenchPlan.Read(folder);
            var recording = await BareRecording.TakeAsync(folder, file, plan, plan.Pairs.Skip(posts), ct);
            using var bare = new BareServer(file, AuditKeyOf(folder, file), recording);
            await ServeAsync(bare.Build(), address => new BenchListening(
                address, recording.Reads.Values.Min(r => r.Statements), recording.Posts.Values.Min(p => p.Request.Statements)), ct);
            return 0;
        }

        await ServeAsync(
            BenchCountry.Build(folder, file, ["--urls", "http://127.0.0.1:0"], builder =>
            {
                builder.AddPesLogging();
                if (role == BenchRole.Memory)
                {
                    builder.Services.AddSingleton<IPipelineBehavior<FindCaseFiles.Query, Outcome<FindCaseFiles.Page>>, HeldCaseFiles>();
                }
            }),
            address => new BenchListening(address), ct);
        return 0;
    }

    private static AuditKey AuditKeyOf(string folder, string file)
    {
        using var app = (IDisposable)BenchCountry.Build(folder, file, []);
        return ((WebApplication)app).Services.GetRequiredService<AuditKey>();
    }

    private static async Task ServeAsync(WebApplication app, Func<string, BenchListening> says, CancellationToken ct)
    {
        await using (app)
        {
            await app.StartAsync(ct);
            Console.WriteLine(JsonSerializer.Serialize(says(app.Urls.First())));
            while (await Console.In.ReadLineAsync(ct) is not null)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.CpuUsage.TotalTime.TotalMicroseconds:F0} {GC.GetTotalAllocatedBytes()}"));
            }

            await app.StopAsync(ct);
        }
    }
}

/// <summary>Which server a process of the bench is.</summary>
internal enum BenchRole
{
    /// <summary>The product as it is served.</summary>
    Product,

    /// <summary>The product, but the caseload comes from memory.</summary>
    Memory,

    /// <summary>The statements of the product and nothing else of it.</summary>
    Bare,
}
