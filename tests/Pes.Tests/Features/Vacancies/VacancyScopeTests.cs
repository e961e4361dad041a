using System.Net;
using System.Text.Json;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Vacancies;

/// <summary>What a company sees and changes is its own; nobody overwrites unseen; nothing is set that is not asked for.</summary>
public sealed class VacancyScopeTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_company_never_meets_another_ones_vacancy()
    {
        var owner = await host.Given.EmployerAsync();
        var draft = await host.Given.DraftVacancyAsync(owner);
        using var own = await host.ApiAsync(await host.Given.EmployerAccountAsync(owner));
        using var other = await host.ApiAsync(await host.Given.EmployerAccountAsync(await host.Given.EmployerAsync()));
        var body = new { version = 1, content = host.Given.VacancyContent(), reasonCode = "withdrawn", closesOn = "2027-01-01" };

        Assert.Equal("draft", (await own.ReadAsync($"vacancies/{draft}")).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri($"vacancies/{draft}", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync($"vacancies/{draft}", new { version = 1, body.content }, HttpMethod.Put)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync($"vacancies/{draft}/submission", new { version = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync($"vacancies/{draft}/closing", new { version = 1, body.reasonCode })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync($"vacancies/{draft}/reopening", new { version = 1, body.closesOn })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync("vacancies", new { employerId = owner, body.content })).StatusCode);
        Assert.Equal(0, (await other.ReadAsync($"vacancies?employerId={owner}")).GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri($"employers/{owner}", UriKind.Relative))).StatusCode);

        using var page = await host.SignedInAsync(await host.Given.EmployerAccountAsync(await host.Given.EmployerAsync()));
        await page.GoAsync($"/vacancies/{draft}");
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        await page.GoAsync($"/vacancies/{draft}/edit");
        Assert.Equal(HttpStatusCode.NotFound, page.Status);

        Assert.Equal(HttpStatusCode.NoContent, (await own.SendAsync($"vacancies/{draft}/submission", new { version = 1 })).StatusCode);
    }

    [Theory]
    [InlineData("number")]
    [InlineData("status")]
    [InlineData("taken")]
    [InlineData("publishedAt")]
    [InlineData("createdBy")]
    [InlineData("version")]
    [InlineData("scope")]
    [InlineData("role")]
    [InlineData("id")]
    public async Task A_column_that_is_not_asked_for_is_refused_and_not_set(string column)
    {
        var employer = await host.Given.EmployerAsync();
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(employer));
        var body = JsonSerializer.SerializeToNode(new { content = host.Given.VacancyContent() }, JsonSerializerOptions.Web)!.AsObject();
        var inside = JsonSerializer.SerializeToNode(new { content = host.Given.VacancyContent() }, JsonSerializerOptions.Web)!.AsObject();
        body[column] = "live";
        inside["content"]![column] = "live";
        Assert.Equal(HttpStatusCode.BadRequest, (await company.SendAsync("vacancies", body)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await company.SendAsync("vacancies", inside)).StatusCode);
        Assert.Equal(0, (await company.ReadAsync("vacancies")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Of_two_who_edit_the_second_sees_both_versions_field_by_field()
    {
        var id = await host.Given.DraftVacancyAsync(await host.Given.EmployerAsync());
        using var first = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var second = await host.ApiAsync(await host.Given.CentreManagerAsync());
        var content = host.Given.VacancyContent();
        Assert.Equal(HttpStatusCode.NoContent, (await first.SendAsync($"vacancies/{id}", new { version = 1, content = content with { Openings = 9 } }, HttpMethod.Put)).StatusCode);

        var refused = await second.SendAsync($"vacancies/{id}", new { version = 1, content = content with { Openings = 4, EducationCode = "bachelor" } }, HttpMethod.Put);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var conflicts = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("conflicts").EnumerateArray()
            .ToDictionary(c => c.GetProperty("field").GetString()!, c => (c.GetProperty("theirs").GetString(), c.GetProperty("yours").GetString()), StringComparer.Ordinal);
        Assert.Equal(("9", "4"), conflicts["openings"]);
        Assert.Equal(("Primary school", "Bachelor degree"), conflicts["educationCode"]);
        // A skill that the text names was proposed for both and is no conflict.
        Assert.Equal(["educationCode", "openings"], conflicts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(9, (await first.ReadAsync($"vacancies/{id}")).GetProperty("content").GetProperty("openings").GetInt32());
    }

    [Fact]
    public async Task Of_fifty_who_edit_the_same_version_at_once_one_is_kept()
    {
        var id = await host.Given.DraftVacancyAsync(await host.Given.EmployerAsync());
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        var answers = await Task.WhenAll(Enumerable.Range(1, 50).Select(i =>
            officer.SendAsync($"vacancies/{id}", new { version = 1, content = host.Given.VacancyContent() with { Openings = i } }, HttpMethod.Put)));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.NoContent));
        Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.NoContent), a => Assert.True(a.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests));
        Assert.Equal(2, (await officer.ReadAsync($"vacancies/{id}")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_live_vacancy_whose_new_text_restricts_goes_back_to_the_check()
    {
        var employer = await host.Given.EmployerAsync();
        var id = await host.Given.LiveVacancyAsync(employer);
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(employer));
        var content = host.Given.VacancyContent();
        await company.SendAsync($"vacancies/{id}", new { version = 2, content = content with { Openings = 8 } }, HttpMethod.Put);
        Assert.Equal("live", (await company.ReadAsync($"vacancies/{id}")).GetProperty("status").GetString());
        await company.SendAsync($"vacancies/{id}", new { version = 3, content = content with { TextEn = "Only female candidates." } }, HttpMethod.Put);
        Assert.Equal("submitted", (await company.ReadAsync($"vacancies/{id}")).GetProperty("status").GetString());
    }
}
