using System.Net;
using Pes.Features.Accounts;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Accounts;

/// <summary>From a one-time link to an account with factors, and what happens when a device is lost.</summary>
public sealed class EnrolmentTests(PesHost host) : IClassFixture<PesHost>
{
    private int serial;

    [Fact]
    public async Task A_counsellor_begins_with_password_and_app_and_comes_back_with_a_recovery_code()
    {
        var (link, name) = await InvitedAsync("Employment counsellor", "Job centre");
        using var browser = Fresh();
        await browser.GoAsync(link);
        var key = browser.Page.QuerySelector("[data-app-key]")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        await browser.Fill("New password", "rivers9x").Fill("New password once more", "rivers9x").Fill("Code that the app shows", CodeOf(key)).PressAsync("Begin");
        Assert.Equal("/account/security", browser.Address.AbsolutePath);
        var codes = browser.Page.QuerySelectorAll("ol code").Select(c => c.TextContent).ToList();
        Assert.Equal(10, codes.Distinct(StringComparer.Ordinal).Count());
        await browser.GoAsync("/account/security");
        Assert.Empty(browser.Page.QuerySelectorAll("ol code"));
        Assert.Contains("10 codes are left", browser.Text, StringComparison.Ordinal);

        // The link is used up.
        using var second = Fresh();
        await second.GoAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, second.Status);

