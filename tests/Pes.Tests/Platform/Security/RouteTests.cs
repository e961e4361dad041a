using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Security;

/// <summary>Rows 1, 8, 16 and 17: asked of every route that the running product has. That each has a rule is Access/AccessTableTests.</summary>
public sealed class RouteTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Each_role_reaches_what_it_may_and_finds_nothing_else()
    {
        var routes = (await Route.AllAsync(host)).Where(r => r.Allows is not null).ToList();
        List<string> wrong = [];
        foreach (var (role, account) in await host.Given.OneOfEachRoleAsync())
        {
            foreach (var route in routes)
            {
                var denials = await host.Given.AuditedAsync(SecurityEvents.AccessDenied);
                var status = await AskAsync(host.App, route, account, "passkey");
                var denied = await host.Given.AuditedAsync(SecurityEvents.AccessDenied) - denials;

                // An allowed role may find nothing behind an id that nobody has, but is never turned away by her role.
                var isRight = route.Allows!.Allowed.Contains(role)
                    ? denied == 0 && status is not (401 or 403) && (status != 404 || route.Pattern.Contains('{', StringComparison.Ordinal))
                    : denied == 1 && status == 404;
                if (!isRight)
                {
                    wrong.Add($"{role} {route}: {status}, denials {denied}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_session_of_one_factor_reaches_enrolment_and_the_door_alone()
    {
        var routes = (await Route.AllAsync(host)).Where(r => !r.IsAnonymous).ToList();
        var account = await host.Given.CounsellorAsync();
        List<string> wrong = [];
        List<string> open = [];
        foreach (var route in routes)
        {
            var (status, location) = await AskFullyAsync(host.App, route, account, "password");
            if (route.Metadata.GetMetadata<OneFactorSufficesAttribute>() is not null)
            {
                open.Add(route.Pattern);
            }
            else if (route.IsApi ? status != 403 : status != 302 || location != SecondFactorGate.EnrolmentPage)
            {
                // A write from a page is refused for its missing token before anything else is asked.
                wrong.Add($"{route}: {status} {location}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(["/account/security", "/api/v1/session", "/sign-out"], open.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task In_the_demo_one_factor_suffices_and_a_banner_says_so()
    {
        await using var demo = host.Build(b => b.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Demo:Enabled"] = "true" }));
        await demo.StartAsync();
        var route = (await Route.AllAsync(host)).Single(r => r.ToString() == "GET /administration/accounts");
        var administrator = await host.Given.AdministratorAsync();
        Assert.Equal(302, await AskAsync(host.App, route, administrator, "totp"));
        Assert.Equal(200, await AskAsync(demo, route, administrator, "password"));
    }

    [Fact]
    public async Task A_page_takes_no_write_without_its_own_token_or_from_another_site()
    {
        var pages = (await Route.AllAsync(host)).Where(r => r is { IsPage: true, Method: "POST" }).ToList();
        Assert.True(pages.Count > 8, $"{pages.Count} pages");
        var accounts = await host.Given.OneOfEachRoleAsync();
        using var stranger = await host.SignedInAsync(accounts[Role.Auditor]);
        var foreign = TokenOf(await stranger.GoAsync("/sign-out"));
        List<string> wrong = [];
        foreach (var page in pages)
        {
            using var browser = await host.SignedInAsync(accounts[page.Allows?.Allowed[0] ?? Role.Counsellor]);
            var own = TokenOf(await browser.GoAsync("/sign-out"));
            var before = await host.InDatabaseAsync(db => db.SingleAsync<long>("SELECT Sequence FROM AuditHead WHERE Id = 1"));
            foreach (var (variant, token, origin, keepsCookie) in (IEnumerable<(string, string?, string?, bool)>)
                [("no token", null, null, true), ("foreign token", foreign, null, true), ("foreign origin", own, "https://evil.example", true), ("nothing", null, null, false)])
            {
                var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost" + page.Address)
                {
                    Content = new FormUrlEncodedContent(token is null ? [] : [new("__RequestVerificationToken", token)]),
                };
                request.Headers.Add("Cookie", string.Join("; ", browser.Cookies.GetAllCookies()
                    .Where(c => keepsCookie || c.Name != "pes-form").Select(c => $"{c.Name}={c.Value}")));
                if (origin is not null)
                {
                    request.Headers.Add("Origin", origin);
                }

                using var client = host.App.GetTestClient();
                var status = (int)(await client.SendAsync(request)).StatusCode;
                if (status != 400)
                {
                    wrong.Add($"{page} {variant}: {status}");
                }
            }

            Assert.Equal(before, await host.InDatabaseAsync(db => db.SingleAsync<long>("SELECT Sequence FROM AuditHead WHERE Id = 1")));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_answer_carries_the_headers()
    {
        var accounts = await host.Given.OneOfEachRoleAsync();
        List<string> wrong = [];
        foreach (var route in await Route.AllAsync(host))
        {
            var context = await SendAsync(host.App, route, accounts[route.Allows?.Allowed[0] ?? Role.Counsellor], "passkey", https: true);
            var headers = context.Response.Headers;
            var policy = headers.ContentSecurityPolicy.ToString();
            if (!policy.Contains("default-src 'self'", StringComparison.Ordinal) || policy.Contains("unsafe-", StringComparison.Ordinal)
                || !policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal)
                || headers.XContentTypeOptions != "nosniff"
                || !headers.StrictTransportSecurity.ToString().Contains("max-age=31536000", StringComparison.Ordinal)
                || (!route.IsFile && headers.CacheControl != "no-store" && headers.CacheControl != "no-store, no-cache" && headers.CacheControl != "no-cache, no-store"))
            {
                wrong.Add($"{route}: {context.Response.StatusCode} {headers.CacheControl} {policy}");
            }
        }

        Assert.Empty(wrong);
    }

    private static string TokenOf(AngleSharp.Html.Dom.IHtmlDocument page) =>
        page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    private static async Task<int> AskAsync(WebApplication node, Route route, Guid account, string factor) => (await AskFullyAsync(node, route, account, factor)).Status;

    private static async Task<(int Status, string Location)> AskFullyAsync(WebApplication node, Route route, Guid account, string factor)
    {
        var context = await SendAsync(node, route, account, factor, https: false);
        return (context.Response.StatusCode, context.Response.Headers.Location.ToString());
    }

    private static async Task<HttpContext> SendAsync(WebApplication node, Route route, Guid account, string factor, bool https)
    {
        var session = await node.Services.GetRequiredService<AccountSessions>().StartAsync(account, factor, default);
        var ticket = TestTickets.Make(node, session, route.IsApi);
        return await node.GetTestServer().SendAsync(c =>
        {
            c.Request.Method = route.Method;
            c.Request.Scheme = https ? "https" : "http";
            c.Request.Host = new HostString("localhost");
            c.Request.Path = route.Address;
            if (route.IsApi)
            {
                c.Request.Headers.Authorization = "Bearer " + ticket.Value;
                c.Request.Headers["Idempotency-Key"] = Guid.CreateVersion7().ToString("N");
            }
            else
            {
                c.Request.Headers.Cookie = $"{ticket.Name}={ticket.Value}";
            }

            if (route.Method is "POST" or "PUT" or "PATCH")
            {
                c.Request.ContentType = route.IsApi ? "application/json" : "application/x-www-form-urlencoded";
                var body = Encoding.UTF8.GetBytes(route.IsApi ? "{}" : "");
                c.Request.Body = new MemoryStream(body);
                c.Request.ContentLength = body.Length;
            }
        });
    }
}
