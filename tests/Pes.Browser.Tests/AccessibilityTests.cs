using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Pes.Browser.Tests.Support;
using Xunit;

namespace Pes.Browser.Tests;

/// <summary>Every main page of each role, and its refused forms: answered, styled, without a finding of axe, and no wider than 320 px.</summary>
[Collection(ProductCollection.Name)]
public sealed partial class AccessibilityTests(DemoProcess demo, Chromium chromium)
{
    private const int Narrow = 320;

    /// <summary>Compressed, beside the font.</summary>
    private const int HeaviestBytes = 100 * 1024;

    private static readonly Dictionary<string, string[]> Pages = new(StringComparer.Ordinal)
    {
        [""] = ["/sign-in", "/privacy", "/attribution", "/api/docs", "/api/docs/refer-to-vacancy", "/no-such-page"],
        ["sokha"] =
        [
            "/", "/cases", "/cases/new", "/cases/transfers", "/assignments", "/assignments/{assignment}", "/cases/{case}", "/cases/{case}/matches", "/cases/{case}/matches/gains", "/cases/{case}/matches/lifts", "/cases/{case}/referrals", "/cases/{case}/placement",
            "/cases/{case}/cv", "/cases/{case}/consents", "/cases/{case}/person", "/cases/{case}/wish", "/cases/{case}/skills", "/cases/{case}/work-history",
            "/cases/{case}/priority-groups", "/cases/{case}/close", "/cases/{case}/refer/{vacancy}", "/cases/{case}/matches/{vacancy}", "/vacancies", "/vacancies/{vacancy}",
            "/vacancies/{vacancy}/jobseekers", "/vacancies/{vacancy}/edit", "/vacancies/new", "/vacancies/new?employer={employer}", "/vacancies/check", "/employers",
            "/employers/{employer}", "/employers/{employer}/edit", "/employers/{employer}/invite", "/employers/new", "/follow-ups", "/follow-ups/{follow-up}",
            "/referrals/{referral}", "/figures", "/figures/cases", "/search?q=sok", "/account/security", "/sign-out",
        ],
        ["manager"] = ["/", "/cases", "/cases/{case}", "/cases/{case}/assign", "/cases/{case}/transfer", "/cases/transfers", "/follow-ups", "/figures"],
        ["employer"] = ["/desk", "/desk/referrals", "/desk/referrals/{referral}", "/desk/vacancies/new", "/vacancies/{vacancy}", "/account/security"],
        ["nea"] = ["/figures", "/figures?measure=Placements", "/figures/cases", "/vacancies", "/vacancies/{vacancy}"],
        ["admin"] = ["/administration/accounts", "/administration/accounts/{account}", "/administration/accounts/invite", "/figures", "/employers", "/ranking-models", "/ranking-models/overrides?days=365"],
        ["auditor"] = ["/audit"],
        ["trainer"] = ["/"],
    };

    /// <summary>Pages that want a secret of one person, which the tests of accounts open, and parts that stand in other pages.</summary>
    private static readonly string[] Elsewhere = ["/sign-in/code", "/invitation/{token}", "/lookups/place-fields"];

    /// <summary>Forms that are sent as they stand and refused: the error states.</summary>
    private static readonly (string Account, string Path, string Button)[] Refused =
    [
        ("", "/sign-in", "form:has([type=password]) button"),
        ("sokha", "/cases/new", "main form .pes-actions button"),
        ("sokha", "/cases/{case}", "form[action$='handler=Note'] button"),
        ("sokha", "/cases/{case}/refer/{vacancy}", "main form .pes-actions button"),
        ("sokha", "/cases/{case}/placement", "form[action*='handler=Record'] button"),
        ("sokha", "/employers/new", "main form .pes-actions button, main form button.pes-button"),
        ("sokha", "/vacancies/new?employer={employer}", "main form[method=post] .pes-actions:not(.pes-noscript) button"),
        ("admin", "/administration/accounts/invite", "main form[method=post] button"),
    ];

