using System.Text.Json;
using Pes.Platform.Data;

namespace Pes.Cli.HttpBench;

/// <summary>What the product ran for each request of the plan, noted on a copy of the database that is thrown away.</summary>
/// <param name="Reads">By case file.</param>
/// <param name="Posts">By what was referred, with the id that the product gave the referral.</param>
internal sealed record BareRecording(IReadOnlyDictionary<Guid, BareRequest> Reads, IReadOnlyDictionary<ReferralPair, (BareRequest Request, Guid Id)> Posts)
{
    public static async Task<BareRecording> TakeAsync(string folder, string file, BenchPlan plan, IEnumerable<ReferralPair> pairs, CancellationToken ct)
    {
        var copy = Path.Combine(folder, "recording.db");
        File.Copy(file, copy, overwrite: true);
        var tap = new StatementTap();
        Dictionary<Guid, BareRequest> reads = [];
        Dictionary<ReferralPair, (BareRequest, Guid)> posts = [];
        await using (var app = BenchCountry.Build(folder, copy, ["--urls", "http://127.0.0.1:0"], b => b.Services.AddSingleton(tap)))
        {
            await app.StartAsync(ct);
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            foreach (var caseFile in plan.CaseFiles.Prepend(plan.CaseFiles[0]))
            {
                tap.Open();
                var body = await SendAsync(client, BenchRequests.Read(plan, "/api/v1", caseFile), ct);
                reads[caseFile] = new BareRequest(tap.Close(), body.Length);
            }

            foreach (var pair in pairs)
            {
                tap.Open();
                var body = await SendAsync(client, BenchRequests.Post(plan, "/api/v1", pair), ct);
                posts[pair] = (new BareRequest(tap.Close(), body.Length), JsonDocument.Parse(body).RootElement.GetProperty("id").GetGuid());
            }

            await app.StopAsync(ct);
        }

        foreach (var left in Directory.GetFiles(folder, "recording.db*"))
        {
            File.Delete(left);
        }

        return new BareRecording(reads, posts);
    }

    private static async Task<byte[]> SendAsync(HttpClient client, HttpRequestMessage request, CancellationToken ct)
    {
        using var answer = await client.SendAsync(request, ct);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadAsByteArrayAsync(ct)
            : throw new CommandException($"The product answered {(int)answer.StatusCode} to {request.Method} {request.RequestUri}: a fault of the bench's country.");
    }
}
