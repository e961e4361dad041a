using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.CaseFiles;

public sealed class RegistrationPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_counsellor_registers_a_jobseeker_in_Khmer_without_scripts()
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        await browser.GoAsync("/cases/new");
        browser.Fill("នាមត្រកូល", "ម៉ៅ").Fill("នាមខ្លួន", "ស្រីល័ក្ខ").Fill("ស្រី", "female").Fill("ថ្ងៃ", "២២").Fill("ខែ", "១១").Fill("ឆ្នាំ", "១៩៩៩")
            .Fill("លេខទូរស័ព្ទ", "០១២ ០០០ ៤១៨");
        await browser.PressAsync("ពិនិត្យមើលសំណុំឯកសារដែលមានរួច");
        Assert.Contains("រកមិនឃើញសំណុំឯកសារដែលមានរួចទេ", browser.Text, StringComparison.Ordinal);

        browser.Fill("កម្រិតវប្បធម៌ខ្ពស់បំផុត", "lower-secondary").Fill("មុខរបរចង់ធ្វើ", "8153").Fill("ប្រាក់ឈ្នួលទាបបំផុតដែលទទួលយក", "៨៥០,០០០");
        Check(browser, "case-work");
        Check(browser, "share-with-employer");
        await browser.PressAsync("ចុះឈ្មោះ");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.StartsWith("/cases/", browser.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("បានចុះឈ្មោះ ម៉ៅ ស្រីល័ក្ខ រួចហើយ", browser.Text, StringComparison.Ordinal);
        Assert.Contains("15-2026-", browser.Text, StringComparison.Ordinal);
        Assert.Contains("012 000 418", browser.Text, StringComparison.Ordinal);
        Assert.Contains("850,000 រៀល / ខែ", browser.Text, StringComparison.Ordinal);
        Assert.Contains("22 វិច្ឆិកា 1999", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_in_English_shows_the_file_that_exists()
    {
        var counsellor = await host.Given.CounsellorAsync();
        await host.Given.CaseFileAsync(counsellor: counsellor, with: c => c with
        {
            FamilyName = "គឹម", GivenName = "ចាន់ដារ៉ា", FamilyNameLatin = "Kim", GivenNameLatin = "Chandara", BornOn = new DateOnly(1990, 5, 4), Phone = "093111222",
        });
        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await browser.GoAsync("/cases/new");
        browser.Fill("Family name", "គឹម").Fill("Given name", "ចាន់តារា").Fill("Family name in Latin letters (optional)", "Khim").Fill("Given name in Latin letters (optional)", "Chan Dara")
            .Fill("Female", "female").Fill("Day", "4").Fill("Month", "5").Fill("Year", "1990");
        await browser.PressAsync("Look for an existing file");
        Assert.Contains("Files that may be the same person", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Likely", browser.Text, StringComparison.Ordinal);

        await browser.PressAsync("Not the same person");
        Check(browser, "case-work");
        await browser.PressAsync("Register");
        Assert.Contains("Khim Chan Dara has been registered.", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ទេព", "សុភា", "៤", "possible")]
    [InlineData("Tep", "Sophea", "៥", "possible")]
    [InlineData("Chhim", "Sophea", "៥", "none")]
    public async Task A_file_of_the_same_name_spelt_otherwise_is_shown_as_possible(string family, string given, string month, string shown)
    {
        var counsellor = await host.Given.CounsellorAsync();
        await host.Given.CaseFileAsync(counsellor: counsellor, with: c => c with
        {
            FamilyName = "ទេព", GivenName = "សុភា", Sex = "female", BornOn = new DateOnly(1994, 5, 4), Phone = null,
        });
        using var browser = await host.SignedInAsync(counsellor);
        await browser.GoAsync("/cases/new");
        browser.Fill("នាមត្រកូល", family).Fill("នាមខ្លួន", given).Fill("ស្រី", "female").Fill("ថ្ងៃ", month == "៤" ? "២០" : "៤").Fill("ខែ", month).Fill("ឆ្នាំ", month == "៤" ? "១៩៩៥" : "១៩៩៤");
        await browser.PressAsync("ពិនិត្យមើលសំណុំឯកសារដែលមានរួច");
        Assert.Equal(shown == "possible", browser.Text.Contains("អាចជាមនុស្សតែមួយ", StringComparison.Ordinal));
        Assert.Equal(shown == "possible", browser.Text.Contains("ទេព សុភា", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost()
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        await browser.GoAsync("/cases/new");
        browser.Fill("Family name", "ហេង").Fill("Telephone", "12").Fill("Day", "31").Fill("Month", "2").Fill("Year", "1990");
        await browser.PressAsync("Look for an existing file");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Write a real date", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Write the telephone number with its digits", browser.Text, StringComparison.Ordinal);
        Assert.Equal("ហេង", browser.Page.GetElementById("Input-FamilyName")!.GetAttribute("value"));
        Assert.Equal("31", browser.Page.GetElementById("Input-BornOn-day")!.GetAttribute("value"));

        browser.Fill("Given name", "វិបុល").Fill("Male", "male").Fill("Telephone", "").Fill("Day", "3");
        await browser.PressAsync("Look for an existing file");
        await browser.PressAsync("Register");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Without her consent", browser.Text.Replace("the jobseeker's", "her", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_monitor_finds_no_such_page()
    {
        using var browser = await host.SignedInAsync(await host.Given.MonitorAsync());
        await browser.GoAsync("/cases/new");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    private static void Check(Browser browser, string code) =>
        ((AngleSharp.Html.Dom.IHtmlInputElement)browser.Page.QuerySelector($"input[type=checkbox][value={code}]")!).IsChecked = true;
}
