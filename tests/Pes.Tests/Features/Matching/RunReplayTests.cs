using System.Net.Http.Json;
using System.Text.Json;
using Pes.Features.CaseFiles;
using Pes.Features.Matching;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>
/// Row 41: a thousand kept lists, by the prior and by a learned model, of vacancies and of jobseekers, filtered, paged, with rows
/// moved up and hidden, are made again identically.
/// </summary>
public sealed class RunReplayTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Runs = 1_000;

    private const int People = 60;

    private const int Vacancies = 80;

    private const int Tampered = 25;

    private static readonly string[] Occupations = ["8153", "5120", "5223", "7231", "9313", "4110"];

    private static readonly string[] Provinces = ["15", "12", "02", "08"];

    [Fact]
    public async Task A_thousand_runs_are_made_again_identically_and_a_changed_one_is_found()
    {
        var random = new Random(41);
        List<OfferedVacancy> offers = [];
        for (var i = 0; i < Vacancies; i++)
        {
            offers.Add(await host.Given.LiveVacancyAsync(
                i % 8 == 0 ? null : offers[i / 8 * 8].EmployerId, provinceCode: Provinces[i % 4], isco: Occupations[i % 6], wageKhr: 700_000 + (i * 7_919 % 600_000),
                title: $"Work {i}", hazardous: i % 9 == 0, hours: i % 3 == 0 ? "part-time" : "full-time", publishedDaysAgo: i % 30));
        }

        var counsellor = await host.Given.CounsellorAsync();
        var scope = await host.Given.ScopeAsync(counsellor);
        List<Guid> cases = [];
        for (var i = 0; i < People; i++)
        {
            cases.Add(await host.Given.CaseFileAsync(counsellor: counsellor, with: c => c with
            {
                WishOccupations = [Occupations[random.Next(6)]], WishProvinces = [Provinces[random.Next(4)]], MinimumWageKhr = 600_000 + (random.Next(10) * 50_000),
            }));
            await host.Given.DoneAsync(new ChangeWorkHistory.Command
            {
                Scope = scope, CaseFileId = cases[i], Version = 0,
                Jobs = [new() { Title = "Earlier work", IscoCode = Occupations[random.Next(6)], StartedOn = new DateOnly(2015 + (i % 8), 1, 1), EndedOn = new DateOnly(2024, 1, 1) }],
            });
            foreach (var (offer, action) in ((string[])["pin", "down", "hide"]).Select(action => (offers[random.Next(offers.Count)], action)))
            {
                await host.Given.DoneAsync(new ActOnMatch.Command { Scope = scope, CaseFileId = cases[i], VacancyId = offer.VacancyId, Action = action, Place = random.Next(1, 30), Reason = "As she asked" });
            }
        }

        // In lists of jobseekers too, by a colleague whose lists are not counted.
        var colleague = await host.Given.ScopeAsync(await host.Given.CounsellorAsync());
        foreach (var offer in offers.Take(20))
        {
            var run = (await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = colleague, VacancyId = offer.VacancyId })).RunId;
            await host.Given.DoneAsync(new ActOnMatch.Command { Scope = colleague, CaseFileId = cases[random.Next(People)], VacancyId = offer.VacancyId, Action = "up", Place = random.Next(2, 30), RunId = run });
        }

        // Half by the prior, half by a learned model.
        HashSet<Guid> runs = [];
        string? learned = null;
        for (var i = 0; runs.Count < Runs && i < 4 * Runs; i++)
        {
            learned ??= runs.Count == Runs / 2 ? await host.Given.LearnedModelInChargeAsync() : null;
            runs.Add(i % 10 == 0 ? await JobseekersAsync(scope, offers[i / 10 % offers.Count].VacancyId, i) : await VacanciesAsync(scope, cases[i % People], random));
        }

        // Taken back, it still makes again what it made.
        Assert.Equal(Runs, runs.Count);
        await host.Given.PriorInChargeAsync();
        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        var rows = 0;
        foreach (var run in runs)
        {
            var replay = await auditor.GetFromJsonAsync<JsonElement>($"match-runs/{run}/replay");
            Assert.True(replay.GetProperty("isIdentical").GetBoolean(), $"{run}: {replay}");
            rows += replay.GetProperty("rows").GetInt32();
        }

        Assert.True(rows > 5 * Runs, $"{rows} rows");
        var kept = await host.SingleAsync<int>("SELECT COUNT(*) FROM MatchRun WHERE ModelVersion <> '' AND LEN(InputChecksum) > 0 AND AccountId = @counsellor", new { counsellor });
        Assert.Equal(Runs, kept);
        Assert.Equal(Runs / 2, await host.SingleAsync<int>("SELECT COUNT(*) FROM MatchRun WHERE ModelVersion = @learned", new { learned }));

        // The replay can fail: a score, a reason or an input changed by a hair is found, and its place named.
        string[] changes =
        [
            "UPDATE MatchRow SET Score = Score + 1 WHERE RunId = @run AND Rank = 1", "UPDATE MatchRow SET Band = Band + 1 WHERE RunId = @run AND Rank = 1",
            "UPDATE MatchRow SET Reasons = '{}' WHERE RunId = @run AND Rank = 1", "DELETE FROM MatchRow WHERE RunId = @run AND Rank = 1",
        ];
        var withRows = await host.QueryAsync<Guid>("SELECT DISTINCT RunId FROM MatchRow");
        foreach (var (number, run) in withRows.Take(Tampered).Index())
        {
            await host.InDatabaseAsync(db => db.ExecuteAsync(changes[number % changes.Length], new { run }));
            var replay = await auditor.GetFromJsonAsync<JsonElement>($"match-runs/{run}/replay");
            Assert.False(replay.GetProperty("isIdentical").GetBoolean(), changes[number % changes.Length]);
            Assert.Equal(1, replay.GetProperty("differences")[0].GetInt32());
        }
    }

    private async Task<Guid> VacanciesAsync(Scope scope, Guid file, Random random) => (await host.Given.DoneAsync(new MatchVacancies.Query
    {
        Scope = scope,
        CaseFileId = file,
        Page = random.Next(1, 4),
        ProvinceCode = random.Next(3) == 0 ? Provinces[random.Next(4)] : null,
        HoursCode = random.Next(4) == 0 ? "full-time" : null,
        MinimumWageKhr = random.Next(2) == 0 ? 600_000 + (random.Next(12) * 50_000) : null,
    })).RunId;

    private async Task<Guid> JobseekersAsync(Scope scope, Guid vacancy, int page) =>
        (await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = scope, VacancyId = vacancy, Page = (page % 3) + 1 })).RunId;
}
