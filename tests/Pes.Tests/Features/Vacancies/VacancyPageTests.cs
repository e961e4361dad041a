using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Vacancies;

/// <summary>The pages as their readers use them, without scripts.</summary>
public sealed class VacancyPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task An_employer_writes_in_Khmer_and_an_officer_publishes()
    {
        var employer = await host.Given.EmployerAsync();
        using var company = await host.SignedInAsync(await host.Given.EmployerAccountAsync(employer));
        await company.GoAsync("/desk");
        Assert.Equal(HttpStatusCode.OK, company.Status);
        await company.FollowAsync("ចុះដំណឹងជ្រើសរើស");
        company.Fill("ចំណងជើងជាភាសាខ្មែរ", "អ្នកដេរម៉ាស៊ីន")
            .Fill("ចំនួនត្រូវការ", "៣")
            .Fill("ការពិពណ៌នាការងារជាភាសាខ្មែរ", "ដេរអាវដោយម៉ាស៊ីនឧស្សាហកម្ម។")
            .Fill("រាជធានី-ខេត្ត", "15")
            .Fill("ប្រាក់ឈ្នួលចាប់ពី", "២១០.៥០")
            .Fill("ដុល្លារអាមេរិក", "USD");
        await company.PressAsync("រក្សាទុកសេចក្តីព្រាង");
        Assert.Equal(HttpStatusCode.OK, company.Status);
        Assert.Contains("បានរក្សាទុកសេចក្តីព្រាង", company.Text, StringComparison.Ordinal);
        Assert.Contains("210.5", company.Text, StringComparison.Ordinal);
        Assert.Contains("863,050 រៀល", company.Text, StringComparison.Ordinal);
        await company.PressAsync("ផ្ញើទៅពិនិត្យ");
        Assert.Contains("រង់ចាំការពិនិត្យ", company.Text, StringComparison.Ordinal);
        var address = company.Address.AbsolutePath;

        using var officer = await host.SignedInAsync(await host.Given.CounsellorAsync());
        await officer.GoAsync("/vacancies/check");
        Assert.Contains("អ្នកដេរម៉ាស៊ីន", officer.Text, StringComparison.Ordinal);
        await officer.GoAsync(address);
        await officer.PressAsync("ផ្សាយដំណឹង");
        Assert.Contains("ដំណឹងកំពុងផ្សាយជាសាធារណៈ", officer.Text, StringComparison.Ordinal);
        Assert.Contains("អ្នកស្វែងរកការងារដែលសម", officer.Text, StringComparison.Ordinal);

        await company.GoAsync("/desk");
        Assert.Contains("កំពុងផ្សាយ", company.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_writes_in_English_resolves_a_flag_publishes_and_closes()
    {
        var employer = await host.Given.EmployerAsync();
        using var officer = await host.SignedInAsync(await host.Given.CounsellorAsync());
        officer.Language = "en";
        await officer.GoAsync($"/vacancies/new?employer={employer}");
        officer.Fill("Title in English", "Cook").Fill("Occupation", "Cooks").Fill("Description in English", "Female only. Cooks lunch.").Fill("Province", "Pursat")
            .Fill("Essential skill 1", "Food preparation and nonsense");
        await officer.PressAsync("Save the draft");
        Assert.Equal(HttpStatusCode.BadRequest, officer.Status);
        Assert.Contains("We do not know the skill “Food preparation and nonsense”".Replace('“', '"').Replace('”', '"'), officer.Text, StringComparison.Ordinal);
        officer.Fill("Essential skill 1", "");
        await officer.PressAsync("Save the draft");
        Assert.Equal(HttpStatusCode.OK, officer.Status);
        Assert.Contains("Asks for one sex", officer.Text, StringComparison.Ordinal);
        await officer.PressAsync("May stand");
        await officer.PressAsync("Publish");
        Assert.Contains("The vacancy is live.", officer.Text, StringComparison.Ordinal);
        officer.Fill("Reason for closing", "Withdrawn by the employer");
        await officer.PressAsync("Close the vacancy");
        Assert.Contains("The vacancy is closed.", officer.Text, StringComparison.Ordinal);
        await officer.GoAsync("/vacancies?Filter.Status=closed&Filter.Q=cook");
        Assert.Contains("Cook", officer.Text, StringComparison.Ordinal);
        Assert.Contains("1 vacancies", officer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_editor_sees_both_versions_and_keeps_what_was_typed()
    {
        var id = await host.Given.DraftVacancyAsync(await host.Given.EmployerAsync());
        using var first = await host.SignedInAsync(await host.Given.CounsellorAsync());
        using var second = await host.SignedInAsync(await host.Given.CentreManagerAsync());
        first.Language = second.Language = "en";
        await first.GoAsync($"/vacancies/{id}/edit");
        await second.GoAsync($"/vacancies/{id}/edit");
        await first.Fill("Number of people wanted", "11").PressAsync("Save");
        await second.Fill("Number of people wanted", "12").PressAsync("Save");
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        var row = second.Page.QuerySelector(".pes-conflict__differs")!.TextContent;
        Assert.Contains("11", row, StringComparison.Ordinal);
        Assert.Contains("12", row, StringComparison.Ordinal);
        await second.PressAsync("Save");
        Assert.Contains("0 of 12 openings taken", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_of_vacancies_open_for_those_who_may()
    {
        var employer = await host.Given.EmployerAsync();
        var id = await host.Given.LiveVacancyAsync(employer);
        using var monitor = await host.SignedInAsync(await host.Given.MonitorAsync());
        foreach (var (path, status) in new[] { ("/vacancies", HttpStatusCode.OK), ($"/vacancies/{id}", HttpStatusCode.OK), ("/vacancies/check", HttpStatusCode.NotFound), ($"/vacancies/{id}/edit", HttpStatusCode.NotFound), ("/desk", HttpStatusCode.NotFound) })
        {
            await monitor.GoAsync(path);
            Assert.Equal((path, status), (path, monitor.Status));
        }

        using var officer = await host.SignedInAsync(await host.Given.CounsellorAsync());
        foreach (var path in new[] { "/vacancies", "/vacancies/new", "/vacancies/check", $"/vacancies/{id}", $"/vacancies/{id}/edit", "/vacancies?Filter.Flagged=true&Filter.ProvinceCode=15&Filter.Isco=8" })
        {
            await officer.GoAsync(path);
            Assert.Equal((path, HttpStatusCode.OK), (path, officer.Status));
        }
    }
}
