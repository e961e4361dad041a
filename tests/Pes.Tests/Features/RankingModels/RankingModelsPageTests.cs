using System.Net;
using Pes.Features.RankingModels;
using Pes.Tests.Support;

namespace Pes.Tests.Features.RankingModels;

/// <summary>The page: what is in charge, a card a version, and every decision asked for once more, without scripts.</summary>
public sealed class RankingModelsPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_version_is_approved_and_rolled_back_with_a_reason_in_both_languages()
    {
        using var browser = await host.SignedInAsync(await host.Given.AdministratorAsync());
        await browser.GoAsync("/ranking-models");
        Assert.Contains("គំរូតម្រៀបលំដាប់", browser.Text, StringComparison.Ordinal);
        var made = await host.Given.CandidateModelAsync();
        browser.Language = "en";
        await browser.GoAsync("/ranking-models");
        Assert.Contains("In charge: Fixed rules", browser.Text, StringComparison.Ordinal);
        foreach (var said in (string[])[made.Name, "Candidate", "Judged on the 400 latest lists", "+0.100 (+0.050 … +0.150)", "Wage: 60 %", "Women", "1.02 (0.95 … 1.10)", "Pursat", "together 0.91 … 1.14", "too small to say", "within the limits"])
        {
            Assert.Contains(said, browser.Text, StringComparison.Ordinal);
        }

        await browser.FollowAsync("Approve " + made.Name);
        Assert.Contains($"Put {made.Name} in charge?", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Approve");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Please fill this in", browser.Text, StringComparison.Ordinal);

        // While she decides nothing else on the page asks for an answer.
        Assert.Equal(("decide-title", 0), (browser.Page.QuerySelector("main section h2")!.Id, browser.Page.QuerySelectorAll("#reports-title, #lists-title").Length));
        await browser.Fill("Reason", "It beat all four").PressAsync("Approve");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains($"In charge: {made.Name}", browser.Text, StringComparison.Ordinal);
        Assert.Contains("It beat all four", browser.Text, StringComparison.Ordinal);

        await browser.FollowAsync("Roll back " + made.Name);
        await browser.Fill("Reason", "Counsellors complain").PressAsync("Roll back");
        Assert.Contains("In charge: Fixed rules", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Retired", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync($"/ranking-models?handler=File&modelId={made.Id}");
        Assert.Equal("application/octet-stream", browser.Response.Content.Headers.ContentType?.MediaType);
        await browser.GoAsync($"/ranking-models?handler=File&modelId={Guid.CreateVersion7()}");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task What_the_gate_holds_back_has_no_button_and_says_why()
    {
        var unfair = await host.Given.CandidateModelAsync(fairness: new ModelFairness { Groups = [new("exposure", "province", "12", 90, 0.5, 0.4, 0.6, 0.3, 0.8)] });
        using var browser = await host.SignedInAsync(await host.Given.AdministratorAsync());
        browser.Language = "en";
        await browser.GoAsync("/ranking-models");
        Assert.Contains("a group is outside the limits of fairness beyond chance", browser.Text, StringComparison.Ordinal);
        Assert.Contains("outside the limits beyond chance: refuses the model", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("a").Select(a => a.GetAttribute("href") ?? ""), h => h.Contains($"{unfair.Id}&act=approve", StringComparison.Ordinal));

        await browser.GoAsync($"/ranking-models?modelId={unfair.Id}&act=refuse");
        await browser.Fill("Reason", "Phnom Penh would vanish").PressAsync("Refuse");
        Assert.Contains("Refused. The version and its reports are kept.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_the_judgement_warns_of_is_named_with_a_reason_and_nothing_typed_is_lost()
    {
        const string Pursat = "Pursat, Place on employers' lists: 1.29 (1.08 … 1.54), 34 lists";
        const string Disability = "Persons with disability, Place on employers' lists: 0.78 (0.63 … 0.96), 60 lists";
        var made = await host.Given.CandidateModelAsync(fairness: TestData.WarningFairness);
        using var browser = await host.SignedInAsync(await host.Given.AdministratorAsync());
        browser.Language = "en";
        await browser.GoAsync("/ranking-models");
        Assert.Contains("outside the limits, perhaps by chance: warning", browser.Text, StringComparison.Ordinal);
        await browser.FollowAsync("Approve " + made.Name);
        await browser.Fill("Reason", "Better than all four").Fill(Disability, "yes").Fill("Why the model may rank in spite of these warnings", "I looked at thirty lists").PressAsync("Approve");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("Tick each thing that the judgement warns of.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(["exposure/disability/yes"], browser.Page.QuerySelectorAll("input[name=Acknowledged][checked]").Select(i => i.GetAttribute("value")));
        foreach (var typed in (string[])["Better than all four", "I looked at thirty lists"])
        {
            Assert.Contains(browser.Page.QuerySelectorAll("textarea"), t => t.TextContent == typed);
        }

        await browser.Fill(Pursat, "yes").Fill("Why the model may rank in spite of these warnings", " ").PressAsync("Approve");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal(2, browser.Page.QuerySelectorAll("input[name=Acknowledged][checked]").Length);
        await browser.Fill("Why the model may rank in spite of these warnings", "I looked at thirty lists").PressAsync("Approve");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        foreach (var said in (string[])["Approved in spite of warnings", Pursat, Disability, "I looked at thirty lists"])
        {
            Assert.Contains(said, browser.Page.QuerySelector("dl.pes-summary:has(code)")!.TextContent, StringComparison.Ordinal);
        }

        browser.Language = "km";
        await browser.GoAsync("/ranking-models");
        Assert.Contains("អនុម័តទោះមានការព្រមាន", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync($"/ranking-models?handler=Card&modelId={made.Id}");
        Assert.Contains("I looked at thirty lists", await browser.Response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await browser.GoAsync($"/ranking-models?handler=Card&modelId={Guid.CreateVersion7()}");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task A_group_of_which_nothing_could_be_measured_is_named_and_what_was_named_before_stays()
    {
        // Approved before such a group had to be named: what was kept then is shown as it was.
        var made = await host.Given.CandidateModelAsync(fairness: TestData.Without("disability", "yes"));
        await host.InDatabaseAsync(db => db.ExecuteAsync(
            "UPDATE RankingModel SET Status = 'retired', Warnings = @Before, WarningReason = 'Seen in spring' WHERE Id = @Id",
            new { made.Id, Before = """[{"measure":"exposure","attribute":"sex","group":"female","count":50,"ratio":0.7,"low":0.5,"high":0.9,"jointLow":0.4,"jointHigh":1.1}]""" }));
        using var browser = await host.SignedInAsync(await host.Given.AdministratorAsync());
        foreach (var (language, warning, before) in new[]
            {
                ("km", "ជនមានពិការភាព៖ មិនអាចវាស់វែងអ្វីបានទេ (យ៉ាងច្រើន 60 បញ្ជី)", "ស្ត្រី (ទីកន្លែងក្នុងបញ្ជីសម្រាប់និយោជក)៖ 0.70 (0.50 … 0.90) ពី 50 បញ្ជី"),
                ("en", "Persons with disability: nothing could be measured (60 lists at most)", "Women, Place on employers' lists: 0.70 (0.50 … 0.90), 50 lists"),
            })
        {
            browser.Language = language;
            await browser.GoAsync($"/ranking-models?modelId={made.Id}&act=approve");
            Assert.Equal([warning], browser.Page.QuerySelectorAll("label.govuk-checkboxes__label").Select(l => l.TextContent.Trim()));
            Assert.Contains(before, browser.Page.QuerySelector("dl.pes-summary:has(code)")!.TextContent, StringComparison.Ordinal);
        }

        await browser.Fill("Reason", "Better than all four").PressAsync("Approve");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Fill("Reason", "Better than all four").Fill("Persons with disability: nothing could be measured (60 lists at most)", "yes")
            .Fill("Why the model may rank in spite of these warnings", "Centres look at their lists by hand").PressAsync("Approve");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var kept = browser.Page.QuerySelector("dl.pes-summary:has(code)")!.TextContent;
        Assert.Contains("Persons with disability: nothing could be measured (60 lists at most)", kept, StringComparison.Ordinal);
        Assert.Contains("Centres look at their lists by hand", kept, StringComparison.Ordinal);
        Assert.Equal(
            "warned=1: unmeasured disability yes",
            await host.SingleAsync<string>("SELECT Detail FROM AuditRow WHERE Operation = 'approve-ranking-model' AND SubjectId = @Id", new { made.Id }));
        await browser.FollowAsync("Roll back " + made.Name);
        await browser.Fill("Reason", "End of the test").PressAsync("Roll back");
    }

    [Fact]
    public async Task What_officers_turned_down_is_told_beside_ndcg_and_more_of_it_is_a_warning_to_be_named()
    {
        var dismissed = new DismissedMetrics { Lists = 40, Rows = 90, Share = 0.6, Against = [new("prior", false, 0.75, 0.8, 0.7, 0.9), new("learned-0", true, 0.5, 1.2, 1.05, 1.4)] };
        var made = await host.Given.CandidateModelAsync(TestData.GoodMetrics with { Dismissed = dismissed });
        using var browser = await host.SignedInAsync(await host.Given.AdministratorAsync());
        foreach (var (language, told) in ((string, string[])[])
            [
                ("km", ["ក្នុងចំណោម 90 ជួរដែលមន្ត្រីបានលាក់ ឬរាយការណ៍", "ប្រៀបធៀបនឹង learned-0 (50 %)៖ ច្រើនជាង 1.20 ដង (1.05 … 1.40)"]),
                ("en", ["Of 90 rows that officers hid or reported, on 40 lists of more than ten, 60 % stand among its first ten.", "Against Fixed rules (75 %): fewer, 0.80 times as many (0.70 … 0.90).", "Against learned-0 (50 %): more, 1.20 times as many (1.05 … 1.40)."]),
            ])
        {
            browser.Language = language;
            await browser.GoAsync("/ranking-models");
            Assert.All(told, text => Assert.Contains(text, browser.Text, StringComparison.Ordinal));
        }

        const string Warning = "Lists of vacancies, Hidden or reported rows among the first ten, against what was in charge: 1.20 (1.05 … 1.40), 40 lists";
        await browser.FollowAsync("Approve " + made.Name);
        await browser.Fill("Reason", "Better than all four").PressAsync("Approve");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Fill("Reason", "Better than all four").Fill(Warning, "yes").Fill("Why the model may rank in spite of these warnings", "Half were hidden for their distance").PressAsync("Approve");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains(Warning, browser.Page.QuerySelector("dl.pes-summary:has(code)")!.TextContent, StringComparison.Ordinal);
        await browser.FollowAsync("Roll back " + made.Name);
        await browser.Fill("Reason", "End of the test").PressAsync("Roll back");
    }
}