    /// <summary>Where the address of one of a kind is found: the first on the list.</summary>
    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["{case}"] = "/cases",
        ["{vacancy}"] = "/vacancies?Filter.Status=live",
        ["{employer}"] = "/employers",
        ["{account}"] = "/administration/accounts",
        ["{referral}"] = "/desk/referrals",
        ["{answered}"] = "/",
        ["{follow-up}"] = "/follow-ups",
    };

    [Fact]
    public void No_page_is_left_out()
    {
        var visited = Pages.Values.SelectMany(paths => paths).Concat(Elsewhere).Select(path => path.Split('?')[0]).ToList();
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pes.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        }

        var routes = Directory.EnumerateFiles(Path.Combine(folder, "src", "Pes", "Features"), "*.cshtml", SearchOption.AllDirectories)
            .Select(file => Route().Match(File.ReadAllText(file))).Where(m => m.Success).Select(m => m.Groups[1].Value).ToList();

        Assert.True(routes.Count > 40);
        Assert.Empty(routes.Where(route => !visited.Exists(path => Regex.IsMatch(path, $"^{Parameter().Replace(route, "[^/]+")}$", RegexOptions.None, TimeSpan.FromSeconds(1)))));
    }

    [ChromiumTheory]
    [InlineData("", "km")]
    [InlineData("", "en")]
    [InlineData("sokha", "km")]
    [InlineData("sokha", "en")]
    [InlineData("manager", "km")]
    [InlineData("manager", "en")]
    [InlineData("employer", "km")]
    [InlineData("employer", "en")]
    [InlineData("nea", "km")]
    [InlineData("nea", "en")]
    [InlineData("admin", "km")]
    [InlineData("admin", "en")]
    [InlineData("auditor", "km")]
    [InlineData("auditor", "en")]
    [InlineData("trainer", "km")]
    [InlineData("trainer", "en")]
    public async Task The_pages_of_a_role_have_no_problem(string account, string language)
    {
        await using var visitor = await ArriveAsync(account, language);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var path in Pages[account])
        {
            var address = await AddressAsync(visitor, account, path, found);
            var response = await visitor.Page.GotoAsync(address);
            if (response is null || (response.Status != 200 && path != "/no-such-page"))
            {
                problems.Add($"{path}: answers {response?.Status}");
                continue;
            }

            problems.AddRange(await ProblemsAsync(visitor.Page, path));
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [ChromiumTheory]
    [InlineData("km")]
    [InlineData("en")]
    public async Task A_refused_form_names_its_errors_and_has_no_problem(string language)
    {
        var problems = new List<string>();
        foreach (var forms in Refused.GroupBy(r => r.Account, StringComparer.Ordinal))
        {
            await using var visitor = await ArriveAsync(forms.Key, language);
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (account, path, button) in forms)
            {
                await visitor.GoAsync(await AddressAsync(visitor, account, path, found));
                await visitor.Page.EvaluateAsync("document.querySelectorAll('textarea').forEach(t => t.value = '')");
                await visitor.Page.Locator(button).First.ClickAsync();
                try
                {
                    await visitor.Page.Locator(".govuk-error-summary").WaitForAsync(new() { Timeout = 5000 });
                }
                catch (TimeoutException)
                {
                    problems.Add($"{path} refused: no error summary at {visitor.Page.Url}");
                }

                problems.AddRange(await ProblemsAsync(visitor.Page, path + " refused"));
            }
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private async Task<Visitor> ArriveAsync(string account, string language)
    {
        var visitor = await Visitor.ComeAsync(chromium, demo, language);
        if (account.Length > 0)
        {
            await visitor.SignInAsync(account);
        }

        return visitor;
    }

    private static async Task<string> AddressAsync(Visitor visitor, string account, string path, Dictionary<string, string> found)
    {
        foreach (var kind in Kind().Matches(path).Select(m => m.Value).Where(kind => !found.ContainsKey(kind)))
        {
            if (kind == "{assignment}")
            {
                found[kind] = await ProposedAsync(visitor);
                continue;
            }

            var list = (kind, account) switch
            {
                ("{vacancy}", "employer") => "/desk",
                ("{referral}", "sokha") => await AddressAsync(visitor, account, "/cases/{answered}/referrals", found),
                _ => Lists[kind],
            };
            var folder = kind switch
            {
                "{vacancy}" => "/vacancies",
                "{answered}" => "/cases",
                "{referral}" when account == "sokha" => "/referrals",
                _ => list,
            };
            await visitor.GoAsync(list);
            var links = await visitor.Page.Locator($"main a[href^='{folder}/']").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
            found[kind] = links.Select(link => Identity().Match(link)).First(m => m.Success).Value;
        }

        return Kind().Replace(path, m => found[m.Value]);
    }

    // Nobody has asked for one before; the page itself shows how far it is.
    private static async Task<string> ProposedAsync(Visitor visitor)
    {
        await visitor.GoAsync("/assignments?Choice.ProvinceCode=15");
        await visitor.Page.ClickAsync("form[action*='handler=Propose'] button");
        await visitor.Page.Locator("main .pes-filters").WaitForAsync();
        return Identity().Match(visitor.Page.Url).Value;
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(IPage page, string path)
    {
        var problems = new List<string>();
        if (await page.EvaluateAsync<int>("[...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0)") < 100)
        {
            problems.Add($"{path}: its styles are not loaded");
        }

        var bytes = await page.EvaluateAsync<int>(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].filter(e => !e.name.includes('.woff2')).reduce((sum, e) => sum + e.encodedBodySize, 0)");
        if (bytes is 0 or > HeaviestBytes)
        {
            problems.Add($"{path}: weighs {bytes} bytes beside the font");
        }

        var axe = await page.RunAxe();
        problems.AddRange(axe.Violations.Select(v => $"{path}: {v.Id}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));

        var wide = page.ViewportSize!;
        await page.SetViewportSizeAsync(Narrow, wide.Height);
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (width > Narrow)
        {
            problems.Add($"{path}: {width} px wide at {Narrow} px");
        }

        await page.SetViewportSizeAsync(wide.Width, wide.Height);
        return problems;
    }

    [GeneratedRegex(@"\{[a-z-]+\}", RegexOptions.None, 1000)]
    private static partial Regex Kind();

    [GeneratedRegex("^@page \"([^\"]+)\"", RegexOptions.Multiline, 1000)]
    private static partial Regex Route();

    [GeneratedRegex(@"\{[a-zA-Z]+(:guid)?\}|\{[a-z]+:regex\(.*?\)\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Identity();
}
