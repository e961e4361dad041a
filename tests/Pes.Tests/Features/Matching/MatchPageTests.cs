using System.Net;
using AngleSharp.Dom;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>The match lists as an officer works with them, without scripts, in both languages.</summary>
public sealed class MatchPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData("en", "Move up", "Put back", "Hide", "Show again", "Moved by an officer", "Why")]
    [InlineData("km", "រំកិលឡើង", null, null, null, null, "ហេតុ")]
    public async Task A_vacancy_is_moved_up_hidden_shown_again_and_explained(string language, string up, string? back, string? hide, string? show, string? moved, string why)
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var near = await host.Given.LiveVacancyAsync(title: $"Near {Guid.CreateVersion7():N}"[..20]);
        var far = await host.Given.LiveVacancyAsync(near.EmployerId, provinceCode: "16", isco: "1120", title: $"Far {Guid.CreateVersion7():N}"[..20]);
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = language;
        var path = $"/cases/{jobseeker.CaseFileId}/matches";
        await browser.GoAsync(path);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains(browser.Page.QuerySelectorAll(".pes-match a"), a => a.TextContent.Contains(why, StringComparison.Ordinal));
        var row = Row(browser, far.VacancyId);
        Assert.Contains(up, row.TextContent, StringComparison.Ordinal);
        await browser.SubmitAsync((AngleSharp.Html.Dom.IHtmlFormElement)row.QuerySelector("form.pes-match__more")!, row.QuerySelector("button[value=pin]"));
        Assert.Equal(far.VacancyId, First(browser));
        if (back is null)
        {
            return;
        }

        Assert.Contains(moved!, browser.Text, StringComparison.Ordinal);
        row = Row(browser, far.VacancyId);
        Assert.Contains(back, row.TextContent, StringComparison.Ordinal);
        await browser.SubmitAsync((AngleSharp.Html.Dom.IHtmlFormElement)row.QuerySelector("form.pes-match__more")!, row.QuerySelector("button[name=actionId]"));
        Assert.NotEqual(far.VacancyId, First(browser));

        row = Row(browser, near.VacancyId);
        Assert.Contains(hide!, row.TextContent, StringComparison.Ordinal);
        await browser.SubmitAsync((AngleSharp.Html.Dom.IHtmlFormElement)row.QuerySelector("details form")!, row.QuerySelector("details form button[value=too-far]"));
        Assert.Null(browser.Page.QuerySelector($".pes-match a[href^='/vacancies/{near.VacancyId}']"));
        Assert.Contains("Hidden (1)", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync(show!);
        Assert.NotNull(browser.Page.QuerySelector($".pes-match a[href^='/vacancies/{near.VacancyId}']"));

        await browser.GoAsync($"{path}/{near.VacancyId}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Ranking: fixed rules", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_done_with_a_row_leads_back_to_it_and_names_it()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var first = await host.Given.LiveVacancyAsync(title: "Baker of bread");
        var second = await host.Given.LiveVacancyAsync(first.EmployerId, title: "Baker of cakes");
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches");
        var ids = browser.Page.QuerySelectorAll(".pes-match").Select(r => r.Id).ToList();
        Assert.Contains($"m-{second.VacancyId}", ids);
        Assert.All(browser.Page.QuerySelectorAll(".pes-match"), r => Assert.Equal("-1", r.GetAttribute("tabindex")));

        await PressAsync(browser, second.VacancyId, "button[value=pin]");
        Assert.Equal($"#m-{second.VacancyId}", browser.Address.Fragment);
        Assert.Contains("“Baker of cakes” moved to the top.", browser.Text, StringComparison.Ordinal);
        await PressAsync(browser, second.VacancyId, "button[name=actionId]");
        Assert.Equal($"#m-{second.VacancyId}", browser.Address.Fragment);
        Assert.Contains("“Baker of cakes” is as it was before.", browser.Text, StringComparison.Ordinal);

        // Hidden it stands there no more: the row that follows takes its place, and it is led back to when it is shown again.
        var rows = browser.Page.QuerySelectorAll(".pes-match").Select(r => r.Id).ToList();
        var at = rows.IndexOf($"m-{second.VacancyId}");
        await PressAsync(browser, second.VacancyId, "button[value=too-far]");
        Assert.Equal("#" + rows[at + 1 < rows.Count ? at + 1 : at - 1], browser.Address.Fragment);
        Assert.Contains("“Baker of cakes” hidden.", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Show again");
        Assert.Equal($"#m-{second.VacancyId}", browser.Address.Fragment);
    }

    [Theory]
    [InlineData("en", "This match is absurd – Tiler of roofs: ")]
    [InlineData("km", "ការផ្គូផ្គងនេះមិនសមហេតុផល – ")]
    public async Task A_report_that_is_refused_keeps_what_was_typed_and_the_error_leads_to_its_field(string language, string named)
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var vacancy = await host.Given.LiveVacancyAsync(title: "Tiler of roofs");
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = language;
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches");
        var field = Reason(browser, vacancy.VacancyId);
        var typed = "The work is wrong. " + new string('x', 300);
        field.Value = typed;
        await browser.SubmitAsync((AngleSharp.Html.Dom.IHtmlFormElement)field.Closest("form")!);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        field = Reason(browser, vacancy.VacancyId);
        Assert.Equal(typed, field.Value);
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.True(field.Closest("details")!.HasAttribute("open"));
        var link = browser.Page.QuerySelector(".govuk-error-summary a")!;
        Assert.Equal($"#{field.Id}", link.GetAttribute("href"));
        Assert.StartsWith(named, link.TextContent, StringComparison.Ordinal);
        Assert.Single(browser.Page.QuerySelectorAll(".govuk-input--error"));
    }

    [Fact]
    public async Task The_list_is_narrowed_by_province_and_the_filter_taken_off()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var here = await host.Given.LiveVacancyAsync(provinceCode: "15");
        var there = await host.Given.LiveVacancyAsync(here.EmployerId, provinceCode: "24");
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches");
        await browser.Fill("Province", "24").PressAsync("Show");
        Assert.NotNull(browser.Page.QuerySelector($".pes-match a[href^='/vacancies/{there.VacancyId}']"));
        Assert.Null(browser.Page.QuerySelector($".pes-match a[href^='/vacancies/{here.VacancyId}']"));
        await browser.GoAsync(browser.Page.QuerySelector(".pes-chip--on")!.GetAttribute("href")!);
        Assert.NotNull(browser.Page.QuerySelector($".pes-match a[href^='/vacancies/{here.VacancyId}']"));
    }

    [Fact]
    public async Task A_vacancy_that_no_list_shows_is_found_and_says_why()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync(bornOn: new DateOnly(2010, 1, 1));
        var barred = await host.Given.LiveVacancyAsync(hazardous: true, title: "Blaster of granite");
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches");
        Assert.Null(browser.Page.QuerySelector($"a[href*='{barred.VacancyId}']"));
        await browser.Fill("Words of its title, or its number", "granite").PressAsync("Find");
        await browser.GoAsync(browser.Page.QuerySelector($"a[href='/cases/{jobseeker.CaseFileId}/matches/{barred.VacancyId}']")!.GetAttribute("href")!);
        Assert.Contains("The labour law does not allow this work at this age.", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches?sought=zzzqqq");
        Assert.Contains("No vacancy has these words.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_jobseekers_of_a_vacancy_are_proposed_from_their_list()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync("23");
        var offer = await host.Given.LiveVacancyAsync(provinceCode: "23");
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync("23"));
        browser.Language = "en";
        await browser.GoAsync($"/vacancies/{offer.VacancyId}/jobseekers");
        Assert.NotNull(browser.Page.QuerySelector($".pes-match a[href^='/cases/{jobseeker.CaseFileId}']"));
        await browser.FollowAsync("Propose");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.StartsWith($"/cases/{jobseeker.CaseFileId}/refer/", browser.Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_opened_is_noted_once_and_only_for_whom_the_list_was_made()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var (one, other) = (await host.Given.LiveVacancyAsync(), await host.Given.LiveVacancyAsync());
        var counsellor = await host.Given.CounsellorAsync();
        using var browser = await host.SignedInAsync(counsellor);
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches");
        var link = Row(browser, one.VacancyId).QuerySelector("h2 a")!.GetAttribute("href")!;
        var run = Guid.Parse(link.Split('=')[1]);
        Task<IReadOnlyList<Guid>> Opened(Guid ofRun) => host.QueryAsync<Guid>("SELECT SubjectId FROM MatchOpening WHERE RunId = @ofRun", new { ofRun });

        // A page that was not come to by the row, a run that is none, a row that the run does not have, somebody else's list.
        var stranger = await host.Given.LiveVacancyAsync(closesOn: new DateOnly(2027, 1, 1));
        foreach (var address in (string[])[$"/vacancies/{one.VacancyId}", $"/vacancies/{one.VacancyId}?run=none", $"/vacancies/{one.VacancyId}?run={Guid.CreateVersion7()}", $"/vacancies/{stranger.VacancyId}?run={run}"])
        {
            await browser.GoAsync(address);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }

        using (var colleague = await host.SignedInAsync(await host.Given.CounsellorAsync()))
        {
            await colleague.GoAsync(link);
            Assert.Equal(HttpStatusCode.OK, colleague.Status);
        }

        using (var elsewhere = await host.SignedInAsync(await host.Given.CounsellorAsync("23")))
        {
            await elsewhere.GoAsync(link);
            Assert.Equal(HttpStatusCode.OK, elsewhere.Status);
        }

        Assert.Empty(await Opened(run));
        for (var i = 0; i < 2; i++)
        {
            await browser.GoAsync(link);
            await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/{one.VacancyId}?run={run}");
        }

        Assert.Equal([one.VacancyId], await Opened(run));
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'note-opening' AND SubjectId = @id", new { id = one.VacancyId }));
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/{other.VacancyId}?run={run}");
        Assert.Equal(new HashSet<Guid> { one.VacancyId, other.VacancyId }, [.. await Opened(run)]);

        // The other side: the case of a vacancy's list.
        await browser.GoAsync($"/vacancies/{one.VacancyId}/jobseekers");
        var person = browser.Page.QuerySelector($".pes-match h2 a[href^='/cases/{jobseeker.CaseFileId}']")!.GetAttribute("href")!;
        await browser.GoAsync(person);
        Assert.Equal([jobseeker.CaseFileId], await Opened(Guid.Parse(person.Split('=')[1])));
    }

    private static Task PressAsync(Browser browser, Guid vacancy, string button)
    {
        var pressed = Row(browser, vacancy).QuerySelector(button)!;
        return browser.SubmitAsync((AngleSharp.Html.Dom.IHtmlFormElement)pressed.Closest("form")!, pressed);
    }

    private static AngleSharp.Html.Dom.IHtmlInputElement Reason(Browser browser, Guid vacancy) =>
        (AngleSharp.Html.Dom.IHtmlInputElement)Row(browser, vacancy).QuerySelector("input[maxlength]")!;

    private static IElement Row(Browser browser, Guid vacancy) =>
        browser.Page.QuerySelector($".pes-match h2 a[href^='/vacancies/{vacancy}']")!.Closest("li")!;

    private static Guid First(Browser browser) => Guid.Parse(browser.Page.QuerySelector(".pes-match h2 a")!.GetAttribute("href")!.Split('/', '?')[2]);
}
