using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Pes.Features.Reference;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

/// <summary>A place is chosen from province to village, without scripts and with them; in words where no list knows the province.</summary>
public sealed class PlaceFieldTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task An_address_is_chosen_list_by_list_and_nothing_typed_is_lost()
    {
        await host.Given.PlacesAsync();
        var counsellor = await host.Given.CounsellorAsync();
        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await ReachDetailsAsync(browser);
        Assert.Equal("15", Select(browser, "Address-ProvinceCode").Value);
        Assert.Equal(["", "1501", "1505"], Select(browser, "Address-DistrictCode").Options.Select(o => o.Value));

        browser.Fill("E-mail", "who@example").Fill("District", "Bakan (district)");
        await browser.PressAsync("Show districts, communes and villages");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal("who@example", ((IHtmlInputElement)browser.Page.GetElementById("Input-Email")!).Value);
        Assert.Null(browser.Page.QuerySelector(".govuk-error-message"));
        browser.Fill("Commune", "Boeng Khnar (commune)");
        await browser.PressAsync("Show districts, communes and villages");
        browser.Fill("Village", "Srah Rumduol (village)").Fill("E-mail", "").Fill("Street and house", "12").Fill("Highest education", "lower-secondary");
        ((IHtmlInputElement)browser.Page.QuerySelector("input[value=case-work]")!).IsChecked = true;
        await browser.PressAsync("Register");
        Assert.Contains("has been registered", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Srah Rumduol", browser.Text, StringComparison.Ordinal);

        // The change form begins with what is stored, and a province changed on top of it is told.
        await browser.GoAsync(browser.Address.AbsolutePath + "/person");
        Assert.Equal("15010201", Select(browser, "Address-VillageCode").Value);
        browser.Fill("Province", "17");
        await browser.PressAsync("Save");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("does not lie in the one chosen above it", browser.Text, StringComparison.Ordinal);
        Assert.Equal(["", "1710"], Select(browser, "Address-DistrictCode").Options.Select(o => o.Value));
        browser.Fill("District", "1710");
        await browser.PressAsync("Show districts, communes and villages");
        await browser.PressAsync("Save");
        Assert.Contains("Siem Reap", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Srah Rumduol", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_list_knows_the_province_the_place_is_said_in_words_in_Khmer_too()
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync("20"));
        await ReachDetailsAsync(browser, khmer: true);
        Assert.Null(browser.Page.GetElementById("Address-DistrictCode"));
        browser.Fill("ក្រុង-ស្រុក-ខណ្ឌ ឃុំ-សង្កាត់ និងភូមិ", "ស្រុកកំពង់រោទិ៍").Fill("កម្រិតវប្បធម៌ខ្ពស់បំផុត", "primary");
        ((IHtmlInputElement)browser.Page.QuerySelector("input[value=case-work]")!).IsChecked = true;
        await browser.PressAsync("ចុះឈ្មោះ");
        Assert.Contains("ស្រុកកំពង់រោទិ៍", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_partial_update_answers_the_lists_below_a_choice_and_no_other_name()
    {
        await host.Given.PlacesAsync();
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        await browser.GoAsync("/lookups/place-fields?for=Address&depth=4&Address.ProvinceCode=15&Address.DistrictCode=1501");
        Assert.Null(browser.Page.QuerySelector("header"));
        Assert.Equal("1501", Select(browser, "Address-DistrictCode").Value);
        Assert.Contains("ឃុំបឹងខ្នារ", Select(browser, "Address-CommuneCode").TextContent, StringComparison.Ordinal);
        Assert.Null(browser.Page.GetElementById("Address-VillageCode"));

        await browser.GoAsync("/lookups/place-fields?for=Content.Places[1]&depth=2&Content.Places[1].ProvinceCode=15&Content.Places[1].DistrictCode=1501");
        Assert.Contains("ក្រុង-ស្រុក-ខណ្ឌទី 2", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("[name$=CommuneCode]"));

        await browser.GoAsync("/lookups/place-fields?for=%22%3E%3Cscript%3E");
        Assert.Equal("Address.ProvinceCode", browser.Page.QuerySelector("select")!.GetAttribute("name"));
    }

    [Fact]
    public async Task The_place_of_a_vacancy_is_chosen_to_the_district()
    {
        await host.Given.PlacesAsync();
        using var company = await host.SignedInAsync(await host.Given.EmployerAccountAsync(await host.Given.EmployerAsync()));
        company.Language = "en";
        await company.GoAsync("/desk/vacancies/new");
        company.Fill("Title in English", "Baker").Fill("Description in English", "Bakes bread at night.").Fill("Province", "15").Fill("Province 2", "17");
        await company.PressAsync("Show districts");
        Assert.Equal("Baker", ((IHtmlInputElement)company.Page.GetElementById("Content-TitleEn")!).Value);
        company.Fill("District", "1505").Fill("District 2", "1710");
        await company.PressAsync("Save the draft");
        Assert.Equal("", company.Page.QuerySelector(".govuk-error-summary")?.TextContent ?? "");
        Assert.Contains("Pursat", company.Text, StringComparison.Ordinal);
        await company.GoAsync(company.Address.AbsolutePath + "/edit");
        Assert.Equal("1505", Select(company, "Content-Places-0--DistrictCode").Value);
        company.Fill("Province", "17").Fill("Province 2", "");
        await company.PressAsync("Save");
        Assert.Contains("We do not know this district in the chosen province", company.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_lists_what_lies_in_a_place()
    {
        await host.Given.PlacesAsync();
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var districts = await api.GetFromJsonAsync<JsonElement>("places?parent=15");
        Assert.Equal(["1501", "1505"], districts.EnumerateArray().Select(d => d.GetProperty("code").GetString()));
        Assert.Equal("Municipality", districts[1].GetProperty("typeEn").GetString());
        Assert.Equal(0, (await api.GetFromJsonAsync<JsonElement>("places?parent=99")).GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await api.GetAsync(new Uri("places?parent=x", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("15", "1501", "150102", "15010201", null)]
    [InlineData("15", "", "", "", null)]
    [InlineData("17", "1501", "150102", "", "DistrictCode")]
    [InlineData("", "1501", "", "", "DistrictCode")]
    [InlineData("15", "1505", "150102", "15010201", "CommuneCode")]
    [InlineData("15", "", "150102", "", "CommuneCode")]
    [InlineData("15", "1501", "150101", "15010201", "VillageCode")]
    public void A_place_lies_in_the_one_above_it(string province, string district, string commune, string village, string? broken) =>
        Assert.Equal(broken, new PlaceFields { ProvinceCode = province, DistrictCode = district, CommuneCode = commune, VillageCode = village }.Broken);

    private static async Task ReachDetailsAsync(Browser browser, bool khmer = false)
    {
        string L(string en, string km) => khmer ? km : en;
        await browser.GoAsync("/cases/new");
        browser.Fill(L("Family name", "នាមត្រកូល"), "ស៊ិន").Fill(L("Given name", "នាមខ្លួន"), $"សុផល{Guid.CreateVersion7():N}"[..12]).Fill(L("Female", "ស្រី"), "female")
            .Fill(L("Day", "ថ្ងៃ"), "2").Fill(L("Month", "ខែ"), "3").Fill(L("Year", "ឆ្នាំ"), "1985");
        await browser.PressAsync(L("Look for an existing file", "ពិនិត្យមើលសំណុំឯកសារដែលមានរួច"));
        if (browser.Page.GetElementById("Address-ProvinceCode") is null)
        {
            await browser.PressAsync(L("Not the same person", "មិនមែនមនុស្សតែមួយ"));
        }
    }

    private static IHtmlSelectElement Select(Browser browser, string id) => (IHtmlSelectElement)browser.Page.GetElementById(id)!;
}
