using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Features.Matching;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>The lists of the product with a learned model in charge: the same promises as with the prior.</summary>
public sealed class LearnedListTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Vacancies = 50;

    // For one of seventeen without a licence, who set no condition of her own.
    private const string NotBarred = "v.Status = 'live' AND v.IsHazardous = 0 AND v.Openings > v.Taken AND NOT EXISTS (SELECT 1 FROM VacancyLicence l WHERE l.VacancyId = v.Id)";

    private static readonly string[] Occupations = ["8153", "5120", "5223", "7231"];

    private static readonly string[] Provinces = ["15", "12", "02", "08"];

    [Fact]
    public async Task Pages_reach_every_vacancy_that_nothing_bars_and_each_once()
    {
        var (scope, file, version) = await MarketAsync();
        var rows = await PagesAsync(scope, file, new MatchVacancies.Query { CaseFileId = file });
        var live = await host.QueryAsync<Guid>($"SELECT v.Id FROM Vacancy v WHERE {NotBarred}");
        Assert.Equal(live.Order(), rows.Select(r => r.VacancyId).Order());
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(r => r.Place));
        Assert.Contains(rows, r => r.For.Count > 0);
        Assert.True(rows.Select(r => r.Band).Distinct().Count() > 1);
        var kept = await host.QueryAsync<string>("SELECT DISTINCT ModelVersion FROM MatchRun WHERE CaseFileId = @file", new { file });
        Assert.Equal([version], kept);
    }

    [Fact]
    public async Task A_filter_leaves_exactly_what_it_names_and_no_list_comes_short()
    {
        var (scope, file, _) = await MarketAsync();
        foreach (var (filter, sql) in new (MatchVacancies.Query, string)[]
        {
            (new() { CaseFileId = file, ProvinceCode = "12" }, "EXISTS (SELECT 1 FROM VacancyPlace vp WHERE vp.VacancyId = v.Id AND vp.ProvinceCode = '12')"),
            (new() { CaseFileId = file, HoursCode = "part-time" }, "v.HoursCode = 'part-time'"),
            (new() { CaseFileId = file, MinimumWageKhr = 1_000_000 }, "v.MonthlyWageToKhr >= 1000000"),
            (new() { CaseFileId = file, MinimumWageKhr = 900_000, HoursCode = "full-time", ProvinceCode = "15" }, "v.MonthlyWageToKhr >= 900000 AND v.HoursCode = 'full-time' AND EXISTS (SELECT 1 FROM VacancyPlace vp WHERE vp.VacancyId = v.Id AND vp.ProvinceCode = '15')"),
        })
        {
            var rows = await PagesAsync(scope, file, filter);
            var wanted = await host.QueryAsync<Guid>($"SELECT v.Id FROM Vacancy v WHERE {NotBarred} AND {sql}");
            Assert.NotEmpty(wanted);
            Assert.Equal(wanted.Order(), rows.Select(r => r.VacancyId).Order());
        }
    }

    [Fact]
    public async Task What_an_officer_did_survives_and_the_off_switch_gives_the_plain_order()
    {
        var (scope, file, _) = await MarketAsync();
        var before = await PagesAsync(scope, file, new MatchVacancies.Query { CaseFileId = file });
        var (last, first) = (before[^1].VacancyId, before[0].VacancyId);
        var pin = await host.Given.DoneAsync(new ActOnMatch.Command { Scope = scope, CaseFileId = file, VacancyId = last, Action = "pin" });
        var hide = await host.Given.DoneAsync(new ActOnMatch.Command { Scope = scope, CaseFileId = file, VacancyId = first, Action = "hide", Reason = "too-far" });
        var list = await AskAsync(host.App, new MatchVacancies.Query { Scope = scope, CaseFileId = file });
        Assert.Equal(last, list.Rows[0].VacancyId);
        Assert.DoesNotContain(list.Rows, r => r.VacancyId == first);
        Assert.Equal(first, Assert.Single(list.Hidden).VacancyId);
        Assert.True((await ReplayAsync(list.RunId)).IsIdentical);

        await using var plain = host.Build(b => b.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Matching:Enabled"] = "false" }));
        await plain.StartAsync();
        var newest = await AskAsync(plain, new MatchVacancies.Query { Scope = scope, CaseFileId = file });
        Assert.Equal((false, "newest-first-1"), (newest.IsRanked, newest.ModelVersion));
        Assert.True((await ReplayAsync(newest.RunId)).IsIdentical);

        await host.Given.DoneAsync(new UndoMatchAction.Command { Scope = scope, ActionId = pin });
        await host.Given.DoneAsync(new UndoMatchAction.Command { Scope = scope, ActionId = hide });
        Assert.Equal(before.Select(r => r.VacancyId), (await PagesAsync(scope, file, new MatchVacancies.Query { CaseFileId = file })).Select(r => r.VacancyId));
    }

    [Fact]
    public async Task The_reasons_of_a_pair_the_usual_and_the_rest_sum_to_its_score()
    {
        var (scope, file, version) = await MarketAsync();
        var sentences = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in (await AskAsync(host.App, new MatchVacancies.Query { Scope = scope, CaseFileId = file })).Rows)
        {
            var pair = await AskAsync(host.App, new ExplainMatch.Query { Scope = scope, CaseFileId = file, VacancyId = row.VacancyId });
            Assert.Equal(version, pair.ModelVersion);
            Assert.Equal(row.Band, pair.Band);
            Assert.Equal(pair.Score, pair.Usual + pair.Rest + pair.Reasons.Sum(r => (long)r.Weight));
            Assert.NotEqual(0, pair.Usual);
            Assert.All(pair.Reasons, r => Assert.Equal(r.Weight > 0 ? Direction.For : Direction.Against, r.Direction));
            sentences.UnionWith(pair.Reasons.Select(r => r.Sentence));
        }

        Assert.True(sentences.Count > 10);
        using var browser = await host.SignedInAsync(scope.AccountId);
        var vacancy = await host.SingleAsync<Guid>("SELECT MAX(Id) FROM Vacancy WHERE Status = 'live'");
        await browser.GoAsync($"/cases/{file}/matches/{vacancy}");
        Assert.Equal(System.Net.HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task Jobseekers_are_those_of_the_readers_scope_who_agree_at_this_moment()
    {
        var (_, _, version) = await MarketAsync();
        var (here, elsewhere) = (await host.Given.CentreManagerAsync("09"), await host.Given.CentreManagerAsync("10"));
        List<Guid> files = [];
        for (var i = 0; i < 45; i++)
        {
            files.Add(await host.Given.CaseFileAsync("09", with: c => c with { WishOccupations = [Occupations[i % 4]], Consents = i == 0 ? ["case-work"] : c.Consents }));
        }

        var other = await host.Given.CaseFileAsync("10");
        var vacancy = (await host.Given.LiveVacancyAsync(provinceCode: "09")).VacancyId;
        var scope = await host.Given.ScopeAsync(here);
        var shown = await JobseekersAsync(scope, vacancy);
        Assert.Equal(files.Skip(1).Order(), shown.Select(r => r.Case.CaseFileId).Order());
        Assert.Equal([other], (await JobseekersAsync(await host.Given.ScopeAsync(elsewhere), vacancy)).Select(r => r.Case.CaseFileId));

        var run = await AskAsync(host.App, new MatchJobseekers.Query { Scope = scope, VacancyId = vacancy });
        Assert.Equal((version, 44, true), (run.ModelVersion, run.Considered, run.HasMore));
        Assert.True((await ReplayAsync(run.RunId)).IsIdentical);

        // The index is not asked who may be seen: whoever took her consent back a moment ago is gone, whatever it still holds.
        var first = run.Rows[0].Case.CaseFileId;
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE Consent SET WithdrawnAt = GivenAt WHERE PersonId = (SELECT PersonId FROM CaseFile WHERE Id = @first)", new { first }));
        Assert.DoesNotContain(await JobseekersAsync(scope, vacancy), r => r.Case.CaseFileId == first);
    }

    [Fact]
    public async Task What_the_law_and_she_herself_set_bars_as_it_does_with_the_prior()
    {
        await MarketAsync();
        var counsellor = await host.Given.CounsellorAsync("11");
        var scope = await host.Given.ScopeAsync(counsellor);
        var file = await host.Given.CaseFileAsync("11", counsellor, c => c with { BornOn = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime).AddYears(-16), WishProvinces = [] });
        await host.Given.DoneAsync(new ChangeAccommodations.Command { Scope = scope, CaseFileId = file, Version = 0, Needs = [new() { AccommodationCode = "seated-work", UseAsFilter = true }] });
        await host.Given.DoneAsync(new ChangeWish.Command { Scope = scope, CaseFileId = file, Version = 1, Occupations = ["8153"], Provinces = [], MaxDistanceKm = 40, CannotWork = ["night", "shift"] });
        await PlaceAsync(file);
        async Task<Guid> Offer(bool hazardous, string[] licences, string[] accommodations, string hours = "full-time", string province = "15") => await host.Given.LiveVacancyAsync(
            await host.Given.EmployerAsync(),
            v => v with { IsHazardous = hazardous, Licences = licences, Accommodations = accommodations, HoursCode = hours, Places = [new() { ProvinceCode = province }] });
        var fits = await Offer(false, [], ["seated-work"]);
        var barred = new Dictionary<Guid, string>
        {
            [await Offer(true, [], ["seated-work"])] = "labour law",
            [await Offer(false, ["driving-b"], ["seated-work"])] = "licence",
            [await Offer(false, [], [])] = "Not offered",
            [await Offer(false, [], ["seated-work"], hours: "night")] = "working times are not possible: Night work",
            [await Offer(false, [], ["seated-work"], province: "16")] = "km",
        };
        foreach (var isLearned in (bool[])[true, false])
        {
            if (!isLearned)
            {
                await host.Given.PriorInChargeAsync();
            }

            await OnlyAsync(scope, file, fits, barred);
        }
    }

    // She lives in a town of Pursat whose coordinates are known; without them no distance keeps her from anything.
    private async Task PlaceAsync(Guid file)
    {
        await host.Given.PlacesAsync();
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync(
                "UPDATE Place SET Latitude = (SELECT p.Latitude FROM Province p WHERE p.Code = '15'), Longitude = (SELECT p.Longitude FROM Province p WHERE p.Code = '15') WHERE Code = '1505'");
            return await db.ExecuteAsync("UPDATE Person SET ProvinceCode = '15', DistrictCode = '1505' WHERE Id = (SELECT c.PersonId FROM CaseFile c WHERE c.Id = @file)", new { file });
        });
    }

    private async Task OnlyAsync(Scope scope, Guid file, Guid fits, Dictionary<Guid, string> barred)
    {
        var shown = (await PagesAsync(scope, file, new MatchVacancies.Query { CaseFileId = file })).Select(r => r.VacancyId).ToHashSet();
        Assert.Contains(fits, shown);
        foreach (var (vacancy, word) in barred)
        {
            Assert.DoesNotContain(vacancy, shown);
            var barriers = (await AskAsync(host.App, new ExplainMatch.Query { Scope = scope, CaseFileId = file, VacancyId = vacancy })).Barriers;
            Assert.Contains(word, Assert.Single(barriers), StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task<(Scope Scope, Guid CaseFileId, string Version)> MarketAsync()
    {
        var version = await host.Given.LearnedModelInChargeAsync();
        if (await host.SingleAsync<int>("SELECT COUNT(*) FROM Vacancy") == 0)
        {
            var employer = await host.Given.VerifiedEmployerAsync();
            for (var i = 0; i < Vacancies; i++)
            {
                await host.Given.LiveVacancyAsync(
                    employer, provinceCode: Provinces[i % 4], isco: Occupations[i / 2 % 4], wageKhr: 700_000 + (i * 7_919 % 600_000), title: $"Work {i}",
                    hazardous: i % 9 == 8, hours: i % 3 == 0 ? "part-time" : "full-time", publishedDaysAgo: i % 30);
            }
        }

        var counsellor = await host.Given.CounsellorAsync();
        var file = await host.Given.CaseFileAsync(counsellor: counsellor, with: c => c with { BornOn = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime).AddYears(-17), MinimumWageKhr = 900_000 });
        return (await host.Given.ScopeAsync(counsellor), file, version);
    }

    private async Task<List<MatchVacancies.Row>> PagesAsync(Scope scope, Guid file, MatchVacancies.Query query)
    {
        List<MatchVacancies.Row> rows = [];
        for (var page = 1; page <= 20; page++)
        {
            var answer = await AskAsync(host.App, query with { Scope = scope, CaseFileId = file, Page = page });
            rows.AddRange(answer.Rows);
            Assert.True((await ReplayAsync(answer.RunId)).IsIdentical);
            if (!answer.HasMore)
            {
                return rows;
            }

            Assert.Equal(MatchVacancies.PageSize, answer.Rows.Count);
        }

        return rows;
    }

    private async Task<List<MatchJobseekers.Row>> JobseekersAsync(Scope scope, Guid vacancy)
    {
        List<MatchJobseekers.Row> rows = [];
        for (var page = 1; page <= 20; page++)
        {
            var answer = await AskAsync(host.App, new MatchJobseekers.Query { Scope = scope, VacancyId = vacancy, Page = page });
            rows.AddRange(answer.Rows);
            if (!answer.HasMore)
            {
                break;
            }
        }

        return rows;
    }

    private async Task<ReplayMatchRun.Answer> ReplayAsync(Guid run) =>
        await AskAsync(host.App, new ReplayMatchRun.Query { Scope = await AuditorAsync(), RunId = run });

    private Scope? auditor;

    private async Task<Scope> AuditorAsync() => auditor ??= await host.Given.ScopeAsync(await host.Given.AuditorAsync());

    private static async Task<T> AskAsync<T>(WebApplication node, IRequest<Outcome<T>> query)
    {
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo("en");
        try
        {
            await using var services = node.Services.CreateAsyncScope();
            var outcome = await services.ServiceProvider.GetRequiredService<ISender>().Send(query);
            Assert.True(outcome.Refusal is null, outcome.Refusal?.Code);
            return outcome.Value;
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }
}
