using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.CaseFiles;

/// <summary>Each part of a case file is changed on its page, by its visible labels, and stands in the file afterwards.</summary>
public sealed class ProfilePageTests(PesHost host) : IClassFixture<PesHost>
{
    public static TheoryData<string, (string Label, string Value)[], string[]> Parts => new()
    {
        { "skills", [("Skill", "Accounting software use"), ("Level", "3")], ["Accounting software use"] },
        { "work-history", [("Job title", "Tailor"), ("Occupation", "Tailors, dressmakers, furriers and hatters"), ("Employer", "Sun Rise Garment"), ("From", "2019"), ("To", "05/2022")], ["Tailor", "Sun Rise Garment"] },
        { "education", [("Level", "upper-secondary"), ("Field of study", "Book-keeping"), ("School or institution", "Pursat High School"), ("Year finished", "២០១៧")], ["Book-keeping", "Pursat High School", "2017"] },
        { "languages", [("Language", "English"), ("Level", "3")], ["English"] },
        { "licences", [("Licence", "driving-a1"), ("Valid until", "31/12/2030")], ["31 December 2030"] },
        { "certificates", [("Certificate", "First aid"), ("Issued by", "Red Cross"), ("Level of the Cambodian Qualifications Framework", "1"), ("Issued on", "2024")], ["First aid", "Red Cross"] },
        { "accommodations", [("Accommodation", "1")], [] },
        { "priority-groups", [("Group", "rural")], [] },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task A_part_is_written_and_read_again(string part, (string Label, string Value)[] typed, string[] shown)
    {
        var (browser, file) = await OpenAsync();
        using (browser)
        {
            await browser.GoAsync($"/cases/{file}/{part}");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            foreach (var (label, value) in typed)
            {
                browser.Fill(label, label == "Accommodation" ? FirstChoice(browser, label) : value);
            }

            await browser.PressAsync("Save");
            Assert.Equal($"/cases/{file}", browser.Address.AbsolutePath);
            Assert.Contains("Saved.", browser.Text, StringComparison.Ordinal);
            Assert.All(shown, s => Assert.Contains(s, browser.Text, StringComparison.Ordinal));

            // Typed again, the form begins with what is stored; emptied, the row is gone.
            await browser.GoAsync($"/cases/{file}/{part}");
            Assert.NotEqual("", ValueOf(browser, typed[0].Label));
            foreach (var (label, _) in typed)
            {
                browser.Fill(label, "");
            }

            await browser.PressAsync("Save");
            await browser.GoAsync($"/cases/{file}/{part}");
            Assert.Equal("", ValueOf(browser, typed[0].Label));
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_at_its_row_and_kept()
    {
        var (browser, file) = await OpenAsync();
        using (browser)
        {
            await browser.GoAsync($"/cases/{file}/work-history");
            await browser.Fill("Job title", "Tailor").Fill("From", "long ago").PressAsync("Save");
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            Assert.Contains("Write a real date", browser.Text, StringComparison.Ordinal);
            Assert.Equal("long ago", ValueOf(browser, "From"));
            Assert.Equal("Tailor", ValueOf(browser, "Job title"));
        }
    }

    [Fact]
    public async Task The_wish_is_changed_and_a_second_editor_sees_both_in_words()
    {
        var (first, file) = await OpenAsync();
        using (first)
        using (var second = await host.SignedInAsync(await host.Given.CentreManagerAsync()))
        {
            await first.GoAsync($"/cases/{file}/wish");
            await second.GoAsync($"/cases/{file}/wish");
            await first.Fill("Lowest wage accepted", "900,000").Fill("Hours", "part-time").PressAsync("Save");
            Assert.Contains("900,000 riel", first.Text, StringComparison.Ordinal);
            await second.Fill("ម៉ោងធ្វើការ", "full-time").PressAsync("រក្សាទុក");
            Assert.Equal(HttpStatusCode.Conflict, second.Status);
            var conflict = second.Page.QuerySelector(".pes-conflict")!.TextContent;
            Assert.DoesNotContain("part-time", conflict, StringComparison.Ordinal);
            Assert.Contains("900,000 រៀល", conflict, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_person_is_corrected()
    {
        var (browser, file) = await OpenAsync();
        using (browser)
        {
            await browser.GoAsync($"/cases/{file}/person");
            await browser.Fill("Given name", "កល្យាណី").Fill("Telephone", "០១២ ៩៩៩ ៨៨៨").Fill("Day", "៧").PressAsync("Save");
            Assert.Contains("012 999 888", browser.Text, StringComparison.Ordinal);
            Assert.Contains("កល្យាណី", browser.Text, StringComparison.Ordinal);
            await browser.GoAsync($"/cases/{file}/person");
            await browser.Fill("Given name", "").PressAsync("Save");
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        }
    }

    [Fact]
    public async Task A_consent_is_withdrawn_and_recorded_and_the_file_closed_and_opened_again()
    {
        var (browser, file) = await OpenAsync();
        using (browser)
        {
            await browser.GoAsync($"/cases/{file}/consents");
            await browser.PressAsync("Withdraw: Contact me by text message");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            await browser.GoAsync($"/cases/{file}/consents");
            await browser.PressAsync("Record consent: Contact me by text message");
            Assert.Equal(HttpStatusCode.OK, browser.Status);

            await browser.GoAsync($"/cases/{file}/close");
            await browser.Fill("Reason", FirstChoice(browser, "Reason")).PressAsync("Close the file");
            Assert.Contains("Closed", browser.Text, StringComparison.Ordinal);
            await browser.GoAsync($"/cases/{file}/reopen");
            await browser.PressAsync("Open the file again");
            Assert.Equal($"/cases/{file}", browser.Address.AbsolutePath);
        }
    }

    private async Task<(Browser Browser, Guid File)> OpenAsync()
    {
        var counsellor = await host.Given.CounsellorAsync();
        var file = await host.Given.CaseFileAsync(counsellor: counsellor);
        var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        return (browser, file);
    }

    private static AngleSharp.Dom.IElement Field(Browser browser, string label) => browser.Page.GetElementById(
        browser.Page.QuerySelectorAll("label").First(l => l.TextContent.Trim().StartsWith(label, StringComparison.Ordinal)).GetAttribute("for")!)!;

    private static string ValueOf(Browser browser, string label) => Field(browser, label) switch
    {
        AngleSharp.Html.Dom.IHtmlSelectElement select => select.Value ?? "",
        var input => input.GetAttribute("value") ?? "",
    };

    private static string FirstChoice(Browser browser, string label) => ((AngleSharp.Html.Dom.IHtmlSelectElement)Field(browser, label)).Options.First(o => o.Value.Length > 0).Value;
}
