using System.Text.Json;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.Configuration;
using Pes.Features.Matching;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;
using Pes.Ranking;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>One pair as it is explained: silent where ranking is off, as the list told it, by field, and kept.</summary>
public sealed class PairTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Switched_off_a_pair_tells_what_is_missing_and_neither_score_nor_reason()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        var skill = (await host.QueryAsync<int>("SELECT Id FROM Skill ORDER BY Id"))[0];
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync("INSERT INTO VacancySkill (VacancyId, SkillId, IsEssential) VALUES (@VacancyId, @skill, 1)", new { offer.VacancyId, skill });
            return await host.Given.NoteAsync(db, "vacancy", offer.VacancyId);
        });
        var counsellor = await host.Given.CounsellorAsync();
        var ranked = (await ListAsync(await host.Given.ScopeAsync(counsellor), jobseeker.CaseFileId)).RunId;
        await using var off = host.Build(b => b.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Matching:Enabled"] = "false" }));
        await off.StartAsync();
        using var api = await host.ApiAsync(counsellor, node: off);
        using var browser = await host.SignedInAsync(counsellor, node: off);
        browser.Language = "en";
        foreach (var from in (string[])["", $"?run={ranked}"])
        {
            var pair = await api.ReadAsync($"case-files/{jobseeker.CaseFileId}/matches/{offer.VacancyId}{from}");
            Assert.Equal(("newest-first-1", false), (pair.GetProperty("modelVersion").GetString(), pair.GetProperty("isRanked").GetBoolean()));
            Assert.All((string[])["band", "score", "usual", "rest"], key => Assert.True(!pair.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null, key));
            Assert.Equal((0, 1), (pair.GetProperty("reasons").GetArrayLength(), pair.GetProperty("missing").GetArrayLength()));

            await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/{offer.VacancyId}{from}");
            Assert.Contains("Ranking is switched off: only what is missing", browser.Text, StringComparison.Ordinal);
            Assert.Contains("Ranking: newest first", browser.Text, StringComparison.Ordinal);
            Assert.Contains(pair.GetProperty("missing")[0].GetProperty("sentence").GetString()!, browser.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("How the score adds up", browser.Text, StringComparison.Ordinal);
            Assert.Empty(browser.Page.QuerySelectorAll(".pes-score, .pes-group, .pes-reason--for, .pes-reason--against, .pes-reason--fact"));

            await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/refer/{offer.VacancyId}{from}");
            Assert.Equal("", browser.Page.QuerySelector("textarea[name=Reason]")!.TextContent.Trim());
        }

        // Reported from no list, it says no more than the page did.
        await api.CreatedAsync($"case-files/{jobseeker.CaseFileId}/match-actions", new { vacancyId = offer.VacancyId, action = "report", reason = "Not her trade" });
        var (version, band, kept) = await host.SingleAsync<(string, int?, string)>(
            "SELECT p.ModelVersion, p.Band, p.Reasons FROM MatchReport p JOIN MatchAction a ON a.Id = p.ActionId WHERE a.CaseFileId = @CaseFileId", new { jobseeker.CaseFileId });
        Assert.Equal(("newest-first-1", null), (version, band));
        Assert.Empty(RowRecord.Parse(kept).ReasonsKept);

        // Nor does one from a list that has no scores.
        var other = await host.Given.LiveVacancyAsync();
        var list = (await api.ReadAsync($"case-files/{jobseeker.CaseFileId}/matches")).GetProperty("runId").GetGuid();
        await api.CreatedAsync($"case-files/{jobseeker.CaseFileId}/match-actions", new { vacancyId = other.VacancyId, runId = list, action = "report", reason = "Not her trade" });
        Assert.Equal(("newest-first-1", null), await host.SingleAsync<(string, int?)>(
            "SELECT p.ModelVersion, p.Band FROM MatchReport p JOIN MatchAction a ON a.Id = p.ActionId WHERE a.VacancyId = @VacancyId", new { other.VacancyId }));

        // The same pair has a score and reasons where ranking is on.
        await using var on = host.Build();
        await on.StartAsync();
        using var ranking = await host.ApiAsync(counsellor, node: on);
        Assert.True((await ranking.ReadAsync($"case-files/{jobseeker.CaseFileId}/matches/{offer.VacancyId}?run={ranked}")).GetProperty("reasons").GetArrayLength() > 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_a_list_a_pair_is_told_as_there_and_without_one_as_of_now_which_is_kept(bool learned)
    {
        if (learned)
        {
            await host.Given.LearnedModelInChargeAsync();
        }

        var province = learned ? "22" : "21";
        var counsellor = await host.Given.CounsellorAsync(province);
        var scope = await host.Given.ScopeAsync(counsellor);
        var file = await host.Given.CaseFileAsync(province, counsellor, c => c with { WishOccupations = ["8153"], MinimumWageKhr = 900_000 });
        var offer = (await host.Given.LiveVacancyAsync(provinceCode: province, closesOn: new DateOnly(2027, 12, 31))).VacancyId;
        var (list, people) = (await ListAsync(scope, file), await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = scope, VacancyId = offer }));
        var (row, person) = (list.Rows.Single(r => r.VacancyId == offer), people.Rows.Single(r => r.Case.CaseFileId == file));
        var day = DateOnly.FromDateTime(Formats.InCambodia(host.Clock.GetUtcNow().UtcDateTime));
        var told = await PairAsync(scope, file, offer, list.RunId);
        Assert.Equal((list.RunId, day, list.ModelVersion, row.Band), (told.RunId, told.ListedOn!.Value, told.ModelVersion, told.Band));
        Assert.Subset(told.Reasons.ToHashSet(), row.For.ToHashSet());
        Assert.Equal(learned, told.Usual != 0);

        // Another day, another version, another occupation, and a licence that is asked now.
        host.Clock.Advance(TimeSpan.FromDays(1));
        scope = await host.Given.ScopeAsync(counsellor);
        await host.Given.PriorInChargeAsync();
        var licence = (await host.QueryAsync<string>("SELECT Code FROM CodeList WHERE List = 'licence' ORDER BY SortOrder"))[0];
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync("INSERT INTO VacancyLicence (VacancyId, LicenceCode) VALUES (@offer, @licence)", new { offer, licence });
            await db.ExecuteAsync("UPDATE Vacancy SET IscoCode = '1120', Version = Version + 1 WHERE Id = @offer", new { offer });
            return await host.Given.NoteAsync(db, "vacancy", offer);
        });
        var then = await PairAsync(scope, file, offer, list.RunId);
        Assert.Equal((told.Score, told.Usual, told.Rest, told.ModelVersion, told.ListedOn), (then.Score, then.Usual, then.Rest, then.ModelVersion, then.ListedOn));
        Assert.Equal(told.Reasons, then.Reasons);
        Assert.Equal(told.Missing, then.Missing);
        Assert.Empty(told.Barriers);
        Assert.Single(then.Barriers);
        var other = await PairAsync(scope, file, offer, people.RunId);
        Assert.Equal((people.RunId, day, person.Band), (other.RunId, other.ListedOn!.Value, other.Band));
        Assert.Subset(other.Reasons.ToHashSet(), person.For.ToHashSet());

        // A list without the pair tells nothing of it; what is told as of now is kept once and made again.
        var stranger = (await ListAsync(scope, await host.Given.CaseFileAsync(province, counsellor))).RunId;
        var now = await PairAsync(scope, file, offer, stranger);
        Assert.Equal(("prior-1", null), (now.ModelVersion, now.ListedOn));
        Assert.NotEqual((told.Score, told.ModelVersion), (now.Score, now.ModelVersion));
        Assert.Equal(now.RunId, (await PairAsync(scope, file, offer, null)).RunId);
        Assert.Equal(now.Score, (await PairAsync(scope, file, offer, now.RunId)).Score);
        Assert.Equal("pair", await host.SingleAsync<string>("SELECT Direction FROM MatchRun WHERE Id = @RunId", new { now.RunId }));
        var auditor = await host.Given.ScopeAsync(await host.Given.AuditorAsync());
        var replay = await host.Given.DoneAsync(new ReplayMatchRun.Query { Scope = auditor, RunId = now.RunId });
        Assert.Equal((1, true), (replay.Rows, replay.IsIdentical));

        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await browser.GoAsync($"/cases/{file}/matches/{offer}?run={list.RunId}");
        Assert.Contains($"As in the list of {RequestLanguage.In(RequestLanguage.English, () => Formats.Date(day))}.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Why no list of today shows it", browser.Text, StringComparison.Ordinal);
        await browser.FollowAsync("See it as of now");
        Assert.DoesNotContain("As in the list of", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Ranking: fixed rules", browser.Text, StringComparison.Ordinal);
        browser.Language = "km";
        await browser.GoAsync($"/cases/{file}/matches/{offer}?run={list.RunId}");
        Assert.Contains("ដូចក្នុងបញ្ជីថ្ងៃទី", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reasons_stand_by_field_with_their_sum_and_a_fact_alone_is_neither_for_nor_against()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        var counsellor = await host.Given.CounsellorAsync();
        var list = await ListAsync(await host.Given.ScopeAsync(counsellor), jobseeker.CaseFileId);
        Reason[] reasons =
        [
            new(ReasonKind.Wage, Direction.Against, Term.Wage, -5_200, new(Unit.RielPerMonth, 700_000), new(Unit.RielPerMonth, 900_000)),
            new(ReasonKind.EssentialSkills, Direction.For, Term.EssentialSkills, 3_000, new(Unit.Count, 3), new(Unit.Count, 4)),
            new(ReasonKind.UsefulSkills, Direction.For, Term.UsefulSkills, 1_400, new(Unit.Count, 0), new(Unit.Count, 2), IsFactAlone: true),
            new(ReasonKind.WorkHours, Direction.Against, Term.WorkHours, -100, new(Unit.HoursPerWeek, 24), new(Unit.HoursPerWeek, 48), IsFactAlone: true),
        ];
        var kept = RowRecord.Of(Matcher.Prior.Explain(Somebody, Something, new DateOnly(2026, 11, 22)) with { Reasons = reasons, Missing = [] });
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE MatchRow SET Reasons = @kept, Score = -900 WHERE RunId = @RunId AND SubjectId = @VacancyId", new { kept, list.RunId, offer.VacancyId }));
        using var browser = await host.SignedInAsync(counsellor);
        foreach (var (language, headings, fact) in ((string, string[], string)[])
            [
                ("en", ["Wage –5,200 points", "Skills +4,400 points", "Hours and contract –100 points"], "Fact: Hours: Part-time; wished: Full-time"),
                ("km", ["ប្រាក់ឈ្នួល –5,200 ពិន្ទុ", "ជំនាញ +4,400 ពិន្ទុ", "ម៉ោងធ្វើការ និងកិច្ចសន្យា –100 ពិន្ទុ"], "ព័ត៌មាន: ម៉ោងធ្វើការ៖ ក្រៅម៉ោង (ចង់បាន ពេញម៉ោង)"),
            ])
        {
            browser.Language = language;
            await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/{offer.VacancyId}?run={list.RunId}");
            Assert.Equal(headings, browser.Page.QuerySelectorAll(".pes-group h3").Select(h => Folded(h.TextContent)));
            Assert.Equal(["–", "+", "•", "•"], browser.Page.QuerySelectorAll(".pes-group .pes-sign").Select(s => s.TextContent));
            var facts = browser.Page.QuerySelectorAll(".pes-group .pes-reason--fact").Select(f => Folded(f.TextContent)).ToList();
            Assert.Equal((2, "•" + fact), (facts.Count, facts[1]));
        }

        using var api = await host.ApiAsync(counsellor);
        var pair = await api.ReadAsync($"case-files/{jobseeker.CaseFileId}/matches/{offer.VacancyId}?run={list.RunId}");
        Assert.Equal(["wage", "skills", "skills", "terms"], pair.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("group").GetString()));
        Assert.Equal([false, false, true, true], pair.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("isFactAlone").GetBoolean()));
    }

    [Fact]
    public async Task A_referral_carries_the_list_of_either_side_or_the_pair_by_which_it_came()
    {
        const string Province = "19";
        var (one, two, three) = (await host.Given.ReferableJobseekerAsync(Province), await host.Given.ReferableJobseekerAsync(Province), await host.Given.ReferableJobseekerAsync(Province));
        var (offer, other) = (await host.Given.LiveVacancyAsync(provinceCode: Province), await host.Given.LiveVacancyAsync(provinceCode: Province));
        var counsellor = await host.Given.CounsellorAsync(Province);
        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await browser.GoAsync($"/vacancies/{offer.VacancyId}/jobseekers");
        var link = browser.Page.QuerySelector($"a[href^='/cases/{one.CaseFileId}/refer/{offer.VacancyId}']")!.GetAttribute("href")!;
        await browser.GoAsync(link);
        await ReferAsync(browser);
        Assert.Equal((Guid.Parse(link.Split('=')[1]), "jobseekers"), await RunOfAsync(one));

        await browser.GoAsync($"/cases/{two.CaseFileId}/matches/{offer.VacancyId}");
        await browser.FollowAsync("Propose");
        await ReferAsync(browser);
        Assert.Equal("pair", (await RunOfAsync(two)).Direction);

        // A list of somebody else, of another vacancy, is none by which it came.
        var foreign = (await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = await host.Given.ScopeAsync(counsellor), VacancyId = other.VacancyId })).RunId;
        using var api = await host.ApiAsync(counsellor);
        await api.CreatedAsync($"case-files/{three.CaseFileId}/referrals", new { vacancyId = offer.VacancyId, reason = "Can sew", consentGiven = true, matchRunId = foreign });
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM Referral WHERE CaseFileId = @CaseFileId AND MatchRunId IS NULL", new { three.CaseFileId }));
    }

    [Fact]
    public async Task A_pair_that_was_referred_says_when_and_how_it_stands_and_is_not_proposed_again()
    {
        const string Province = "18";
        var jobseeker = await host.Given.ReferableJobseekerAsync(Province);
        var (offer, other) = (await host.Given.LiveVacancyAsync(provinceCode: Province), await host.Given.LiveVacancyAsync(provinceCode: Province));
        var counsellor = await host.Given.CounsellorAsync(Province);
        var scope = await host.Given.ScopeAsync(counsellor);
        Assert.Null((await PairAsync(scope, jobseeker.CaseFileId, offer.VacancyId, null)).Referral);
        using var api = await host.ApiAsync(counsellor);
        var referral = await api.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", new { vacancyId = offer.VacancyId, reason = "Can sew", consentGiven = true });
        var told = (await PairAsync(scope, jobseeker.CaseFileId, offer.VacancyId, null)).Referral!;
        Assert.Equal((referral, "sent", null), (told.Id, told.Status, told.AnsweredAt));

        using var browser = await host.SignedInAsync(counsellor);
        var answered = host.Clock.GetUtcNow().UtcDateTime;
        foreach (var (language, status, at, open, propose) in new[] { ("en", "Referred: waiting for an answer", "Referred on ", "Open the referral", "Propose"), ("km", "បានបញ្ជូន៖ ", "បានបញ្ជូននៅ ", "បើកមើលការបញ្ជូន", "បញ្ជូន") })
        {
            browser.Language = language;
            await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/{offer.VacancyId}");
            var said = at + RequestLanguage.In(language == "km" ? RequestLanguage.Khmer : RequestLanguage.English, () => Formats.DateAndTime(told.SentAt));
            Assert.All((string[])[status, said], text => Assert.Contains(text, browser.Text, StringComparison.Ordinal));
            Assert.Equal((open, $"/referrals/{referral}"), Act(browser));
            Assert.Empty(browser.Page.QuerySelectorAll($"main a[href*='/refer/']"));
            await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/{other.VacancyId}");
            Assert.StartsWith(propose, Act(browser).Text, StringComparison.Ordinal);
        }

        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE Referral SET Status = 'refused', AnsweredAt = @answered WHERE Id = @referral", new { referral, answered }));
        browser.Language = "en";
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/{offer.VacancyId}");
        Assert.Contains("Referred: refused", browser.Text, StringComparison.Ordinal);
        Assert.Contains("The employer answered on ", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync($"/referrals/{referral}");
        Assert.Equal(System.Net.HttpStatusCode.OK, browser.Status);

        static (string Text, string Address) Act(Browser browser) =>
            browser.Page.QuerySelector(".pes-head__act a") is { } link ? (Folded(link.TextContent), link.GetAttribute("href")!) : ("", "");
    }

    private static JobseekerProfile Somebody => new() { Id = Guid.Empty, MayWork = true, MayDoHazardousWork = true, MayBeSuggested = true };

    private static VacancyProfile Something => new() { Id = Guid.Empty, IsOpen = true, OpeningsLeft = 1 };

    private static string Folded(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task ReferAsync(Browser browser)
    {
        browser.Fill("Why this jobseeker fits", "Can sew");
        ((IHtmlInputElement)browser.Page.QuerySelector("input[type=checkbox][name=ConsentGiven]")!).IsChecked = true;
        return browser.SubmitAsync((IHtmlFormElement)browser.Page.QuerySelector("main form.pes-form")!);
    }

    private async Task<(Guid Id, string Direction)> RunOfAsync(ReferableJobseeker jobseeker)
    {
        var run = await host.SingleAsync<Guid>("SELECT MatchRunId FROM Referral WHERE CaseFileId = @CaseFileId", new { jobseeker.CaseFileId });
        return (run, await host.SingleAsync<string>("SELECT Direction FROM MatchRun WHERE Id = @run", new { run }));
    }

    private Task<MatchVacancies.Answer> ListAsync(Scope scope, Guid file) => host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = file });

    private Task<ExplainMatch.Answer> PairAsync(Scope scope, Guid file, Guid vacancy, Guid? run) =>
        host.Given.DoneAsync(new ExplainMatch.Query { Scope = scope, CaseFileId = file, VacancyId = vacancy, RunId = run });
}
