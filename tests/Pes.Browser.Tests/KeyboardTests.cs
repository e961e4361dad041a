using Microsoft.Playwright;
using Pes.Browser.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Pes.Browser.Tests;

[Collection(ProductCollection.Name)]
public sealed class KeyboardTests(DemoProcess demo, Chromium chromium)
{
    [ChromiumFact]
    public async Task Slash_moves_to_the_search_and_types_nothing()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo, "km");
        await visitor.SignInAsync("sokha");
        await visitor.Page.Keyboard.PressAsync("/");
        var search = visitor.Page.Locator("[data-search]");
        await Expect(search).ToBeFocusedAsync();
        await Expect(search).ToHaveValueAsync("");
    }

    [ChromiumTheory]
    [InlineData("sokha", "/cases")]
    [InlineData("employer", "/desk")]
    [InlineData("nea", "/figures")]
    public async Task The_first_tab_reaches_the_skip_link_which_leads_to_the_content(string account, string path)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo, "km");
        await visitor.SignInAsync(account);
        await visitor.GoAsync(path);
        await visitor.Page.Keyboard.PressAsync("Tab");
        var skip = visitor.Page.GetByRole(AriaRole.Link, new() { Name = visitor.Words.Skip, Exact = true });
        await Expect(skip).ToBeFocusedAsync();
        await Expect(skip).ToBeInViewportAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator("#main")).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task J_and_k_walk_a_list_and_enter_opens_a_row()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo, "en");
        await visitor.SignInAsync("sokha");
        await visitor.GoAsync("/cases");
        await visitor.Page.Keyboard.PressAsync("j");
        var rows = visitor.Page.Locator("[data-list] [data-row]");
        await Expect(rows.First).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("j");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("k");
        var address = await rows.First.GetAttributeAsync("href");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page).ToHaveURLAsync(new Uri(demo.Address, address).ToString());
    }

    [ChromiumFact]
    public async Task A_suggestion_that_comes_after_the_choice_does_not_cover_what_stands_below()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, demo, "en");
        await visitor.SignInAsync("employer");
        await visitor.GoAsync("/desk/vacancies/new");
        var late = new TaskCompletionSource();
        await visitor.Page.RouteAsync("**/lookups/occupations?*", async route =>
        {
            if (route.Request.Url.EndsWith("cooks", StringComparison.Ordinal))
            {
                await late.Task;
            }

            await route.ContinueAsync();
        });
        var field = visitor.Page.Locator("input[data-lookup*='occupations']").First;
        var list = visitor.Page.Locator("#" + await field.GetAttributeAsync("aria-controls"));
        await field.FillAsync("cook");
        await Expect(list).ToBeVisibleAsync();
        var second = visitor.Page.WaitForRequestAsync("**/lookups/occupations?q=cooks");
        await field.PressSequentiallyAsync("s");
        await second;
        await list.GetByRole(AriaRole.Option).First.ClickAsync();
        await Expect(list).ToBeHiddenAsync();
        late.SetResult();
        await visitor.Page.WaitForTimeoutAsync(500);
        await Expect(list).ToBeHiddenAsync();
    }
}
