using System.Net;
using System.Text.Json;
using Pes.Features.Home;
using Pes.Features.Matching;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Home;

/// <summary>The numbers beside the words of the rail: in scope, for those who have work, and not on a part of a page.</summary>
public sealed class CountWorkTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task What_waits_is_counted_in_scope_and_shown_beside_its_word()
    {
        var counsellor = await host.Given.CounsellorAsync("05");
        var before = await CountAsync(counsellor);
        var jobseeker = await host.Given.ReferableJobseekerAsync("05");
        await host.Given.ReferableJobseekerAsync("05", status: "closed");
        await host.Given.ReferableJobseekerAsync("06");
        var offer = await host.Given.LiveVacancyAsync();
        await host.Given.SubmittedVacancyAsync(await host.Given.EmployerAsync());
        using var api = await host.ApiAsync(counsellor);
        await api.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", new { vacancyId = offer.VacancyId, reason = "Near", consentGiven = true });
        var after = await CountAsync(counsellor);
        Assert.Equal((before.OpenCases + 1, before.ReferralsWaiting + 1, before.VacanciesToCheck + 1), (after.OpenCases, after.ReferralsWaiting, after.VacanciesToCheck));
        Assert.Equal(after, JsonSerializer.Deserialize<CountWork.Counts>((await api.ReadAsync("work-counts")).GetRawText(), JsonSerializerOptions.Web));

        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await browser.GoAsync("/cases");
        Assert.Equal($"Cases {after.OpenCases} open", Entry(browser, "/cases"));
        Assert.Equal($"Today {after.ReferralsWaiting} referrals without an answer", Entry(browser, "/"));
        Assert.Equal($"Vacancies {after.VacanciesToCheck} to check", Entry(browser, "/vacancies"));
        Assert.Equal("Follow-ups", Entry(browser, "/follow-ups"));

        // Another centre's work is not in it.
        var elsewhere = await CountAsync(await host.Given.CounsellorAsync("07"));
        Assert.Equal((0, 0, 0), (elsewhere.OpenCases, elsewhere.ReferralsWaiting, elsewhere.FollowUpsDue));

        using var company = await host.SignedInAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));
        await company.GoAsync("/desk");
        Assert.Equal("1 រង់ចាំចម្លើយ", Folded(company.Page.QuerySelector("a[href='/desk/referrals'] .pes-num")!.TextContent));
    }

    [Fact]
    public async Task Reports_of_absurd_matches_stand_first_for_those_in_charge_of_the_ranking_until_they_are_answered()
    {
        var counsellor = await host.Given.CounsellorAsync("08");
        var administrator = await host.Given.AdministratorAsync();
        var file = await host.Given.CaseFileAsync("08", counsellor);
        var offer = await host.Given.LiveVacancyAsync(provinceCode: "08");
        var scope = await host.Given.ScopeAsync(counsellor);
        var report = await host.Given.DoneAsync(new ActOnMatch.Command { Scope = scope, CaseFileId = file, VacancyId = offer.VacancyId, Action = "report", Reason = "She never welded" });
        Assert.Equal(new CountWork.Counts { ReportsWaiting = 1 }, await CountAsync(administrator));
        Assert.Equal(0, (await CountAsync(counsellor)).ReportsWaiting);
        using var browser = await host.SignedInAsync(administrator);
        foreach (var (language, said, entry) in new[] { ("en", "Reports of absurd matches", "1 reports without an answer"), ("km", "របាយការណ៍អំពីការផ្គូផ្គងមិនសមហេតុផល", "1 របាយការណ៍ដែលមិនទាន់មានចម្លើយ") })
        {
            browser.Language = language;
            await browser.GoAsync("/");
            var todo = browser.Page.QuerySelector("main .pes-todo li")!;
            Assert.Contains(said, todo.TextContent, StringComparison.Ordinal);
            Assert.EndsWith(" 1", Folded(todo.TextContent), StringComparison.Ordinal);
            Assert.EndsWith(entry, Entry(browser, "/ranking-models"), StringComparison.Ordinal);
            await browser.GoAsync(todo.QuerySelector("a")!.GetAttribute("href")!);
            Assert.NotNull(browser.Page.QuerySelector("#reports-title"));
        }

        await host.Given.DoneAsync(new AnswerMatchReport.Command { Scope = await host.Given.ScopeAsync(administrator), ReportId = report, Note = "A wrong code; it is mended" });
        await browser.GoAsync("/");
        Assert.Equal("/administration/accounts", browser.Address.AbsolutePath);
        Assert.Null(browser.Page.QuerySelector(".pes-rail__count"));
    }

    [Fact]
    public async Task Nothing_is_counted_for_those_who_have_no_such_work()
    {
        foreach (var account in new[] { await host.Given.MonitorAsync(), await host.Given.AdministratorAsync(), await host.Given.AuditorAsync(), await host.Given.TrainerAsync() })
        {
            using var browser = await host.SignedInAsync(account);
            await browser.GoAsync("/");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Null(browser.Page.QuerySelector(".pes-rail__count"));
        }
    }

    private async Task<CountWork.Counts> CountAsync(Guid account) => await host.Given.DoneAsync(new CountWork.Query { Scope = await host.Given.ScopeAsync(account) });

    private static string Entry(Browser browser, string address) => Folded(browser.Page.QuerySelector($".pes-rail a[href='{address}']")!.TextContent);

    private static string Folded(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
