using Microsoft.Playwright;
using Xunit;

namespace Pes.Browser.Tests.Support;

/// <summary>A browser of somebody's own at the demo, with its language and the account that is signed in.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private const string Password = "pes-demo-2026";

    private readonly IBrowserContext context;

    private Visitor(IBrowserContext context, IPage page, Wording words)
    {
        this.context = context;
        Page = page;
        Words = words;
    }

    public IPage Page { get; }

    public Wording Words { get; }

    public static async Task<Visitor> ComeAsync(Chromium chromium, DemoProcess demo, string language, bool scripts = true, int width = 1280)
    {
        var own = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = demo.Address.ToString(),
            JavaScriptEnabled = scripts,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        await own.AddCookiesAsync([new Cookie { Name = "lang", Value = language, Url = demo.Address.ToString() }]);
        return new Visitor(own, await own.NewPageAsync(), Wording.In(language));
    }

    public async Task SignInAsync(string account)
    {
        await GoAsync("/sign-in");
        await Page.GetByLabel(Words.UserName, Exact).FillAsync(account);
        await Page.GetByLabel(Words.Password, Exact).FillAsync(Password);
        await PressAsync(Words.SignIn);
        await Assertions.Expect(Page.Locator(".pes-menu")).ToBeVisibleAsync();
    }

    public async Task SignOutAsync()
    {
        await Page.Locator(".pes-menu summary").ClickAsync();
        await PressAsync(Words.SignOut);
        await Assertions.Expect(Page.GetByLabel(Words.UserName, Exact)).ToBeVisibleAsync();
    }

    /// <summary>Opens an address of the product, which must answer with a page.</summary>
    public async Task GoAsync(string path)
    {
        var response = await Page.GotoAsync(path);
        Assert.True(response is { Ok: true }, $"{path} answers {response?.Status}");
    }

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task FollowAsync(string link) => Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    /// <summary>Fills the three parts of a date.</summary>
    public async Task DateAsync(string name, DateOnly day)
    {
        await Page.Locator($"[name='{name}.day']").FillAsync(Text(day.Day));
        await Page.Locator($"[name='{name}.month']").FillAsync(Text(day.Month));
        await Page.Locator($"[name='{name}.year']").FillAsync(Text(day.Year));

        static string Text(int part) => part.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    internal static PageGetByLabelOptions Exact { get; } = new() { Exact = true };
}
