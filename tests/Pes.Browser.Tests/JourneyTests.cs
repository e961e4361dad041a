using System.Globalization;
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
