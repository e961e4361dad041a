using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pes.Browser.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Pes.Browser.Tests;

/// <summary>From a registration to a figure, as the people at the job centre, the factory and NEA see it.</summary>
[Collection(ProductCollection.Name)]
public sealed class JourneyTests(DemoProcess demo, Chromium chromium)
{
    [ChromiumTheory]
    [InlineData("km", true)]
    [InlineData("en", true)]
    [InlineData("km", false)]
    public async Task A_jobseeker_is_registered_referred_accepted_placed_and_counted(string language, bool scripts)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo, language, scripts);
        var (page, words) = (visitor.Page, visitor.Words);
        var name = language == "km" ? (scripts ? "មករា" : "កុម្ភៈ") : "មិថុនា";

        await visitor.SignInAsync("nea");
        var before = await PlacementsAsync(visitor);
        await visitor.SignOutAsync();

        await visitor.SignInAsync("employer");
        await visitor.GoAsync("/desk");
        var employer = await page.Locator("h1").InnerTextAsync();
        await visitor.SignOutAsync();

        await visitor.SignInAsync("sokha");
        await RegisterAsync(visitor, name, scripts);
        var file = new Uri(page.Url).AbsolutePath;

        await visitor.FollowAsync(words.SeeMatches);
        var ranked = page.Locator(".pes-match");
        await Expect(ranked.Nth(1)).ToBeVisibleAsync();
        await Expect(ranked.First.Locator(".pes-match__rank")).ToHaveTextAsync("1");
        await Expect(ranked.First.Locator(".pes-reason--for").First).ToBeVisibleAsync();

        var offered = ranked.Filter(new() { HasText = employer }).First;
        await Expect(offered).ToBeVisibleAsync();
        await offered.Locator("a[href*='/refer/']").ClickAsync();
        await page.GetByLabel(words.WhyFits, Visitor.Exact).FillAsync("Sews well · ដេរបានល្អ");
        await page.Locator("[name='ConsentGiven'][type='checkbox']").CheckAsync();
        await visitor.PressAsync(words.SendToEmployer);
        await Expect(page).ToHaveURLAsync(new Uri(demo.Address, file + "/referrals").ToString());
        await Expect(page.Locator("main .pes-card")).ToContainTextAsync(words.Waiting);
        await visitor.SignOutAsync();

        await visitor.SignInAsync("employer");
        await AcceptAsync(visitor, $"សាកល្បង {name}");
        await visitor.SignOutAsync();

        await visitor.SignInAsync("sokha");
        await visitor.GoAsync(file + "/referrals");
        await Expect(page.Locator("main .pes-card")).ToContainTextAsync(words.Accepted);
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = words.RecordPlacement }).ClickAsync();
        await visitor.DateAsync("StartsOn", DateOnly.FromDateTime(DateTime.UtcNow.AddHours(7)));
        await page.GetByLabel(words.ByEmployer, Visitor.Exact).CheckAsync();
        await visitor.PressAsync(words.Record);
        await Expect(page.Locator("main .pes-card")).ToContainTextAsync(employer);
        await visitor.GoAsync(file);
        await Expect(page.Locator(".pes-timeline")).ToContainTextAsync(words.Placed);
        await visitor.SignOutAsync();

        await visitor.SignInAsync("nea");
        Assert.Equal(before + 1, await PlacementsAsync(visitor));
    }

    /// <summary>Row 42: an officer overrides the order in two clicks at most, counted, and the next run keeps it.</summary>
    [ChromiumTheory]
    [InlineData("km", true)]
    [InlineData("en", false)]
    public async Task A_vacancy_is_moved_up_and_another_hidden_in_two_clicks_at_most_and_the_next_run_keeps_both(string language, bool scripts)
    {
        const int MostClicks = 2;
        await using var visitor = await Visitor.ComeAsync(chromium, demo, language, scripts);
        var page = visitor.Page;
        await visitor.SignInAsync("sokha");
        await RegisterAsync(visitor, language == "km" ? "មីនា" : "មេសា", scripts);
        await visitor.FollowAsync(visitor.Words.SeeMatches);
        var matches = page.Url;
        var rows = page.Locator(".pes-match");
        var links = page.Locator(".pes-match h2 a");
        await Expect(rows.Nth(3)).ToBeVisibleAsync();
        var clicks = 0;
        async Task ClickAsync(ILocator what)
        {
            clicks++;
            await what.ClickAsync();
        }

        async Task<string> VacancyAsync(int row) => (await links.Nth(row).GetAttributeAsync("href"))!.Split('?')[0];
        var (third, fourth) = (await VacancyAsync(2), await VacancyAsync(3));
        await ClickAsync(rows.Nth(3).Locator("button[name='act'][value='up']"));
        await Expect(links.Nth(2)).ToHaveAttributeAsync("href", new Regex(Regex.Escape(fourth), RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.InRange(clicks, 1, MostClicks);
        Assert.Equal(third, await VacancyAsync(3));

        clicks = 0;
        var first = await VacancyAsync(0);
        await ClickAsync(rows.First.Locator("details summary"));
        await ClickAsync(rows.First.Locator("button[name='reason'][value='too-far']"));
        await Expect(page.Locator($".pes-match h2 a[href^='{first}']")).ToHaveCountAsync(0);
        Assert.InRange(clicks, 1, MostClicks);

        // Another run, by the keyboard alone: what was moved goes to the top by one button.
        await visitor.GoAsync(matches);
        await Expect(page.Locator($".pes-match h2 a[href^='{first}']")).ToHaveCountAsync(0);
        await Expect(rows.Filter(new() { Has = page.Locator($"h2 a[href^='{fourth}']") }).Locator(".pes-tag--accent")).ToBeVisibleAsync();
        await rows.Filter(new() { Has = page.Locator($"h2 a[href^='{fourth}']") }).Locator("button[value='pin']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(links.First).ToHaveAttributeAsync("href", new Regex(Regex.Escape(fourth), RegexOptions.None, TimeSpan.FromSeconds(1)));
        await visitor.GoAsync(matches);
        Assert.Equal(fourth, await VacancyAsync(0));
    }

    private static async Task RegisterAsync(Visitor visitor, string name, bool scripts)
    {
        var (page, words) = (visitor.Page, visitor.Words);
        await visitor.GoAsync("/cases/new");
        await page.GetByLabel(words.FamilyName, Visitor.Exact).FillAsync("សាកល្បង");
        await page.GetByLabel(words.GivenName, Visitor.Exact).FillAsync(name);
        await page.GetByLabel(words.Female, Visitor.Exact).CheckAsync();
        await visitor.DateAsync("Input.BornOn", new DateOnly(1998, 4, 3));
        await visitor.PressAsync(words.LookForFile);

        // The step in between is there only where somebody like her is registered already.
        await Expect(page.Locator(".pes-steps__done").First).ToBeVisibleAsync();
        var goOn = page.GetByRole(AriaRole.Button, new() { Name = words.NotTheSame, Exact = true });
        if (await goOn.CountAsync() > 0)
        {
            await goOn.ClickAsync();
        }

        await page.GetByLabel(words.Province, Visitor.Exact).SelectOptionAsync("15");
        await page.GetByLabel(words.Education, Visitor.Exact).SelectOptionAsync("primary");
        var occupation = page.GetByRole(AriaRole.Combobox, new() { Name = words.Occupation, Exact = true });
        if (scripts)
        {
            await occupation.FillAsync(words.SewingMachineOperators);
            await page.GetByRole(AriaRole.Option, new() { Name = words.SewingMachineOperators }).First.ClickAsync();
        }
        else
        {
            await occupation.SelectOptionAsync("8153");
        }

        await page.GetByLabel(words.WorkProvince, Visitor.Exact).SelectOptionAsync("15");
        await page.GetByLabel(words.CaseWork, Visitor.Exact).CheckAsync();
        await page.GetByLabel(words.ShareWithEmployer, Visitor.Exact).CheckAsync();
        await visitor.PressAsync(words.Register);
        await Expect(page.Locator("h1")).ToHaveTextAsync($"សាកល្បង {name}");
    }

    private static async Task AcceptAsync(Visitor visitor, string name)
    {
        var (page, words) = (visitor.Page, visitor.Words);
        await visitor.GoAsync("/desk/referrals");
        while (await page.Locator("main td a").Filter(new() { HasText = name }).CountAsync() == 0)
        {
            var number = int.Parse(await page.Locator(".pes-pages [aria-current]").InnerTextAsync(), CultureInfo.InvariantCulture);
            await page.Locator($".pes-pages a[href$='p={number + 1}']").ClickAsync();
            await Expect(page.Locator(".pes-pages [aria-current]")).ToHaveTextAsync((number + 1).ToString(CultureInfo.InvariantCulture));
        }

        await page.Locator("main td a").Filter(new() { HasText = name }).ClickAsync();
        await page.Locator("summary", new() { HasTextString = words.Accept }).First.ClickAsync();
        await visitor.PressAsync(words.AcceptCandidate);
        await Expect(page.Locator("main")).ToContainTextAsync(words.Accepted);
    }

    private static async Task<int> PlacementsAsync(Visitor visitor)
    {
        await visitor.GoAsync("/figures?measure=Placements");
        var tile = visitor.Page.Locator(".pes-figure").Filter(new() { Has = visitor.Page.GetByRole(AriaRole.Link, new() { Name = visitor.Words.Placements, Exact = true }) });
        var shown = await tile.Locator(".pes-figure__value").InnerTextAsync();
        return int.Parse(shown, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }
}
