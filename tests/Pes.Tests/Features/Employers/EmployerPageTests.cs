using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Employers;

/// <summary>An employer is registered, found, verified, changed and suspended on its pages.</summary>
public sealed class EmployerPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task An_employer_is_registered_verified_changed_and_suspended()
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        await browser.GoAsync("/employers");
        await browser.FollowAsync("Register an employer");
        await browser.PressAsync("Register an employer");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.Fill("Name in Latin letters", "Tonle Sap Fishery").Fill("Name in Khmer", "នេសាទទន្លេសាប").Fill("Telephone", "០១២ ៣៤៥ ៦៧៨").PressAsync("Register an employer");
        Assert.Contains("Tonle Sap Fishery", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Not verified yet", browser.Text, StringComparison.Ordinal);
        var address = browser.Address.AbsolutePath;
        await browser.PressAsync("Verify the employer");
        Assert.Contains("The employer is verified", browser.Text, StringComparison.Ordinal);

        await browser.FollowAsync("Change the details");
        await browser.Fill("Name in Khmer", "សហគ្រាសនេសាទទន្លេសាប").PressAsync("Save");
        Assert.Equal(address, browser.Address.AbsolutePath);
        Assert.Contains("សហគ្រាសនេសាទទន្លេសាប", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync("/employers?Filter.Q=tonle");
        Assert.NotNull(browser.Page.QuerySelector($"a[href='{address}']"));

        await browser.GoAsync(address);
        await browser.Fill("Reason", "Its offers were false.").PressAsync("Suspend");
        Assert.Contains("The employer is suspended", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Its offers were false.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_company_of_the_same_name_is_asked_about_before_it_is_registered_twice()
    {
        var name = $"Angkor Silk {Guid.CreateVersion7():N}"[..20];
        await host.Given.EmployerAsync(with: e => e with { NameEn = name });
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        await browser.GoAsync("/employers/new");
        await browser.Fill("Name in Latin letters", name).PressAsync("Register an employer");
        Assert.NotEqual(HttpStatusCode.OK, browser.Status);
        await browser.Fill("This is another employer", "true").PressAsync("Register an employer");
        Assert.StartsWith("/employers/", browser.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task Two_who_change_one_employer_see_labels_of_both_versions()
    {
        var employer = await host.Given.EmployerAsync();
        using var first = await host.SignedInAsync(await host.Given.CounsellorAsync());
        using var second = await host.SignedInAsync(await host.Given.CentreManagerAsync());
        first.Language = "en";
        await first.GoAsync($"/employers/{employer}/edit");
        await second.GoAsync($"/employers/{employer}/edit");
        await first.Fill("Number of employees", "micro").PressAsync("Save");
        Assert.Equal(HttpStatusCode.OK, first.Status);
        await second.Fill("រាជធានី-ខេត្ត", "12").PressAsync("រក្សាទុក");
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        var conflict = second.Page.QuerySelector(".pes-conflict")!.TextContent;
        Assert.Contains("ភ្នំពេញ", conflict, StringComparison.Ordinal);
        Assert.DoesNotContain("micro", conflict, StringComparison.Ordinal);
        Assert.DoesNotContain("large", conflict, StringComparison.Ordinal);
    }
}
