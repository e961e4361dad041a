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
        Assert.Contains("In charge: prior-1", browser.Text, StringComparison.Ordinal);
        foreach (var said in (string[])[made.Name, "Candidate", "Judged on the 400 latest lists", "+0.100 (+0.050 … +0.150)", "Wage: 60 %", "Women", "1.02 (0.95 … 1.10)", "Pursat", "too small to say", "within the limits"])
        {
            Assert.Contains(said, browser.Text, StringComparison.Ordinal);
        }

        await browser.FollowAsync("Approve " + made.Name);
        Assert.Contains($"Put {made.Name} in charge?", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Approve");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Please fill this in", browser.Text, StringComparison.Ordinal);
        await browser.Fill("Reason", "It beat all four").PressAsync("Approve");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains($"In charge: {made.Name}", browser.Text, StringComparison.Ordinal);
        Assert.Contains("It beat all four", browser.Text, StringComparison.Ordinal);

        await browser.FollowAsync("Roll back " + made.Name);
        await browser.Fill("Reason", "Counsellors complain").PressAsync("Roll back");
        Assert.Contains("In charge: prior-1", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Retired", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync($"/ranking-models?handler=File&modelId={made.Id}");
        Assert.Equal("application/octet-stream", browser.Response.Content.Headers.ContentType?.MediaType);
        await browser.GoAsync($"/ranking-models?handler=File&modelId={Guid.CreateVersion7()}");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task What_the_gate_holds_back_has_no_button_and_says_why()
    {
        var unfair = await host.Given.CandidateModelAsync(fairness: new ModelFairness { Groups = [new("exposure", "province", "12", 90, 0.5, 0.4, 0.6)] });
        using var browser = await host.SignedInAsync(await host.Given.AdministratorAsync());
        browser.Language = "en";
        await browser.GoAsync("/ranking-models");
        Assert.Contains("a group is outside the limits of fairness", browser.Text, StringComparison.Ordinal);
        Assert.Contains("outside the limits", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("a").Select(a => a.GetAttribute("href") ?? ""), h => h.Contains($"{unfair.Id}&act=approve", StringComparison.Ordinal));

        await browser.GoAsync($"/ranking-models?modelId={unfair.Id}&act=refuse");
        await browser.Fill("Reason", "Phnom Penh would vanish").PressAsync("Refuse");
        Assert.Contains("Refused. The version and its reports are kept.", browser.Text, StringComparison.Ordinal);
    }
}
