using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Accounts;

/// <summary>The administrator's pages: inviting, finding, moving, disabling.</summary>
public sealed class AccountPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task An_account_is_invited_found_moved_disabled_and_enabled()
    {
        using var browser = await host.SignedInAsync(await host.Given.AdministratorAsync());
        browser.Language = "en";
        await browser.GoAsync("/administration/accounts/invite");
        await browser.Fill("User name", "chan.page").Fill("Name as others see it", "Chan Page").Fill("Role", "Employment counsellor").Fill("Scope", "Job centre")
            .Fill("Job centre", (await host.Given.CentreAsync("15")).ToString("D")).PressAsync("Make the invitation");
        Assert.Contains("/invitation/", browser.Page.QuerySelector("[data-invitation]")!.TextContent, StringComparison.Ordinal);
        var account = browser.Address.AbsolutePath;

        await browser.GoAsync("/administration/accounts");
        await browser.Fill("User name", "chan.pa").PressAsync("Search");
        Assert.Contains("1 accounts", browser.Text, StringComparison.Ordinal);
        await browser.FollowAsync("chan.page");
        Assert.Equal(account, browser.Address.AbsolutePath);
        Assert.Null(browser.Page.QuerySelector("[data-invitation]"));

        await browser.Fill("Role", "NEA monitor").Fill("Scope", "Province").Fill("Job centre", "").Fill("Province", "12").PressAsync("Change role and scope");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.GoAsync("/administration/accounts?OfRole=Monitor&Text=chan");
        Assert.Contains("Province · Phnom Penh", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync(account);
        await browser.Fill("Scope", "Own company").PressAsync("Change role and scope");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.GoAsync(account);
        await browser.PressAsync("Disable the account");
        Assert.Contains("Disabled", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Enable the account again");
        Assert.Contains("Invited", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_administrators_the_second_sees_both_places_in_words()
    {
        var account = await host.Given.AccountAsync(Pes.Platform.Security.Role.Monitor, "nation");
        using var first = await host.SignedInAsync(await host.Given.AdministratorAsync());
        using var second = await host.SignedInAsync(await host.Given.AdministratorAsync());
        first.Language = second.Language = "en";
        await first.GoAsync($"/administration/accounts/{account}");
        await second.GoAsync($"/administration/accounts/{account}");
        await first.Fill("Role", "Auditor").PressAsync("Change role and scope");
        await second.Fill("Scope", "Province").Fill("Province", "15").PressAsync("Change role and scope");
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        var conflict = second.Page.QuerySelector(".pes-conflict")!.TextContent;
        Assert.Contains("NEA monitor", conflict, StringComparison.Ordinal);
        Assert.Contains("Whole country", conflict, StringComparison.Ordinal);
        Assert.Contains("Pursat", conflict, StringComparison.Ordinal);
    }
}
