using System.Net;
using System.Text.Json;
using Pes.Features.CaseFiles;
using Pes.Features.Matching;
using Pes.Features.RankingModels;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.WhatIf;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>Row 41 for what a gain would change: of lists, of pairs and of jobseekers, by the prior and by a learned model, it is kept and made again identically.</summary>
public sealed class GainReplayTests(PesHost host) : IClassFixture<PesHost>
{
    private const int People = 6;

    private const int Vacancies = 30;

    [Fact]
    public async Task What_a_gain_would_change_is_kept_once_and_made_again_and_a_changed_answer_is_found()
    {
        var (counsellor, cases, offers) = await MarketAsync();
        var scope = await host.Given.ScopeAsync(counsellor);
        var asked = await AskAsync(scope, cases, offers);
        await host.Given.LearnedModelInChargeAsync();
        asked += await AskAsync(scope, cases, offers);
        var kept = await KeptAsync(counsellor);
        Assert.Equal(asked, kept.Count);

        // Asked for once more nothing is new.
        await AskAsync(scope, cases, offers);
        await host.Given.PriorInChargeAsync();
        await AskAsync(scope, cases, offers);
        Assert.Equal(kept, await KeptAsync(counsellor));

        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        var answers = 0;
        foreach (var id in kept)
        {
            var replay = await auditor.ReadAsync($"match-runs/{id}/replay");
            Assert.True(replay.GetProperty("isIdentical").GetBoolean(), $"{id}: {replay}");
            Assert.True(replay.GetProperty("isSameToday").GetBoolean(), $"{id}: {replay}");
            answers += replay.GetProperty("rows").GetInt32();
        }

        Assert.True(answers > 3 * People, $"{answers} answers");
        Assert.Equal(2, await host.SingleAsync<int>("SELECT COUNT(DISTINCT ModelVersion) FROM GainRun WHERE AccountId = @counsellor", new { counsellor }));
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM GainRun WHERE LEN(Checksum) <> 64 OR Considered = 0"));

        // Vacancies that are new change places and counts of today, and nothing of what is kept.
        await MarketAsync();
        var replays = new List<JsonElement>();
        foreach (var id in kept)
        {
            replays.Add(await auditor.ReadAsync($"match-runs/{id}/replay"));
        }

        Assert.All(replays, r => Assert.True(r.GetProperty("isIdentical").GetBoolean()));
        Assert.Contains(replays, r => !r.GetProperty("isSameToday").GetBoolean());

        // The replay can fail: one score, one place, one input otherwise.
        var withAnswers = await host.QueryAsync<Guid>("SELECT Id FROM GainRun WHERE Answers <> '[]' AND AccountId = @counsellor ORDER BY Seq", new { counsellor });
        string[] changes =
        [
            "UPDATE GainRun SET Answers = REPLACE(Answers, '\"Before\":', '\"Before\":1') WHERE Id = @id", "UPDATE GainRun SET Answers = REPLACE(Answers, '\"Entering\":', '\"Entering\":1') WHERE Id = @id",
            "UPDATE GainRun SET Considered = Considered + 1 WHERE Id = @id", "UPDATE GainRun SET ModelVersion = 'prior-1', Checksum = 'x' WHERE Id = @id",
        ];
        foreach (var (number, id) in withAnswers.Take(12).Index())
        {
            await host.InDatabaseAsync(db => db.ExecuteAsync(changes[number % changes.Length], new { id }));
            Assert.False((await auditor.ReadAsync($"match-runs/{id}/replay")).GetProperty("isIdentical").GetBoolean(), changes[number % changes.Length]);
        }

        // Officers do not replay, and nobody reads what is not there.
        using var officer = await host.ApiAsync(counsellor);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync(new Uri($"match-runs/{kept[0]}/replay", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync(new Uri($"match-runs/{Guid.CreateVersion7()}/replay", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public void A_score_that_is_other_than_kept_is_found_though_the_checksum_was_made_anew()
    {
        var jobseeker = new JobseekerProfile { Id = Guid.CreateVersion7(), MayWork = true, MayDoHazardousWork = true, MayBeSuggested = true };
        var vacancy = new VacancyProfile { Id = Guid.CreateVersion7(), EssentialSkills = [7], IsOpen = true, OpeningsLeft = 1 };
        var today = new DateOnly(2026, 11, 22);
        var version = RankingVersion.Prior;
        var gain = new Gain(GainKind.Skill, 7);
        var (before, after) = version.WhatIf(jobseeker, VacancyPicture.Of([], today), today, default).ScoresOf(gain, vacancy);
        var input = new GainInput { Today = today, Jobseeker = jobseeker, Vacancies = [vacancy] };
        GainAnswer Told(int told, int entering) => new() { Kind = gain.Kind, Id = gain.Id, Entering = entering, Scores = [new(vacancy.Id, before, told)] };
        Assert.True(after > before);
        Assert.Empty(GainReplay.Differences(GainsOf.Person, input, version, [Told(after, 1)]));
        Assert.Equal([2], GainReplay.Differences(GainsOf.Person, input, version, [Told(after, 1), Told(after + 1, 1)]));
        Assert.Equal([1], GainReplay.Differences(GainsOf.Person, input, version, [Told(after, 2)]));
        Assert.Empty(GainReplay.Differences(GainsOf.Pair, input, version, [Told(after, 2)]));
    }

    [Fact]
    public async Task A_list_by_another_version_or_of_another_day_says_so_and_nothing_else()
    {
        var (counsellor, cases, _) = await MarketAsync();
        var scope = await host.Given.ScopeAsync(counsellor);
        var list = await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = cases[0] });
        var before = await LiftsAsync(scope, cases[0], list.RunId);
        Assert.Null(before.WithoutWhy);
        Assert.NotEmpty(before.Rows);

        // Told once, it stays: the place of the row is that of the list that is shown.
        Assert.All(before.Rows, r => Assert.Equal(list.Rows.Single(l => l.VacancyId == r.VacancyId).Place, r.Place));
        Assert.Equal(before.Rows, (await LiftsAsync(scope, cases[0], list.RunId)).Rows);
        await host.Given.LearnedModelInChargeAsync();
        var other = await LiftsAsync(scope, cases[0], list.RunId);
        Assert.Equal(("version", 0), (other.WithoutWhy, other.Rows.Count));
        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await browser.GoAsync($"/cases/{cases[0]}/matches/lifts?run={list.RunId}");
        Assert.Contains("The ranking has changed since this list was made", browser.Text, StringComparison.Ordinal);
        await host.Given.PriorInChargeAsync();
        Assert.Equal("list", (await LiftsAsync(scope, cases[1], list.RunId)).WithoutWhy);
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("day", (await LiftsAsync(await host.Given.ScopeAsync(counsellor), cases[0], list.RunId)).WithoutWhy);
        host.Clock.Advance(TimeSpan.FromDays(-1));
    }

    private Task<LiftsOfList.Answer> LiftsAsync(Scope scope, Guid file, Guid run) => host.Given.DoneAsync(new LiftsOfList.Query { Scope = scope, CaseFileId = file, RunId = run });

    // Of each jobseeker a list, a pair and all.
    private async Task<int> AskAsync(Scope scope, List<Guid> cases, List<OfferedVacancy> offers)
    {
        var colleague = await host.Given.ScopeAsync(await host.Given.CounsellorAsync());
        foreach (var (number, file) in cases.Index())
        {
            var run = (await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = file, ProvinceCode = number % 3 == 0 ? "15" : null })).RunId;
            Assert.Equal((await LiftsAsync(scope, file, run)).Rows, (await LiftsAsync(colleague, file, run)).Rows);
            await host.Given.DoneAsync(new WhatWouldChange.Query { Scope = scope, CaseFileId = file, VacancyId = offers[number].VacancyId });
            await host.Given.DoneAsync(new ValueOfSkills.Query { Scope = scope, CaseFileId = file });
        }

        return 3 * cases.Count;
    }

    private Task<IReadOnlyList<Guid>> KeptAsync(Guid counsellor) => host.QueryAsync<Guid>("SELECT Id FROM GainRun WHERE AccountId = @counsellor ORDER BY Seq", new { counsellor });

    private async Task<(Guid Counsellor, List<Guid> Cases, List<OfferedVacancy> Offers)> MarketAsync()
    {
        var skills = await host.QueryAsync<int>("SELECT Id FROM Skill ORDER BY Id OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY", new { Skip = 0, Take = 6 });
        var licence = (await host.QueryAsync<string>("SELECT Code FROM CodeList WHERE List = 'licence' ORDER BY SortOrder"))[0];
        List<OfferedVacancy> offers = [];
        for (var i = 0; i < Vacancies; i++)
        {
            var offer = await host.Given.LiveVacancyAsync(i % 8 == 0 ? null : offers[i / 8 * 8].EmployerId, wageKhr: 700_000 + (i * 7_919 % 600_000), publishedDaysAgo: i % 30);
            offers.Add(offer);
            await host.InDatabaseAsync(async db =>
            {
                await db.ExecuteAsync("INSERT INTO VacancySkill (VacancyId, SkillId, IsEssential) VALUES (@VacancyId, @Id, 1)", new { offer.VacancyId, Id = skills[i % skills.Count] });
                if (i % 5 == 0)
                {
                    await db.ExecuteAsync("INSERT INTO VacancyLicence (VacancyId, LicenceCode) VALUES (@VacancyId, @licence)", new { offer.VacancyId, licence });
                }

                return await host.Given.NoteAsync(db, "vacancy", offer.VacancyId);
            });
        }

        var counsellor = await host.Given.CounsellorAsync();
        var scope = await host.Given.ScopeAsync(counsellor);
        List<Guid> cases = [];
        for (var i = 0; i < People; i++)
        {
            cases.Add(await host.Given.CaseFileAsync(counsellor: counsellor));
            await host.Given.DoneAsync(new ChangeSkills.Command { Scope = scope, CaseFileId = cases[i], Version = 0, Skills = [new() { SkillId = skills[i % skills.Count], Level = 2 }] });
        }

        return (counsellor, cases, offers);
    }
}
