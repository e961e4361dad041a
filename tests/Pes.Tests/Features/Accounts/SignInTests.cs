using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Accounts;

/// <summary>Signing in as a reader does it, by the labels on the page, and as the API does.</summary>
public sealed class SignInTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_counsellor_signs_in_with_password_and_app_in_Khmer()
    {
        var key = Totp.NewKey();
        var account = await host.Given.WithPasswordAsync(await host.Given.CounsellorAsync(), key);
        using var browser = host.Anonymous();
        await browser.GoAsync("/account/security");
        Assert.Equal("/sign-in", browser.Address.AbsolutePath);
        await browser.Fill("ឈ្មោះអ្នកប្រើ", account.UserName).Fill("ពាក្យសម្ងាត់", TestData.Password).PressAsync("ចូលប្រើ");
        Assert.Equal("/sign-in/code", browser.Address.AbsolutePath);
        await browser.Fill("លេខកូដ", CodeOf(key)).PressAsync("បន្ត");
        Assert.Equal("/account/security", browser.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var key = Totp.NewKey();
        var account = await host.Given.WithPasswordAsync(await host.Given.CounsellorAsync(), key);
        var code = CodeOf(key);
        using var first = await AtCodeAsync(account);
        await first.Fill("Code", code).PressAsync("Continue");
        Assert.Equal(HttpStatusCode.OK, first.Status);
        using var second = await AtCodeAsync(account);
        await second.Fill("Code", code).PressAsync("Continue");
        Assert.Equal(HttpStatusCode.BadRequest, second.Status);
        Assert.Contains("was used before", second.Text, StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await second.Fill("Code", CodeOf(key)).PressAsync("Continue");
        Assert.Equal(HttpStatusCode.OK, second.Status);
    }

    [Fact]
    public async Task A_wrong_password_says_only_that_something_is_wrong_and_is_audited()
    {
        var account = await host.Given.WithPasswordAsync(await host.Given.CounsellorAsync());
        var before = await host.Given.AuditedAsync(SecurityEvents.SignInFailed);
        using var browser = await AtSignInAsync();
        await browser.Fill("User name", account.UserName).Fill("Password", "not this one at all").PressAsync("Sign in");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("is not right", browser.Text, StringComparison.Ordinal);
        Assert.Equal(before + 1, await host.Given.AuditedAsync(SecurityEvents.SignInFailed));
    }

    [Fact]
    public async Task Known_and_unknown_names_see_the_same_page()
    {
        var account = await host.Given.WithPasswordAsync(await host.Given.CounsellorAsync());
        using var known = await AtSignInAsync();
        await known.Fill("User name", account.UserName).Fill("Password", "not this one at all").PressAsync("Sign in");
        using var unknown = await AtSignInAsync();
        await unknown.Fill("User name", "nobody-99").Fill("Password", "not this one at all").PressAsync("Sign in");
        Assert.Equal(Bare(known, account.UserName), Bare(unknown, "nobody-99"));
        Assert.Equal(known.Status, unknown.Status);
    }

    [Fact]
    public async Task The_second_step_without_the_first_goes_back_to_the_door()
    {
        using var browser = host.Anonymous();
        await browser.GoAsync("/sign-in/code");
        Assert.Equal("/sign-in", browser.Address.AbsolutePath);
    }

    [Fact]
    public async Task The_second_step_waits_five_minutes()
    {
        var key = Totp.NewKey();
        using var browser = await AtCodeAsync(await host.Given.WithPasswordAsync(await host.Given.CounsellorAsync(), key));
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await browser.Fill("Code", CodeOf(key)).PressAsync("Continue");
        Assert.Equal("/sign-in", browser.Address.AbsolutePath);
    }

    [Fact]
    public async Task An_employer_signs_in_with_one_factor_and_a_counsellor_must_enrol()
    {
        var employer = await host.Given.WithPasswordAsync(await host.Given.EmployerAccountAsync(Guid.CreateVersion7()));
        using var company = await AtSignInAsync("/account/security");
        await company.Fill("User name", employer.UserName).Fill("Password", TestData.Password).PressAsync("Sign in");
        Assert.DoesNotContain("needs a second factor", company.Text, StringComparison.Ordinal);

        var counsellor = await host.Given.WithPasswordAsync(await host.Given.CounsellorAsync());
        using var staff = await AtSignInAsync("/privacy");
        await staff.Fill("User name", counsellor.UserName).Fill("Password", TestData.Password).PressAsync("Sign in");
        await staff.GoAsync("/");
        Assert.Equal("/account/security", staff.Address.AbsolutePath);
        Assert.Contains("needs a second factor", staff.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ReturnAddresses))]
    public async Task Nobody_is_sent_off_this_site_after_signing_in(IReadOnlyList<string> addresses)
    {
        var employer = await host.Given.WithPasswordAsync(await host.Given.EmployerAccountAsync(Guid.CreateVersion7()));
        foreach (var address in addresses)
        {
            using var browser = await host.SignedInAsync(employer.Id);
            using var client = host.App.GetTestClient();
            var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost/sign-in?return=" + Uri.EscapeDataString(address));
            request.Headers.Add("Cookie", browser.Cookies.GetCookieHeader(browser.BaseAddress));
            var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            AssertLocal(answer.Headers.Location!.OriginalString, address);

            var language = await client.GetAsync(new Uri("http://localhost/language/en?return=" + Uri.EscapeDataString(address)));
            Assert.Equal(HttpStatusCode.Redirect, language.StatusCode);
            AssertLocal(language.Headers.Location!.OriginalString, address);
        }
    }

    [Theory]
    [MemberData(nameof(ReturnAddresses))]
    public async Task Nobody_is_sent_off_this_site_by_the_form_of_signing_in(IReadOnlyList<string> addresses)
    {
        // Each try costs a password hash, so one of each beginning.
        var employer = await host.Given.WithPasswordAsync(await host.Given.EmployerAccountAsync(Guid.CreateVersion7()));
        foreach (var address in addresses.Where((_, i) => i % 14 == 0))
        {
            using var browser = await AtSignInAsync(address);
            browser.Fill("User name", employer.UserName).Fill("Password", TestData.Password);
            await browser.PressAsync("Sign in");
            Assert.Equal("localhost", browser.Address.Host);
            Assert.NotEqual("/sign-in", browser.Address.AbsolutePath);
        }
    }

    public static TheoryData<IReadOnlyList<string>> ReturnAddresses()
    {
        string[] starts =
        [
            "//", "///", "/\\", "\\\\", "\\/", "/\t/", "/\n/", "/\r/", "\t//", " //", "http://", "https://", "HTTP://", "http:", "https:/", "http:\\\\",
            "javascript:", "data:text/html,", "ftp://", "/%09/", "/.//", "/;//", "///\\", "@", "/\u0000/", "/\u001f/", "/\u0085/", "~//", "?//", "/\u2028/",
        ];
        string[] ends = ["evil.example", "evil.example/path", "evil.example:443", "user@evil.example", "localhost.evil.example", "evil.example?x=/", "[::1]"];
        return [[.. starts.SelectMany(s => ends.Select(e => s + e)).Take(210)]];
    }

    [Fact]
    public async Task A_local_return_address_is_kept()
    {
        var employer = await host.Given.WithPasswordAsync(await host.Given.EmployerAccountAsync(Guid.CreateVersion7()));
        using var browser = await AtSignInAsync("/privacy?from=test");
        await browser.Fill("User name", employer.UserName).Fill("Password", TestData.Password).PressAsync("Sign in");
        Assert.Equal("/privacy?from=test", browser.Address.PathAndQuery);
    }

    [Fact]
    public async Task The_API_gives_a_token_for_password_and_code()
    {
        var key = Totp.NewKey();
        var account = await host.Given.WithPasswordAsync(await host.Given.MonitorAsync(), key);
        using var client = host.App.GetTestClient();
        var without = await client.PostAsJsonAsync(new Uri("http://localhost/api/v1/session"), new { account.UserName, TestData.Password });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Equal("sign-in-code-needed", (string?)JsonNode.Parse(await without.Content.ReadAsStringAsync())!["code"]);

        var with = await client.PostAsJsonAsync(new Uri("http://localhost/api/v1/session"), new { account.UserName, TestData.Password, Code = CodeOf(key) });
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        var token = (string)JsonNode.Parse(await with.Content.ReadAsStringAsync())!["accessToken"]!;
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var me = JsonNode.Parse(await client.GetStringAsync(new Uri("http://localhost/api/v1/me")))!;
        Assert.Equal(("monitor", "totp", account.UserName), ((string?)me["role"], (string?)me["factor"], (string?)me["userName"]));
    }

    [Fact]
    public async Task A_token_of_one_factor_is_told_what_is_missing()
    {
        using var api = await host.ApiAsync(await host.Given.MonitorAsync(), "password");
        var answer = await api.GetAsync(new Uri("me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("second-factor-needed", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]);
    }

    private static void AssertLocal(string location, string address)
    {
        Assert.True(location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal) && !location.StartsWith("/\\", StringComparison.Ordinal), $"{address} → {location}");
        Assert.Equal("localhost", new Uri(new Uri("http://localhost/sign-in"), location).Host);
    }

    // Without what is random in every rendering, and without the name that was typed.
    private static string Bare(Browser browser, string name)
    {
        foreach (var field in browser.Page.QuerySelectorAll("input[type=hidden]"))
        {
            field.SetAttribute("value", "");
        }

        return browser.Page.DocumentElement.OuterHtml.Replace(name, "NAME", StringComparison.Ordinal);
    }

    private async Task<Browser> AtSignInAsync(string? returnTo = null)
    {
        var browser = host.Anonymous();
        browser.Language = "en";
        await browser.GoAsync("/sign-in" + (returnTo is null ? "" : "?return=" + Uri.EscapeDataString(returnTo)));
        return browser;
    }

    private async Task<Browser> AtCodeAsync(KnownAccount account)
    {
        var browser = await AtSignInAsync("/account/security");
        await browser.Fill("User name", account.UserName).Fill("Password", TestData.Password).PressAsync("Sign in");
        Assert.Equal("/sign-in/code", browser.Address.AbsolutePath);
        return browser;
    }

    private string CodeOf(string key) => Totp.Code(Totp.FromBase32(key), Totp.Step(host.Clock.GetUtcNow()));
}
