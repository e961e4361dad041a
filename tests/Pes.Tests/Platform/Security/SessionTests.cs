using System.Net;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Accounts;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Security;

/// <summary>Rows 4 and 10: what ends a session, and that it ends on every node.</summary>
public sealed class SessionTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly Uri Me = new("me", UriKind.Relative);

    [Fact]
    public async Task A_hundred_rights_that_were_taken_away_are_gone_at_the_next_request_of_either_node()
    {
        await using var other = host.Build();
        await other.StartAsync();
        var administrator = await host.Given.AdministratorAsync();
        var scope = new Scope { SessionId = Guid.CreateVersion7(), AccountId = administrator, Role = Role.Administrator };
        var centre = await host.Given.CentreAsync("12");
        for (var i = 0; i < 100; i++)
        {
            var account = await host.Given.CounsellorAsync();
            using var here = await host.ApiAsync(account);
            using var there = other.GetTestClient();
            there.BaseAddress = here.BaseAddress;
            there.DefaultRequestHeaders.Authorization = here.DefaultRequestHeaders.Authorization;
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await here.GetAsync(Me)).StatusCode, (await there.GetAsync(Me)).StatusCode));

            // Taken away on one node or the other, in each of the three ways.
            await SendAsync(i % 2 == 0 ? host.App : other, (i % 3) switch
            {
                0 => new DisableAccount.Command { AccountId = account, Scope = scope },
                1 => new ChangeAccountPlace.Command { AccountId = account, Role = Role.Counsellor, ScopeKind = "centre", CentreId = centre, Version = 1, Scope = scope },
                _ => new ReinviteAccount.Command { AccountId = account, Scope = scope },
            });
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), ((await here.GetAsync(Me)).StatusCode, (await there.GetAsync(Me)).StatusCode));
        }
    }

    [Fact]
    public async Task A_session_ends_after_15_idle_minutes()
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        for (var i = 0; i < 4; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(14));
            Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(Me)).StatusCode);
        }

        host.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync(Me)).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_12_hours_however_busy()
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        for (var i = 0; i < 72; i++)
        {
            await browser.GoAsync("/account/security");
            Assert.Equal("/account/security", browser.Address.AbsolutePath);
            host.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.GoAsync("/account/security");
        Assert.Equal("/sign-in", browser.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_signing_out_on_any_node()
    {
        await using var other = host.Build();
        await other.StartAsync();
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        using var thief = new Browser(other.GetTestServer());
        foreach (System.Net.Cookie cookie in browser.Cookies.GetAllCookies())
        {
            thief.Cookies.Add(thief.BaseAddress, new System.Net.Cookie(cookie.Name, cookie.Value));
        }

        await thief.GoAsync("/account/security");
        Assert.Equal("/account/security", thief.Address.AbsolutePath);
        await browser.GoAsync("/sign-out");
        await browser.PressAsync("Sign out");
        Assert.Equal("/sign-in", browser.Address.AbsolutePath);
        await thief.GoAsync("/account/security");
        Assert.Equal("/sign-in", thief.Address.AbsolutePath);
    }

    [Fact]
    public async Task Deleting_the_session_ends_the_token_and_says_so_in_the_chain()
    {
        using var api = await host.ApiAsync(await host.Given.MonitorAsync());
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(Me)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync(new Uri("session", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync(Me)).StatusCode);
        Assert.True(await host.Given.AuditedAsync("sign-out") > 0);
    }

    [Fact]
    public async Task The_keys_of_cookies_stand_encrypted_in_the_database_and_their_certificate_is_its_owners_alone()
    {
        using var browser = await host.SignedInAsync(await host.Given.MonitorAsync());
        var keys = await host.InDatabaseAsync(db => db.QueryAsync<string>("SELECT Xml FROM DataProtectionKey"));
        Assert.NotEmpty(keys);
        Assert.All(keys, xml => Assert.Contains("EncryptedData", xml, StringComparison.Ordinal));
        Assert.All(keys, xml => Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal));
        var file = Path.Combine(host.Folder, "keys", KeyCertificate.File);
        Assert.True(File.Exists(file));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private static async Task SendAsync(WebApplication node, IRequest<Pes.Platform.Requests.Outcome<Pes.Platform.Requests.Done>> command)
    {
        await using var scope = node.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<ISender>().Send(command)).Refusal);
    }
}
