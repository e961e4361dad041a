using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pes.Tests.Support;

namespace Pes.Tests.Faults;

/// <summary>Row 30: what clients of two nodes see is what one clerk with one ledger would have told them.</summary>
public sealed class HistoryTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Operations = 5_000;

    private const int Clients = 8;

    private const int Employers = 3;

    private const int Lists = 3;

    private const int Vacancies = 10;

    private const int Openings = 7;

    private const int Jobseekers = 20;

    [Fact]
    public async Task Five_thousand_operations_through_two_nodes_read_as_one_sequence()
    {
        // The nodes have the clock of the machine.
        host.Clock.Advance(TimeProvider.System.GetUtcNow() - host.Clock.GetUtcNow());
        using var manager = await host.ApiAsync(await host.Given.CentreManagerAsync());
        var jobseekers = new List<Guid>();
        for (var i = 0; i < Jobseekers; i++)
        {
            jobseekers.Add((await host.Given.ReferableJobseekerAsync()).CaseFileId);
        }

        Sheet[] sheets = [.. await EmployersAsync(manager), .. jobseekers.Take(Lists).Select(Sheet.OfWorkHistory)];
        var referrals = await ReferralsAsync(manager, jobseekers);
        var token = manager.DefaultRequestHeaders.Authorization!.Parameter!;
        await using var first = await ServedNode.StartAsync(host.Folder, token, null, host.NodeSettings);
        await using var second = await ServedNode.StartAsync(host.Folder, token, null, host.NodeSettings);
        HttpClient[] nodes = [first.Officer.Client, second.Officer.Client];
        var history = new History(Openings);
        var vacancies = referrals.Select(r => r.Vacancy).Distinct().ToList();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var random = new Random(client);
            HttpClient Node() => nodes[random.Next(nodes.Length)];
            while (history.Count < Operations)
            {
                var sheet = sheets[random.Next(sheets.Length)];
                var version = await sheet.ReadAsync(history, Node());
                if (random.Next(3) > 0)
                {
                    await sheet.WriteAsync(history, Node(), version, $"{client}-{history.Count}");
                }

                if (random.Next(10) == 0 && referrals.TryDequeue(out var referral))
                {
                    await TakeAsync(history, Node(), referral);
                    await LookAsync(history, Node(), referral.Vacancy);
                }
                else if (random.Next(4) == 0)
                {
                    await LookAsync(history, Node(), vacancies[random.Next(vacancies.Count)]);
                }
            }

            while (referrals.TryDequeue(out var referral))
            {
                await TakeAsync(history, Node(), referral);
            }
        })));
        Assert.Empty(history.Faults());
        foreach (var vacancy in vacancies)
        {
            Assert.Equal(Openings, (await nodes[0].ReadAsync($"vacancies/{vacancy}")).GetProperty("taken").GetInt32());
        }
    }

    [Theory]
    [InlineData("lost update", 1, "a", 1, "b", false)]
    [InlineData("stale read", 1, "a", 2, "b", true)]
    [InlineData("which nobody made", 1, "a", 5, "b", false)]
    public void The_ledger_sees_what_is_wrong_with_records(string fault, int first, string value, int second, string other, bool isReadBehind)
    {
        var history = new History(1);
        history.Add(new Write("r", 1, 2, first, value, IsRefused: false));
        history.Add(new Write("r", 3, 4, second, other, IsRefused: false));
        if (isReadBehind)
        {
            history.Add(new Read("r", 5, 6, 2, "a"));
        }

        Assert.Contains(fault, Assert.Single(history.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_ledger_sees_a_vacancy_that_was_overfilled_or_misread_and_leaves_the_doubtful_alone()
    {
        var history = new History(1);
        history.Add(new Take("v", 1, 10, IsRefused: false));
        history.Add(new Look("v", 2, 3, 0));
        history.Add(new Look("v", 4, 5, 1));
        history.Add(new Take("v", 6, 7, IsRefused: true));
        history.Add(new Read("r", 1, 2, 1, "begun"));
        Assert.Empty(history.Faults());
        history.Add(new Look("v", 11, 12, 0));
        Assert.Single(history.Faults());
        history.Add(new Take("v", 13, 14, IsRefused: false));
        Assert.Equal(2, history.Faults().Count);
        history.Add(new Write("r", 3, 4, 1, "newer", IsRefused: false));
        history.Add(new Read("r", 3, 5, 1, "newer"));
        Assert.Equal(2, history.Faults().Count);
        history.Add(new Read("r", 6, 7, 2, "begun"));
        Assert.Equal(3, history.Faults().Count);
        history.Add(new Read("r", 8, 9, 1, "begun"));
        Assert.Equal(5, history.Faults().Count);
    }

    private static async Task<List<Sheet>> EmployersAsync(HttpClient api)
    {
        List<Sheet> made = [];
        for (var i = 0; i < Employers; i++)
        {
            made.Add(Sheet.OfEmployer(await api.CreatedAsync("employers", new { details = Sheet.Details("begun"), isAnother = true })));
        }

        return made;
    }

    private async Task<ConcurrentQueue<(Guid Vacancy, Guid Referral)>> ReferralsAsync(HttpClient api, List<Guid> caseFiles)
    {
        List<(Guid, Guid)> made = [];
        for (var i = 0; i < Vacancies; i++)
        {
            var offer = await host.Given.LiveVacancyAsync(openings: Openings);
            foreach (var caseFile in caseFiles)
            {
                made.Add((offer.VacancyId, await api.CreatedAsync(
                    $"case-files/{caseFile}/referrals", new { vacancyId = offer.VacancyId, reason = "Near her home", consentGiven = true })));
            }
        }

        var order = made.ToArray();
        new Random(30).Shuffle(order);
        return new(order);
    }

    private static async Task TakeAsync(History history, HttpClient node, (Guid Vacancy, Guid Referral) offer)
    {
        var sent = Stopwatch.GetTimestamp();
        using var response = await node.SendOnceAsync($"referrals/{offer.Referral}/answer", new { version = 1, answer = "accept" });
        var refused = response.StatusCode != HttpStatusCode.NoContent;
        if (refused)
        {
            Assert.Equal("vacancy-full", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        }

        history.Add(new Take($"{offer.Vacancy}", sent, Stopwatch.GetTimestamp(), refused));
    }

    private static async Task LookAsync(History history, HttpClient node, Guid vacancy)
    {
        var sent = Stopwatch.GetTimestamp();
        var taken = (await node.ReadAsync($"vacancies/{vacancy}")).GetProperty("taken").GetInt32();
        history.Add(new Look($"{vacancy}", sent, Stopwatch.GetTimestamp(), taken));
    }

    /// <summary>A record with a version and one value that is changed: read at one node, written at another.</summary>
    private sealed record Sheet(string Path, Func<JsonElement, (int Version, string Value)> Told, Func<int, string, object> Change)
    {
        private const string Begun = "begun";

        public static Sheet OfEmployer(Guid id) => new(
            $"employers/{id}",
            told => (told.GetProperty("version").GetInt32(), told.GetProperty("details").GetProperty("addressLine").GetString()!),
            (version, value) => new { version, details = Details(value), isAnother = true });

        // A list that was never written has version 0.
        public static Sheet OfWorkHistory(Guid caseFileId) => new(
            $"case-files/{caseFileId}",
            told => (
                (told.GetProperty("versions").TryGetProperty("work-history", out var version) ? version.GetInt32() : 0) + 1,
                told.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("title").GetString()!).SingleOrDefault(Begun)),
            (version, value) => new { version = version - 1, jobs = (object[])[new { title = value, country = "KH", startedOn = "2018-03-01" }] });

        public static object Details(string mark) =>
            new { nameEn = "History Garment", provinceCode = "15", kindCode = "private", phone = "012345678", addressLine = mark };

        public async Task<int> ReadAsync(History history, HttpClient node)
        {
            var sent = Stopwatch.GetTimestamp();
            var told = await node.ReadAsync(Path);
            var (version, value) = Told(told);
            history.Add(new Read(Path, sent, Stopwatch.GetTimestamp(), version, value));
            return version;
        }

        public async Task WriteAsync(History history, HttpClient node, int version, string value)
        {
            var sent = Stopwatch.GetTimestamp();
            using var response = await node.SendAsync(Path.StartsWith("case-files", StringComparison.Ordinal) ? Path + "/work-history" : Path, Change(version, value), HttpMethod.Put);
            var status = response.StatusCode;
            Assert.True(status is HttpStatusCode.NoContent or HttpStatusCode.Conflict, $"{status}: {await response.Content.ReadAsStringAsync()}");
            history.Add(new Write(Path, sent, Stopwatch.GetTimestamp(), version, value, status == HttpStatusCode.Conflict));
        }
    }
}
