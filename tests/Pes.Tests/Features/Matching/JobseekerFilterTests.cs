using Pes.Features.Matching;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>The list of jobseekers for a vacancy narrowed by home and referral, and why one is not on it.</summary>
public sealed class JobseekerFilterTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Centre = "13";

    [Fact]
    public async Task A_list_is_narrowed_by_home_and_referral_keeps_its_filter_and_the_officers_moves()
    {
        await host.Given.PlacesAsync();
        var counsellor = await host.Given.CounsellorAsync(Centre);
        var scope = await host.Given.ScopeAsync(counsellor);
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Centre);
        var bakan = await LivingAsync("15", "1501");
        var pursat = await LivingAsync("15", "1505");
        var away = await LivingAsync("17", null);
        using var api = await host.ApiAsync(counsellor);
        await api.CreatedAsync($"case-files/{bakan}/referrals", new { vacancyId = offer.VacancyId, reason = "Near", consentGiven = true });

        // Each filter, alone and with another.
        Assert.Equal(Sorted(bakan, pursat, away), Sorted(await RowsAsync(scope, offer.VacancyId, q => q)));
        Assert.Equal(Sorted(bakan, pursat), Sorted(await RowsAsync(scope, offer.VacancyId, q => q with { ProvinceCode = "15" })));
        Assert.Equal([bakan], await RowsAsync(scope, offer.VacancyId, q => q with { ProvinceCode = "15", DistrictCode = "1501" }));
        Assert.Equal([bakan], await RowsAsync(scope, offer.VacancyId, q => q with { IsReferred = true }));
        Assert.Equal(Sorted(pursat, away), Sorted(await RowsAsync(scope, offer.VacancyId, q => q with { IsReferred = false })));
        Assert.Equal([pursat], await RowsAsync(scope, offer.VacancyId, q => q with { ProvinceCode = "15", IsReferred = false }));
        Assert.Empty(await RowsAsync(scope, offer.VacancyId, q => q with { ProvinceCode = "09" }));

        // The run says by what it was narrowed and is made again; the whole list says nothing.
        var narrowed = await api.ReadAsync($"vacancies/{offer.VacancyId}/jobseekers?province=15&referred=false");
        Assert.Equal(1, narrowed.GetProperty("considered").GetInt32());
        var input = RunInput.Parse(await host.SingleAsync<byte[]>("SELECT Input FROM MatchRun WHERE Id = @id", new { id = narrowed.GetProperty("runId").GetGuid() }));
        Assert.Equal(new MatchFilter("15", IsReferred: false), input.Filter);
        Assert.Null(RunInput.Parse(await host.SingleAsync<byte[]>("SELECT Input FROM MatchRun WHERE Id = @id", new { id = (await ListAsync(scope, offer.VacancyId, q => q)).RunId })).Filter);
        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        Assert.True((await auditor.ReadAsync($"match-runs/{narrowed.GetProperty("runId").GetGuid()}/replay")).GetProperty("isIdentical").GetBoolean());

        // Moved to the top from the narrowed list, she stands there in the whole one; a list that leaves her out has no gap.
        var last = (await RowsAsync(scope, offer.VacancyId, q => q))[^1];
        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        var (province, other) = last == away ? ("17", "15") : ("15", "17");
        await browser.GoAsync($"/vacancies/{offer.VacancyId}/jobseekers?province=15");
        Assert.Equal(["Move down", "Move up"], browser.Page.QuerySelectorAll("button").Select(b => b.TextContent.Split(':')[0]).Where(t => t.StartsWith("Move ", StringComparison.Ordinal)));
        await browser.GoAsync($"/vacancies/{offer.VacancyId}/jobseekers?province={province}");
        var row = browser.Page.QuerySelectorAll("li.pes-match").Single(r => r.Id == $"m-{last}");
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)row.QuerySelector("form.pes-match__more")!;
        await browser.SubmitAsync(form, form.QuerySelectorAll("button").Single(b => b.TextContent.StartsWith("To the top", StringComparison.Ordinal)));
        Assert.Equal($"/vacancies/{offer.VacancyId}/jobseekers?province={province}", browser.Address.PathAndQuery);
        Assert.Equal(last, (await RowsAsync(scope, offer.VacancyId, q => q))[0]);
        Assert.Equal(last, (await RowsAsync(scope, offer.VacancyId, q => q with { ProvinceCode = province }))[0]);
        Assert.DoesNotContain(last, await RowsAsync(scope, offer.VacancyId, q => q with { ProvinceCode = other }));
        Assert.NotEmpty(await RowsAsync(scope, offer.VacancyId, q => q with { ProvinceCode = other }));

        // On the page a filter is chosen step by step and taken off again.
        await browser.GoAsync($"/vacancies/{offer.VacancyId}/jobseekers");
        browser.Fill("Home province", "15");
        await browser.PressAsync("Show");
        browser.Fill("Home district", "1505").Fill("Referral to this vacancy", "no");
        await browser.PressAsync("Show");
        Assert.Equal($"/vacancies/{offer.VacancyId}/jobseekers?province=15&district=1505&referred=no", browser.Address.PathAndQuery);
        Assert.Single(browser.Page.QuerySelectorAll("li.pes-match"));
        await browser.FollowAsync("Not referred yet");
        Assert.Equal($"/vacancies/{offer.VacancyId}/jobseekers?province=15&district=1505", browser.Address.PathAndQuery);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await api.GetAsync(new Uri($"vacancies/{offer.VacancyId}/jobseekers?province=99", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Who_is_not_on_the_list_is_found_by_number_with_what_keeps_her_off()
    {
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Centre);
        var silent = await host.Given.ReferableJobseekerAsync(Centre, consents: false);
        var elsewhere = await host.Given.ReferableJobseekerAsync("14", consents: false);
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync(Centre));
        browser.Language = "en";
        await browser.GoAsync($"/vacancies/{offer.VacancyId}/jobseekers");
        Assert.DoesNotContain(silent.CaseFileId.ToString(), browser.Page.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
        await SeekAsync(browser, silent);
        await browser.GoAsync($"/cases/{silent.CaseFileId}/matches/{offer.VacancyId}");
        Assert.Contains("No list of jobseekers shows this person: the jobseeker has not agreed to be suggested", browser.Text, StringComparison.Ordinal);

        // Another centre's is nobody's to find.
        await browser.GoAsync($"/vacancies/{offer.VacancyId}/jobseekers?Sought={(await NumberAsync(elsewhere))[2..]}");
        Assert.Contains("No open case that you may see has this name or number.", browser.Text, StringComparison.Ordinal);

        async Task SeekAsync(Browser at, ReferableJobseeker whom)
        {
            at.Fill("Name, or number of the case", (await NumberAsync(whom))[2..]);
            await at.PressAsync("Find");
            Assert.NotNull(at.Page.QuerySelector($"a[href='/cases/{whom.CaseFileId}/matches/{offer.VacancyId}']"));
        }
    }

    private Task<string> NumberAsync(ReferableJobseeker whom) => host.SingleAsync<string>("SELECT Number FROM CaseFile WHERE Id = @CaseFileId", new { whom.CaseFileId });

    private async Task<Guid> LivingAsync(string province, string? district)
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync(Centre);
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync("UPDATE Person SET ProvinceCode = @province, DistrictCode = @district WHERE Id = @PersonId", new { province, district, jobseeker.PersonId });
            return await host.Given.NoteAsync(db, "case-file", jobseeker.CaseFileId);
        });
        return jobseeker.CaseFileId;
    }

    private Task<MatchJobseekers.Answer> ListAsync(Scope scope, Guid vacancy, Func<MatchJobseekers.Query, MatchJobseekers.Query> by) =>
        host.Given.DoneAsync(by(new MatchJobseekers.Query { Scope = scope, VacancyId = vacancy }));

    private async Task<List<Guid>> RowsAsync(Scope scope, Guid vacancy, Func<MatchJobseekers.Query, MatchJobseekers.Query> by) =>
        [.. (await ListAsync(scope, vacancy, by)).Rows.Select(r => r.Case.CaseFileId)];

    private static IEnumerable<Guid> Sorted(params IEnumerable<Guid> ids) => ids.Order();
}
