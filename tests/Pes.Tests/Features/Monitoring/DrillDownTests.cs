using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Monitoring;

/// <summary>From a figure to the cases behind it: numbers for the centre, pseudonyms for the monitor; the legend names the classes that are there.</summary>
public sealed class DrillDownTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_counsellor_opens_the_cases_behind_a_figure_and_goes_back()
    {
        var counsellor = await host.Given.CounsellorAsync();
        var file = await host.Given.CaseFileAsync(counsellor: counsellor);
        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await browser.GoAsync("/figures");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.FollowAsync("See the cases behind this figure");
        Assert.Equal("/figures/cases", browser.Address.AbsolutePath);
        Assert.NotNull(browser.Page.QuerySelector($"a[href='/cases/{file}']"));
        await browser.FollowAsync("Back to the figures");
        Assert.Equal("/figures", browser.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_monitor_sees_pseudonyms_in_Khmer_and_no_link_into_a_file()
    {
        await host.Given.CaseFileAsync();
        using var browser = await host.SignedInAsync(await host.Given.MonitorAsync());
        await browser.GoAsync("/figures");
        await browser.GoAsync(browser.Page.QuerySelectorAll("a[href^='/figures/cases']").Last().GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Empty(browser.Page.QuerySelectorAll("a[href^='/cases/']"));
    }

    [Theory]
    [InlineData("Registrations")]
    [InlineData("PlacementRate")]
    public async Task No_class_of_the_map_is_below_nothing(string measure)
    {
        await host.Given.CaseFileAsync("15");
        await host.Given.CaseFileAsync("12");
        using var browser = await host.SignedInAsync(await host.Given.MonitorAsync());
        browser.Language = "en";
        await browser.GoAsync($"/figures?measure={measure}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll(".pes-legend li"), li => li.TextContent.Contains('<', StringComparison.Ordinal));
    }
}
