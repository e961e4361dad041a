using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MediatR;
using Pes.Features.Matching;
using Pes.Features.RankingModels;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>Demand spread over a jobseeker's list: by the setting, told without numbers, kept, made again, and its cost told to administrators.</summary>
public sealed class SpreadTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Replays = 200;

    public static TheoryData<string?, string?, bool, int> Settings => new()
    {
        { null, null, true, new SpreadSettings().Tolerance * 650 },
        { "0", null, true, 0 },
        { "1", "1", true, 650 },
        { "200", "100", true, 130_000 },
        { "201", null, false, 0 },
        { "-1", null, false, 0 },
        { "40", "0", false, 0 },
        { "40", "101", false, 0 },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_is_in_range_and_in_the_unit_of_the_version(string? tolerance, string? factor, bool isGood, int ofPrior)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Matching:Spread:Tolerance"] = tolerance, ["Matching:Spread:Factor"] = factor,
        }.Where(s => s.Value is not null)).Build();
        if (!isGood)
        {
            Assert.Throws<InvalidOperationException>(() => SpreadSettings.Of(configuration));
            return;
        }

        var rule = SpreadSettings.Of(configuration).RuleOf(RankingVersion.Prior);
        Assert.Equal(ofPrior, rule.Tolerance);
        Assert.Equal(ofPrior > 0, rule.IsOn);
    }

    [Fact]
    public async Task A_crowded_vacancy_gives_way_to_its_equal_and_says_so_without_a_number()
    {
        var jobseeker = await host.Given.CaseFileAsync("21", with: c => c with { MinimumWageKhr = 800_000 });
        var crowded = await host.Given.LiveVacancyAsync(provinceCode: "21", openings: 1, wageKhr: 1_040_000);
        var equal = await host.Given.LiveVacancyAsync(crowded.EmployerId, provinceCode: "21", openings: 1, wageKhr: 880_000);
        await CrowdAsync(crowded.VacancyId, "21", 2);

        // Made after the data, so that neither has an older picture.
        await using var wide = await NodeAsync("200");
        await using var off = await NodeAsync("0");
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync("21"));
        var plain = await ListAsync(off, new() { Scope = scope, CaseFileId = jobseeker, ProvinceCode = "21" });
        var spread = await ListAsync(wide, new() { Scope = scope, CaseFileId = jobseeker, ProvinceCode = "21" });
        Assert.True(Place(plain, crowded) < Place(plain, equal), "By score alone the crowded one stands first.");
        Assert.All(plain.Rows, r => Assert.Null(r.Moved));
        Assert.True(Place(spread, crowded) > Place(spread, equal), "It gives way.");
        Assert.Equal(("down", "up"), (Row(spread, crowded).Moved, Row(spread, equal).Moved));
        Assert.Equal(plain.Rows.Select(r => r.VacancyId).Order(), spread.Rows.Select(r => r.VacancyId).Order());

        using var browser = await host.SignedInAsync(scope.AccountId, node: wide);
        browser.Language = "en";
        await browser.GoAsync($"/cases/{jobseeker}/matches?province=21");
        Assert.Contains("Moved down a little: many people were sent here already.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Moved up a little: about as good, and fewer people were sent here.", browser.Text, StringComparison.Ordinal);
        browser.Language = "km";
        await browser.GoAsync($"/cases/{jobseeker}/matches?province=21");
        Assert.Contains("បានរំកិលចុះបន្តិច", browser.Text, StringComparison.Ordinal);

        // What an officer moved up stands above, what she hid is gone.
        await host.Given.DoneAsync(new ActOnMatch.Command { Scope = scope, CaseFileId = jobseeker, VacancyId = crowded.VacancyId, Action = "pin" });
        await host.Given.DoneAsync(new ActOnMatch.Command { Scope = scope, CaseFileId = jobseeker, VacancyId = equal.VacancyId, Action = "hide", Reason = "too-far" });
        var acted = await ListAsync(wide, new() { Scope = scope, CaseFileId = jobseeker, ProvinceCode = "21" });
        Assert.Equal((crowded.VacancyId, null), (acted.Rows[0].VacancyId, acted.Rows[0].Moved));
        Assert.DoesNotContain(equal.VacancyId, acted.Rows.Select(r => r.VacancyId));

        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        foreach (var list in (MatchVacancies.Answer[])[plain, spread, acted])
        {
            Assert.True((await auditor.ReadAsync($"match-runs/{list.RunId}/replay")).GetProperty("isIdentical").GetBoolean());
        }

        using var administrator = await host.ApiAsync(await host.Given.AdministratorAsync());
        var figures = await administrator.ReadAsync("match-lists/figures");
        Assert.True(figures.GetProperty("spreadChanged").GetInt32() >= 1);
        Assert.True(figures.GetProperty("meanCost").GetDouble() > 0);
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM MatchRun WHERE Id = @RunId AND SpreadCostPpm IS NOT NULL", new { plain.RunId }));
        using var page = await host.SignedInAsync(await host.Given.AdministratorAsync());
        page.Language = "en";
        await page.GoAsync("/ranking-models");
        Assert.Contains("Mean cost of spreading (1 less NDCG of the first page)", page.Text, StringComparison.Ordinal);
        Assert.Contains("Lists of vacancies changed by officers (a row moved, hidden or reported)", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_spread_lists_are_whole_and_made_again_identically()
    {
        const string Province = "10";
        List<OfferedVacancy> offers = [];
        for (var i = 0; i < 45; i++)
        {
            offers.Add(await host.Given.LiveVacancyAsync(i % 9 == 0 ? null : offers[i / 9 * 9].EmployerId, provinceCode: Province, openings: 1 + (i % 3), wageKhr: (i % 2 == 0 ? 1_040_000 : 880_000) + (i * 7_919 % 20_000), title: $"Work {i}"));
        }

        for (var i = 0; i < offers.Count; i += 2)
        {
            await CrowdAsync(offers[i].VacancyId, Province, 1 + (i % 6));
        }

        await using var node = await NodeAsync("100");
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync(Province));
        List<MatchVacancies.Answer> lists = [];
        for (var person = 0; lists.Count < Replays; person++)
        {
            if (lists.Count >= Replays / 2 && person % 2 == 0 && lists[^1].ModelVersion == RankingVersion.Prior.Name)
            {
                await host.Given.LearnedModelInChargeAsync(node);
            }

            var jobseeker = await host.Given.CaseFileAsync(Province, with: c => c with { MinimumWageKhr = 800_000 + (lists.Count * 100) });
            var whole = new List<Guid>();
            MatchVacancies.Answer list;
            do
            {
                list = await ListAsync(node, new() { Scope = scope, CaseFileId = jobseeker, Page = (whole.Count / MatchVacancies.PageSize) + 1 });
                whole.AddRange(list.Rows.Select(r => r.VacancyId));
                lists.Add(list);
            }
            while (list.HasMore);

            Assert.Equal(whole.Count, whole.Distinct().Count());
            Assert.Superset(offers.Select(o => o.VacancyId).ToHashSet(), whole.ToHashSet());
        }

        Assert.Equal(2, lists.Select(l => l.ModelVersion).Distinct().Count());
        Assert.All(lists.GroupBy(l => l.ModelVersion), g => Assert.Contains(g.SelectMany(l => l.Rows), r => r.Moved is not null));
        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        foreach (var list in lists)
        {
            var replay = await auditor.ReadAsync($"match-runs/{list.RunId}/replay");
            Assert.True(replay.GetProperty("isIdentical").GetBoolean(), $"{list.ModelVersion} {list.RunId}: {replay}");
        }

        // The replay can fail: without a tolerance what gained would not stand before what gave way.
        var spread = lists.First(l => l.Rows.Zip(l.Rows.Skip(1)).Any(p => p is { First.Moved: "up", Second.Moved: "down" }));
        var input = RunInput.Parse(await host.SingleAsync<byte[]>("SELECT Input FROM MatchRun WHERE Id = @RunId", new { spread.RunId }));
        Assert.Equal(input.Vacancies.Count, input.Spread!.Moves.Count);
        var changed = (input with { Spread = input.Spread with { Tolerance = 0 } }).ToBytes();
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE MatchRun SET Input = @changed WHERE Id = @RunId", new { changed, spread.RunId }));
        Assert.False((await auditor.ReadAsync($"match-runs/{spread.RunId}/replay")).GetProperty("isIdentical").GetBoolean());
        await host.Given.PriorInChargeAsync();
    }

    private static int Place(MatchVacancies.Answer list, OfferedVacancy of) => Row(list, of).Place;

    private static MatchVacancies.Row Row(MatchVacancies.Answer list, OfferedVacancy of) => list.Rows.Single(r => r.VacancyId == of.VacancyId);

    private async Task<WebApplication> NodeAsync(string tolerance)
    {
        var node = host.Build(b => b.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Matching:Spread:Tolerance"] = tolerance }));
        await node.StartAsync();
        return node;
    }

    private static async Task<MatchVacancies.Answer> ListAsync(WebApplication node, MatchVacancies.Query query)
    {
        await using var services = node.Services.CreateAsyncScope();
        var outcome = await services.ServiceProvider.GetRequiredService<ISender>().Send(query);
        Assert.Null(outcome.Refusal);
        return outcome.Value;
    }

    // Referrals that wait for an answer, of people of the province.
    private async Task CrowdAsync(Guid vacancyId, string province, int people)
    {
        for (var i = 0; i < people; i++)
        {
            var one = await host.Given.ReferableJobseekerAsync(province);
            var cv = await host.SingleAsync<Guid>("SELECT Id FROM CvVersion WHERE PersonId = @PersonId", new { one.PersonId });
            var officer = await host.SingleAsync<Guid>("SELECT CounsellorId FROM CaseFile WHERE Id = @CaseFileId", new { one.CaseFileId });
            await host.InDatabaseAsync(async db =>
            {
                var now = host.Clock.GetUtcNow().UtcDateTime;
                await db.ExecuteAsync(
                    """
                    INSERT INTO Referral (Id, CaseFileId, VacancyId, CvVersionId, Reason, Status, ReferredBy, SentAt, AnswerDueOn, ConsentGivenAt, Version)
                    VALUES (@Id, @CaseFileId, @vacancyId, @cv, 'Near', 'sent', @officer, @now, @Due, @now, 1)
                    """,
                    new { Id = Guid.CreateVersion7(), one.CaseFileId, vacancyId, cv, officer, now, Due = DateOnly.FromDateTime(now).AddDays(7) });
                return await host.Given.NoteAsync(db, "vacancy", vacancyId);
            });
        }
    }
}
