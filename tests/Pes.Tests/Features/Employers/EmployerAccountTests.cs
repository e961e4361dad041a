using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Employers;

/// <summary>The accounts of a company: who they are, and the way to one more.</summary>
public sealed class EmployerAccountTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task An_officer_invites_a_person_from_the_employers_page_and_sees_the_account_there()
    {
        var employer = await host.Given.EmployerAsync();
        using var officer = await host.SignedInAsync(await host.Given.CounsellorAsync());
        officer.Language = "en";
        await officer.GoAsync($"/employers/{employer}");
        Assert.Contains("Nobody signs in for this company yet.", officer.Text, StringComparison.Ordinal);
        await officer.FollowAsync("Invite a person of this company");
        await officer.Fill("User name", $"sokha-{employer:N}"[..20]).Fill("Name as others see it", "Sokha").PressAsync("Make the invitation");
        var link = officer.Page.QuerySelector("[data-invitation]")!.TextContent;
        Assert.Contains("/invitation/", link, StringComparison.Ordinal);
        await officer.GoAsync($"/employers/{employer}");
        Assert.Contains("Sokha", officer.Text, StringComparison.Ordinal);
        Assert.Contains("Invited", officer.Text, StringComparison.Ordinal);

        var account = await host.InDatabaseAsync(db => db.SingleAsync<Guid>("SELECT Id FROM Account WHERE EmployerId = @Employer", new { Employer = employer }));
        await host.Given.WithPasswordAsync(account);
        await officer.GoAsync($"/employers/{employer}");
        Assert.Contains("Active", officer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_company_sees_its_own_accounts_without_the_way_to_invite_and_not_anothers()
    {
        var (own, other) = (await host.Given.EmployerAsync(), await host.Given.EmployerAsync());
        var account = await host.Given.EmployerAccountAsync(own);
        await host.Given.EmployerAccountAsync(other);
        using var company = await host.SignedInAsync(account);
        await company.GoAsync($"/employers/{own}");
        Assert.Contains("គណនីរបស់ក្រុមហ៊ុន", company.Text, StringComparison.Ordinal);
        Assert.Empty(company.Page.QuerySelectorAll("a[href$='/invite']"));
        using var api = await host.ApiAsync(account);
        Assert.Equal(1, (await api.ReadAsync($"employers/{own}/accounts")).GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"employers/{other}/accounts")).StatusCode);
    }
}
