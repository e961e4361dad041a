using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Placements;

/// <summary>A start of work is recorded, corrected by a new version, and asked about.</summary>
public sealed class PlacementPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_placement_is_recorded_corrected_and_followed_up()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var employer = await host.Given.VerifiedEmployerAsync("Kravanh Farm");
        var counsellor = await host.Given.CounsellorAsync();
        using (var browser = await host.SignedInAsync(counsellor))
        {
            browser.Language = "en";
            await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/placement");
            await browser.Fill("Name of the employer", "kravanh").PressAsync("Search");
            browser.Fill("Employer", employer.ToString("D")).Fill("Day", "1").Fill("Month", "12").Fill("Year", "2026").Fill("Wage a month", "៩០០,០០០").Fill("Hours a week", "48");
            await browser.PressAsync("Record");
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            Check(browser, "EvidenceGrade", "self");
            await browser.PressAsync("Record");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Contains("900,000 riel", browser.Text, StringComparison.Ordinal);
            Assert.Contains("1 December 2026", browser.Text, StringComparison.Ordinal);
            Assert.Contains("1 January 2027", browser.Text, StringComparison.Ordinal);

            await browser.FollowAsync("Correct");
            await browser.Fill("Wage a month", "950000").PressAsync("Save as a new version");
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            await browser.Fill("Why is it corrected?", "The contract says so.").PressAsync("Save as a new version");
            Assert.Contains("950,000 riel", browser.Text, StringComparison.Ordinal);
            Assert.Contains("2 versions", browser.Text, StringComparison.Ordinal);
            Assert.Contains("The contract says so.", browser.Text, StringComparison.Ordinal);
        }

        host.Clock.Advance(TimeSpan.FromDays(40));
        using var later = await host.SignedInAsync(counsellor);
        later.Language = "en";
        await later.GoAsync("/follow-ups");
        var due = await host.SingleAsync<Guid>(
            "SELECT f.Id FROM FollowUp f JOIN Placement p ON p.Id = f.PlacementId WHERE p.CaseFileId = @CaseFileId AND f.Months = 1", new { jobseeker.CaseFileId });
        await later.GoAsync(later.Page.QuerySelector($"a[href='/follow-ups/{due}']")!.GetAttribute("href")!);
        await later.PressAsync("Save the result");
        Assert.Equal(HttpStatusCode.BadRequest, later.Status);
        Check(later, "ResultCode", null);
        Check(later, "ChannelCode", null);
        await later.Fill("Note", "She likes it there.").PressAsync("Save the result");
        Assert.Equal(HttpStatusCode.OK, later.Status);
        await later.GoAsync("/follow-ups");
        Assert.Null(later.Page.QuerySelector($"a[href='/follow-ups/{due}']"));
        await later.GoAsync($"/cases/{jobseeker.CaseFileId}");
        Assert.Equal(HttpStatusCode.OK, later.Status);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("km")]
    public async Task Of_two_corrections_the_second_sees_both_in_words(string language)
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var placement = await api.CreatedAsync(
            $"case-files/{jobseeker.CaseFileId}/placements",
            new { employerId = await host.Given.VerifiedEmployerAsync(), startsOn = "2026-12-01", contractCode = "permanent", evidenceGrade = "self" });
        await api.DoneAsync($"placements/{placement}/versions", new { version = 1, startsOn = "2026-12-01", monthlyWageKhr = 900_000, contractCode = "seasonal", evidenceGrade = "both", reason = "Said so" });
        api.DefaultRequestHeaders.AcceptLanguage.Clear();
        api.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var stale = await api.SendOnceAsync(
            $"placements/{placement}/versions", new { version = 1, startsOn = "2026-12-02", contractCode = "permanent", evidenceGrade = "employer", reason = "Said so" });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        var conflicts = System.Text.Json.JsonDocument.Parse(await stale.Content.ReadAsStringAsync()).RootElement.GetProperty("conflicts").EnumerateArray()
            .ToDictionary(c => c.GetProperty("field").GetString()!, c => (Theirs: c.GetProperty("theirs").GetString(), Yours: c.GetProperty("yours").GetString()), StringComparer.Ordinal);
        Assert.Equal(language == "en" ? ("1 December 2026", "2 December 2026") : ("1 ធ្នូ 2026", "2 ធ្នូ 2026"), conflicts["startsOn"]);
        Assert.Equal((language == "en" ? "900,000 riel" : "900,000 រៀល", null), conflicts["monthlyWageKhr"]);
        Assert.DoesNotContain(conflicts.Values, c => c.Theirs is "seasonal" or "both" || c.Yours is "permanent" or "employer");
        Assert.Equal(language == "km", conflicts["contractCode"].Theirs!.Any(c => c is >= '\u1780' and <= '\u17FF'));
    }

    private static void Check(Browser browser, string name, string? value) =>
        ((AngleSharp.Html.Dom.IHtmlInputElement)browser.Page.QuerySelector($"input[name={name}]" + (value is null ? "" : $"[value={value}]"))!).IsChecked = true;
}