        for (var i = 0; i < 2; i++)
        {
            using var back = Fresh();
            await back.GoAsync("/sign-in?return=/account/security");
            await back.Fill("User name", name).Fill("Password", "rivers9x").PressAsync("Sign in");
            await back.Fill("Code", codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)).PressAsync("Continue");
            Assert.Equal(i == 0 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, back.Status);
        }
    }

    [Fact]
    public async Task Without_an_app_a_short_password_is_refused_and_a_long_one_leads_to_enrolment()
    {
        var (link, _) = await InvitedAsync("Employment counsellor", "Job centre");
        using var browser = Fresh();
        await browser.GoAsync(link);
        await browser.Fill("New password", "rivers9x").Fill("New password once more", "rivers9x").PressAsync("Begin");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("at least 15 characters", browser.Text, StringComparison.Ordinal);
        await browser.Fill("New password", "rivers and rice fields").Fill("New password once more", "rivers and rice fields").PressAsync("Begin");
        Assert.Equal("/account/security", browser.Address.AbsolutePath);
        await browser.GoAsync("/cases");
        Assert.Equal("/account/security", browser.Address.AbsolutePath);

        var key = browser.Page.QuerySelector("[data-app-key]")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        await browser.Fill("Code that the app shows", CodeOf(key)).PressAsync("Add the app");
        Assert.Equal(10, browser.Page.QuerySelectorAll("ol code").Length);
        Assert.DoesNotContain("needs a second factor", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_begins_with_a_passkey_signs_in_with_it_and_may_administer()
    {
        var (link, name) = await InvitedAsync("Administrator", "Whole country");
        using var device = new SoftAuthenticator();
        using var browser = Fresh();
        await browser.GoAsync(link);
        await device.ConfirmAsync(browser);
        Assert.Equal("/account/security", browser.Address.AbsolutePath);
        Assert.Equal(10, browser.Page.QuerySelectorAll("ol code").Length);

        using var later = Fresh();
        await later.GoAsync("/sign-in?return=/administration/accounts");
        await device.ConfirmAsync(later);
        Assert.Equal("/administration/accounts", later.Address.AbsolutePath);
        Assert.Contains(name, later.Text, StringComparison.Ordinal);
        Assert.True(await host.Given.AuditedAsync(SecurityEvents.SignedIn) > 0);
    }

    [Fact]
    public async Task A_passkey_of_another_site_or_without_its_person_is_not_taken()
    {
        var (link, _) = await InvitedAsync("Administrator", "Whole country");
        foreach (var device in (SoftAuthenticator[])[new() { Origin = "https://evil.example" }, new() { VerifiesUser = false }])
        {
            using (device)
            {
                using var browser = Fresh();
                await browser.GoAsync(link);
                await device.ConfirmAsync(browser);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
            }
        }

        using var stranger = new SoftAuthenticator();
        using var door = Fresh();
        await door.GoAsync("/sign-in");
        await stranger.ConfirmAsync(door);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, door.Status);
    }

    [Fact]
    public async Task A_link_ends_after_seven_days()
    {
        var (link, _) = await InvitedAsync("Auditor", "Whole country");
        host.Clock.Advance(TimeSpan.FromDays(7));
        using var browser = Fresh();
        await browser.GoAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task A_lost_device_is_forgotten_at_once_and_a_new_link_begins_again()
    {
        var account = await host.Given.WithPasswordAsync(await host.Given.CounsellorAsync(), Totp.NewKey());
        using var lost = await host.SignedInAsync(account.Id);
        using var administrator = await host.SignedInAsync(await host.Given.AdministratorAsync());
        administrator.Language = "en";
        await administrator.GoAsync($"/administration/accounts/{account.Id}");
        await administrator.PressAsync("Invite anew");
        var link = administrator.Page.QuerySelector("[data-invitation]")!.TextContent;
        await lost.GoAsync("/account/security");
        Assert.Equal("/sign-in", lost.Address.AbsolutePath);
        using var browser = Fresh();
        await browser.GoAsync("/sign-in");
        await browser.Fill("User name", account.UserName).Fill("Password", TestData.Password).PressAsync("Sign in");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.GoAsync(link);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_and_keeps_this_one()
    {
        var account = await host.Given.WithPasswordAsync(await host.Given.CounsellorAsync());
        using var here = await host.SignedInAsync(account.Id);
        using var there = await host.SignedInAsync(account.Id);
        here.Language = "en";
        await here.GoAsync("/account/security");
        await here.Fill("Present password", "wrong wrong wrong").Fill("New password", "another quiet river").Fill("New password once more", "another quiet river").PressAsync("Change the password");
        Assert.Equal(HttpStatusCode.BadRequest, here.Status);
        await here.Fill("Present password", TestData.Password).Fill("New password", "another quiet river").Fill("New password once more", "another quiet river").PressAsync("Change the password");
        Assert.Equal("/account/security", here.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, here.Status);
        await there.GoAsync("/account/security");
        Assert.Equal("/sign-in", there.Address.AbsolutePath);
    }

    [Fact]
    public async Task One_of_the_own_sessions_is_ended_and_a_strangers_is_not()
    {
        var account = await host.Given.CounsellorAsync();
        using var here = await host.SignedInAsync(account);
        using var there = await host.SignedInAsync(account);
        here.Language = "en";
        await here.GoAsync("/account/security");
        await here.PressAsync("End");
        await there.GoAsync("/account/security");
        Assert.Equal("/sign-in", there.Address.AbsolutePath);
        await here.GoAsync("/account/security");
        Assert.Equal("/account/security", here.Address.AbsolutePath);
    }

    [Theory]
    [InlineData(Role.Counsellor, "password", false, false)]
    [InlineData(Role.Counsellor, "totp", false, true)]
    [InlineData(Role.Counsellor, "passkey", false, true)]
    [InlineData(Role.Counsellor, "recovery", false, true)]
    [InlineData(Role.Administrator, "password", false, false)]
    [InlineData(Role.Administrator, "totp", false, false)]
    [InlineData(Role.Administrator, "recovery", false, false)]
    [InlineData(Role.Administrator, "passkey", false, true)]
    [InlineData(Role.Administrator, "password", true, true)]
    [InlineData(Role.Auditor, "password", false, false)]
    [InlineData(Role.Monitor, "password", false, false)]
    [InlineData(Role.Employer, "password", false, true)]
    [InlineData(Role.Jobseeker, "password", false, true)]
    public void What_a_factor_opens(Role role, string factor, bool demo, bool suffices) =>
        Assert.Equal(suffices, SecondFactor.Suffices(role, factor, demo));

    [Theory]
    [InlineData("password", false, false, true)]
    [InlineData("password", true, false, false)]
    [InlineData("totp", true, false, true)]
    [InlineData("totp", true, true, false)]
    [InlineData("recovery", true, true, true)]
    [InlineData("passkey", false, true, true)]
    [InlineData("password", false, true, false)]
    public void Who_may_change_factors(string factor, bool hasApp, bool hasPasskey, bool may) =>
        Assert.Equal(may, SecondFactor.MayChange(factor, hasApp, hasPasskey));

    [Theory]
    [InlineData(Role.Counsellor, "centre", true, false, false, null)]
    [InlineData(Role.Counsellor, "own-cases", true, false, false, null)]
    [InlineData(Role.Counsellor, "centre", false, false, false, "centre-needed")]
    [InlineData(Role.Counsellor, "nation", true, true, true, "scope-not-for-role")]
    [InlineData(Role.CentreManager, "province", false, true, false, null)]
    [InlineData(Role.Monitor, "province", false, false, false, "province-needed")]
    [InlineData(Role.Monitor, "nation", false, false, false, null)]
    [InlineData(Role.Administrator, "centre", true, false, false, "scope-not-for-role")]
    [InlineData(Role.Employer, "company", false, false, true, null)]
    [InlineData(Role.Employer, "company", false, false, false, "employer-needed")]
    [InlineData(Role.Employer, "nation", false, false, true, "scope-not-for-role")]
    [InlineData(Role.Jobseeker, "self", false, false, false, "scope-not-for-role")]
    public void Which_scope_a_role_may_have(Role role, string scope, bool centre, bool province, bool employer, string? code) =>
        Assert.Equal(code, AccountPlace.Refuse(role, scope, centre ? Guid.CreateVersion7() : null, province ? "15" : null, employer ? Guid.CreateVersion7() : null)?.Code);

    private Browser Fresh()
    {
        var browser = host.Anonymous();
        browser.Language = "en";
        return browser;
    }

    private async Task<(string Link, string Name)> InvitedAsync(string role, string scope)
    {
        using var administrator = await host.SignedInAsync(await host.Given.AdministratorAsync());
        administrator.Language = "en";
        await administrator.GoAsync("/administration/accounts");
        await administrator.FollowAsync("Invite somebody");
        var name = $"new.person{Interlocked.Increment(ref serial)}-{role[..3]}-{Guid.CreateVersion7():N}"[..30];
        administrator.Fill("User name", name).Fill("Name as others see it", "Chan Sophea").Fill("E-mail", "sophea@example.org").Fill("Role", role).Fill("Scope", scope).Fill("Language", "English");
        if (scope == "Job centre")
        {
            administrator.Fill("Job centre", (await host.Given.CentreAsync()).ToString());
        }

        await administrator.PressAsync("Make the invitation");
        Assert.Equal(HttpStatusCode.OK, administrator.Status);
        var link = administrator.Page.QuerySelector("[data-invitation]")!.TextContent;
        Assert.Equal(1, await host.InDatabaseAsync(db => db.SingleAsync<int>(
            "SELECT COUNT(*) FROM OutboxMessage WHERE Recipient = 'sophea@example.org' AND CHARINDEX(@Token, Body) > 0", new { Token = link.Split('/')[^1] })));
        return (link, name);
    }

    private string CodeOf(string key) => Totp.Code(Totp.FromBase32(key), Totp.Step(host.Clock.GetUtcNow()));
}
