using System.Text.Json;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Vacancies;

/// <summary>Search of vacancies by words: what is found, counted and told, and for whom.</summary>
public sealed class VacancySearchTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Finds_by_words_of_the_text_in_either_script_and_by_number()
    {
        var word = Word();
        var vacancy = await host.Given.LiveVacancyAsync(await host.Given.EmployerAsync(), c => c with { TextEn = $"Repairs {word} looms.", TextKm = "ត្រូវមានបទពិសោធន៍ជួសជុលម៉ាស៊ីនត្បាញ។" });
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        Assert.Equal([vacancy], Ids(await officer.ReadAsync($"vacancies?q={word}")));
        Assert.Contains(vacancy, Ids(await officer.ReadAsync("vacancies?q=បទពិសោធន៍ ម៉ាស៊ីនត្បាញ")));
        Assert.Equal([vacancy], Ids(await officer.ReadAsync($"vacancies?q=\"{word} looms\"")));
        Assert.Empty(Ids(await officer.ReadAsync($"vacancies?q=\"looms {word}\"")));
        var number = (await officer.ReadAsync($"vacancies/{vacancy}")).GetProperty("number").GetString();
        Assert.Contains(vacancy, Ids(await officer.ReadAsync($"vacancies?q={number}")));
    }

    [Fact]
    public async Task A_misspelt_word_is_corrected_and_told_and_the_best_fit_comes_first()
    {
        var employer = await host.Given.EmployerAsync();
        var inText = await host.Given.LiveVacancyAsync(employer, c => c with { TextEn = "Helps the upholsterer." });
        var inTitle = await host.Given.LiveVacancyAsync(employer, c => c with { TitleEn = "Upholsterer" });
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        var page = await officer.ReadAsync("vacancies?q=upholstrer");
        Assert.Equal([inTitle, inText], Ids(page));
        var correction = Assert.Single(page.GetProperty("corrections").EnumerateArray());
        Assert.Equal(("upholstrer", "upholsterer"), (correction.GetProperty("asked").GetString(), correction.GetProperty("searched").GetString()));
        Assert.Equal([0, 11], page.GetProperty("rows")[0].GetProperty("titleMarks")[0].EnumerateObject().Select(p => p.Value.GetInt32()));
        Assert.Empty(Ids(await officer.ReadAsync("vacancies?q=\"upholstrer\"")));
    }

    [Theory]
    [InlineData("kracheh", "10")]
    [InlineData("krache", "10")]
    [InlineData("takaev", "21")]
    [InlineData("sihanoukville", "18")]
    [InlineData("kompong cham", "03")]
    [InlineData("rattanakiri", "16")]
    [InlineData("ក្រុងព្រះសីហនុ", "18")]
    public async Task A_place_is_found_by_each_of_its_spellings_even_where_a_text_has_that_one(string spelling, string province)
    {
        var employer = await host.Given.EmployerAsync();
        var there = await host.Given.LiveVacancyAsync(employer, c => c with { Places = [new() { ProvinceCode = province }] });
        var elsewhere = await host.Given.LiveVacancyAsync(employer);
        await host.Given.LiveVacancyAsync(employer, c => c with { TextEn = $"Drives to {spelling} each week.", TextKm = "បើកបរ" });
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        var found = await officer.ReadAsync($"vacancies?q={spelling}&province={province}");
        Assert.Contains(there, Ids(found));
        Assert.Empty(found.GetProperty("corrections").EnumerateArray());
        Assert.DoesNotContain(elsewhere, Ids(await officer.ReadAsync($"vacancies?q={spelling}")));
    }

    [Fact]
    public async Task A_company_finds_and_counts_its_own_vacancies_alone()
    {
        var word = Word();
        var own = await host.Given.EmployerAsync();
        var mine = await host.Given.LiveVacancyAsync(own, c => c with { TitleEn = $"{word} cook", ContractCode = "seasonal" });
        await host.Given.LiveVacancyAsync(await host.Given.EmployerAsync(), c => c with { TitleEn = $"{word} cook", HoursCode = "night", Places = [new() { ProvinceCode = "18" }] });
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(own));
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        foreach (var sort in new[] { "best", "closing" })
        {
            var page = await company.ReadAsync($"vacancies?q={word}&facets=true&sort={sort}");
            Assert.Equal([mine], Ids(page));
            Assert.Equal(1, page.GetProperty("total").GetInt32());
            Assert.Equal(["contract seasonal 1", "hours full-time 1", "occupation 8 1", "province 15 1", "status live 1", "wage 800000 1"], Facets(page));
        }

        Assert.Equal(
            ["contract fixed-term 1", "contract seasonal 1", "hours full-time 1", "hours night 1", "occupation 8 2", "province 15 1", "province 18 1", "status live 2", "wage 800000 2"],
            Facets(await officer.ReadAsync($"vacancies?q={word}&facets=true")));
        Assert.Equal(["contract seasonal 1", "province 15 1"], Facets(await company.ReadAsync("vacancies?facets=true")).Where(f => f.StartsWith("contract", StringComparison.Ordinal) || f.StartsWith("province", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_live_stands_before_what_fits_better_and_is_over()
    {
        var (word, employer) = (Word(), await host.Given.EmployerAsync());
        var live = await host.Given.LiveVacancyAsync(employer, c => c with { TextEn = $"Helps the {word}." });
        var draft = await host.Given.DraftVacancyAsync(employer, c => c with { TitleEn = word });
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        Assert.Equal([live, draft], Ids(await officer.ReadAsync($"vacancies?q={word}")));
        Assert.Equal([draft], Ids(await officer.ReadAsync($"vacancies?q={word}&status=draft")));
    }

    [Fact]
    public async Task A_word_of_another_company_neither_corrects_nor_completes_what_a_company_types()
    {
        var (own, rival) = (await host.Given.EmployerAsync(), await host.Given.EmployerAsync());
        await host.Given.DraftVacancyAsync(rival, c => c with { TitleEn = "Zorblaxing operator" });
        var mine = await host.Given.DraftVacancyAsync(own, c => c with { TitleEn = "Zorblazing operator" });
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(own));
        using var competitor = await host.ApiAsync(await host.Given.EmployerAccountAsync(rival));
        foreach (var (client, asked, word) in new[] { (company, "zorblaxing", "zorblazing"), (company, "zorblaing", "zorblazing"), (competitor, "zorblaing", "zorblaxing") })
        {
            var page = await client.ReadAsync($"vacancies?q={asked}");
            Assert.Equal((asked, word), Assert.Single(page.GetProperty("corrections").EnumerateArray().Select(c => (c.GetProperty("asked").GetString(), c.GetProperty("searched").GetString()))));
            Assert.Single(Ids(page));
        }

        Assert.Equal([mine], Ids(await company.ReadAsync("vacancies?q=zorbla")));
        Assert.Empty(Ids(await company.ReadAsync("vacancies?q=zorblax")));
    }

    [Theory]
    [InlineData("contract=seasonal", true)]
    [InlineData("contract=permanent", false)]
    [InlineData("hours=night", true)]
    [InlineData("hours=full-time", false)]
    [InlineData("wage=800000", true)]
    [InlineData("wage=1200000", false)]
    [InlineData("province=18", true)]
    [InlineData("isco=81", true)]
    [InlineData("isco=82", false)]
    [InlineData("isco=9", false)]
    [InlineData("status=live", true)]
    [InlineData("status=closed", false)]
    public async Task Filters_narrow_a_list_and_a_search_alike(string filter, bool isFound)
    {
        var employer = await host.Given.EmployerAsync();
        var word = Word();
        await host.Given.LiveVacancyAsync(employer, c => c with { TitleEn = $"{word} cook", ContractCode = "seasonal", HoursCode = "night", Places = [new() { ProvinceCode = "18" }] });
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        Assert.Equal(isFound ? 1 : 0, (await officer.ReadAsync($"vacancies?employerId={employer}&{filter}")).GetProperty("total").GetInt32());
        Assert.Equal(isFound ? 1 : 0, (await officer.ReadAsync($"vacancies?q={word}&{filter}")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_is_written_and_closed_is_found_as_it_is_now()
    {
        var (before, after) = (Word(), Word());
        var vacancy = await host.Given.LiveVacancyAsync(await host.Given.EmployerAsync(), c => c with { TitleEn = $"{before} cook" });
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        Assert.Equal([vacancy], Ids(await officer.ReadAsync($"vacancies?q={before}&status=live")));
        var content = host.Given.VacancyContent() with { TitleEn = $"{after} cook" };
        await officer.SendAsync($"vacancies/{vacancy}", new { version = 2, content }, HttpMethod.Put);
        Assert.Empty(Ids(await officer.ReadAsync($"vacancies?q=\"{before}\"")));
        Assert.Equal([vacancy], Ids(await officer.ReadAsync($"vacancies?q={after}")));
    }

    [Fact]
    public async Task A_new_name_of_a_company_is_searched_at_once_and_a_suspension_counts_its_vacancies_as_closed()
    {
        var (word, name) = (Word(), Word());
        var employer = await host.Given.EmployerAsync();
        var vacancy = await host.Given.LiveVacancyAsync(employer, c => c with { TitleEn = $"{word} cook" });
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        Assert.Equal([vacancy], Ids(await officer.ReadAsync($"vacancies?q={word}&status=live")));
        await officer.SendAsync($"employers/{employer}", new { version = 2, details = new { nameEn = $"{name} Garments" } }, HttpMethod.Put);
        Assert.Equal([vacancy], Ids(await officer.ReadAsync($"vacancies?q={name}")));
        await officer.SendAsync($"employers/{employer}/suspension", new { version = 3, reason = "Asked jobseekers for money." });
        Assert.Equal(["status closed 1"], Facets(await officer.ReadAsync($"vacancies?q={word}&facets=true")).Where(f => f.StartsWith("status", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_page_links_facets_marks_words_and_says_what_was_corrected()
    {
        var employer = await host.Given.EmployerAsync();
        await host.Given.LiveVacancyAsync(employer, c => c with { TitleEn = "Bookbinder", ContractCode = "seasonal" });
        await host.Given.LiveVacancyAsync(employer, c => c with { TitleEn = "Bookbinder of maps" });
        using var officer = await host.SignedInAsync(await host.Given.CounsellorAsync());
        officer.Language = "en";
        await officer.GoAsync("/vacancies?Filter.Q=bokbinder");
        Assert.Equal(2, officer.Page.QuerySelectorAll("mark").Length);
        Assert.Contains("no vacancy has “bokbinder”", officer.Text, StringComparison.Ordinal);
        Assert.Null(officer.Page.QuerySelector(".pes-facets[open]"));
        var seasonal = officer.Page.QuerySelectorAll(".pes-facets a").Single(a => a.TextContent.Contains("Seasonal", StringComparison.Ordinal));
        Assert.Equal("Seasonal work 1", string.Join(' ', seasonal.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        await officer.GoAsync(seasonal.GetAttribute("href")!);
        Assert.Single(officer.Page.QuerySelectorAll("[data-row]"));
        Assert.NotNull(officer.Page.QuerySelector(".pes-facets[open] .pes-chip--on"));
        await officer.GoAsync("/vacancies?Filter.Q=%22bokbinder%22");
        Assert.NotNull(officer.Page.QuerySelector(".pes-empty"));
    }

    // Letters alone, far from every other word of this kind.
    private static string Word() => string.Concat(Guid.CreateVersion7().ToString("N").Select(c => (char)(c <= '9' ? c - '0' + 'a' : c + 10)))[^12..];

    private static IEnumerable<Guid> Ids(JsonElement page) => page.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("id").GetGuid());

    private static IEnumerable<string> Facets(JsonElement page) => page.GetProperty("facets").EnumerateArray()
        .Select(f => $"{f.GetProperty("facet").GetString()} {f.GetProperty("value").GetString()} {f.GetProperty("count").GetInt32()}");
}
