using Pes.Tests.Support;

namespace Pes.Tests.Features.Home;

public sealed class HomeTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_counsellor_begins_with_today_in_Khmer_and_switches_to_English_on_the_same_page()
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        await browser.GoAsync("/");
        Assert.Contains("ថ្ងៃនេះ", browser.Text, StringComparison.Ordinal);
        await browser.FollowAsync("English");
        Assert.Equal("/", browser.Address.AbsolutePath);
        Assert.Contains("Today", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Pursat Job Centre", browser.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task The_language_switch_never_leaves_the_site(string address)
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        await browser.GoAsync("/language/en?return=" + Uri.EscapeDataString(address));
        Assert.Equal("localhost", browser.Address.Host);
        Assert.Equal("/", browser.Address.AbsolutePath);
    }

    [Theory]
    [InlineData("km", "វគ្គបណ្តុះបណ្តាល")]
    [InlineData("en", "Courses, intakes, attendance")]
    public async Task A_trainer_has_a_home_whose_links_open(string language, string words)
    {
        using var browser = await host.SignedInAsync(await host.Given.TrainerAsync());
        browser.Language = language;
        await browser.GoAsync("/");
        Assert.Equal("/", browser.Address.AbsolutePath);
        Assert.Contains(words, browser.Text, StringComparison.Ordinal);
        List<string> links = [.. browser.Page.QuerySelectorAll("main a, .pes-rail a").Select(a => a.GetAttribute("href")!).Where(h => h.StartsWith('/')).Distinct()];
        Assert.True(links.Count >= 2);
        foreach (var link in links)
        {
            await browser.GoAsync(link);
            Assert.Equal((link, System.Net.HttpStatusCode.OK), (link, browser.Status));
        }
    }
}
