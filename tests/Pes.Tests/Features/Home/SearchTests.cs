using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Home;

/// <summary>The search of the bar: each role finds what it may see, and nothing else.</summary>
public sealed class SearchTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_counsellor_finds_people_vacancies_and_employers_from_the_bar()
    {
        var word = Word();
        var person = await host.Given.CaseFileAsync(with: c => c with { FamilyNameLatin = word, GivenNameLatin = "Dara" });
        await host.Given.CaseFileAsync("12", with: c => c with { FamilyNameLatin = word, GivenNameLatin = "Elsewhere" });
        var employer = await host.Given.EmployerAsync(with: e => e with { NameEn = $"{word} Trading" });
        await host.Given.LiveVacancyAsync(employer, c => c with { TitleEn = $"{word} driver" });
        await host.Given.DraftVacancyAsync(employer, c => c with { TitleEn = $"{word} draft" });

        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        await browser.GoAsync("/cases");
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)browser.Page.QuerySelector(".pes-search")!;
        ((AngleSharp.Html.Dom.IHtmlInputElement)form.QuerySelector("[data-search]")!).Value = word;
        await browser.SubmitAsync(form);
        Assert.Equal("/search", browser.Address.AbsolutePath);
        Assert.NotNull(browser.Page.QuerySelector($"a[href='/cases/{person}']"));
        Assert.DoesNotContain("Elsewhere", browser.Text, StringComparison.Ordinal);
        Assert.Contains($"{word} driver", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{word} draft", browser.Text, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector($"a[href='/employers/{employer}']"));
    }

    [Fact]
    public async Task A_monitor_finds_vacancies_alone_and_an_administrator_employers_too()
    {
        var word = Word();
        await host.Given.CaseFileAsync(with: c => c with { FamilyNameLatin = word, GivenNameLatin = "Dara" });
        var employer = await host.Given.EmployerAsync(with: e => e with { NameEn = $"{word} Trading" });
        var vacancy = await host.Given.LiveVacancyAsync(employer);
        foreach (var (account, employers) in new[] { (await host.Given.MonitorAsync(), false), (await host.Given.AdministratorAsync(), true) })
        {
            using var browser = await host.SignedInAsync(account);
            await browser.GoAsync($"/search?q={word}");
            Assert.NotNull(browser.Page.QuerySelector("[data-search]"));
            Assert.NotNull(browser.Page.QuerySelector($"a[href='/vacancies/{vacancy}']"));
            Assert.Equal(employers, browser.Page.QuerySelector($"a[href='/employers/{employer}']") is not null);
            Assert.Empty(browser.Page.QuerySelectorAll("a[href^='/cases']"));
        }
    }

    [Fact]
    public async Task An_employer_finds_its_own_vacancies_in_any_state()
    {
        var word = Word();
        var own = await host.Given.EmployerAsync();
        var draft = await host.Given.DraftVacancyAsync(own, c => c with { TitleEn = $"{word} cook" });
        var foreign = await host.Given.LiveVacancyAsync(await host.Given.EmployerAsync(), c => c with { TitleEn = $"{word} cook" });
        using var company = await host.SignedInAsync(await host.Given.EmployerAccountAsync(own));
        await company.GoAsync($"/search?q={word}");
        Assert.Contains("ដំណឹងជ្រើសរើសរបស់ខ្ញុំ", company.Text, StringComparison.Ordinal);
        Assert.NotNull(company.Page.QuerySelector($"a[href='/vacancies/{draft}']"));
        Assert.Null(company.Page.QuerySelector($"a[href='/vacancies/{foreign}']"));
    }

    [Theory]
    [InlineData("zzzzqqqq")]
    [InlineData("%")]
    public async Task Where_nothing_is_found_the_page_says_what_to_try(string words)
    {
        using var browser = await host.SignedInAsync(await host.Given.MonitorAsync());
        browser.Language = "en";
        await browser.GoAsync("/search?q=" + Uri.EscapeDataString(words + new string('x', 300)));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Try fewer words", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sees_no_vacancies_has_no_search()
    {
        using var browser = await host.SignedInAsync(await host.Given.TrainerAsync());
        await browser.GoAsync("/");
        Assert.Null(browser.Page.QuerySelector("[data-search]"));
        await browser.GoAsync("/search?q=x");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    // Letters that no other name of these tests has.
    private static string Word() => "Q" + string.Concat(Guid.CreateVersion7().ToString("N")[^10..].Select(c => (char)('a' + (c % 26))));
}
