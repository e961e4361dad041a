using System.Net;
using System.Text.Json;
using Pes.Features.Vacancies;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Vacancies;

/// <summary>The endpoints of vacancies, from a draft to its end.</summary>
public sealed class VacancyApiTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_vacancy_goes_from_the_employer_through_the_check_to_the_public_and_is_closed()
    {
        var employer = await host.Given.EmployerAsync();
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(employer));
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());

        var id = await company.CreatedAsync("vacancies", Body());
        var draft = await company.ReadAsync($"vacancies/{id}");
        Assert.Equal("draft", draft.GetProperty("status").GetString());
        Assert.Matches(@"^V-2026-\d{6}$", draft.GetProperty("number").GetString());
        Assert.Equal(900_000, draft.GetProperty("monthlyWageFromKhr").GetInt64());

        Assert.Equal(HttpStatusCode.NoContent, (await company.SendAsync($"vacancies/{id}/submission", new { version = 1 })).StatusCode);
        Assert.True((await company.SendAsync($"vacancies/{id}/publication", new { version = 2 })).StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"vacancies/{id}/publication", new { version = 2 })).StatusCode);
        Assert.Equal("live", (await officer.ReadAsync($"vacancies/{id}")).GetProperty("status").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await company.SendAsync($"vacancies/{id}/closing", new { version = 3, reasonCode = "filled-otherwise" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await company.SendAsync($"vacancies/{id}/reopening", new { version = 4, closesOn = "2027-01-31" })).StatusCode);
        Assert.Equal("submitted", (await officer.ReadAsync($"vacancies/{id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_restriction_by_sex_stops_publication_until_an_officer_has_decided()
    {
        var employer = await host.Given.EmployerAsync();
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        var id = await officer.CreatedAsync("vacancies", Body(employer, c => c with { TextEn = "Female only, age 18 to 25." }));
        var flags = (await officer.ReadAsync($"vacancies/{id}")).GetProperty("flags").EnumerateArray().ToList();
        Assert.Contains(flags, f => f.GetProperty("kind").GetString() == "sex-restriction" && f.GetProperty("words").GetString()!.Contains("Female", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(flags, f => f.GetProperty("kind").GetString() == "age-restriction");

        var refused = await officer.SendAsync($"vacancies/{id}/publication", new { version = 1 });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("vacancy-flags-open", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        foreach (var flag in flags)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"vacancies/{id}/flags/{flag.GetProperty("id").GetGuid()}/resolution", new { })).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"vacancies/{id}/publication", new { version = 1 })).StatusCode);
    }

    [Fact]
    public async Task A_vacancy_of_an_employer_nobody_verified_is_not_published()
    {
        var employer = await host.Given.EmployerAsync(verified: false);
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        var id = await officer.CreatedAsync("vacancies", Body(employer));
        var refused = await officer.SendAsync($"vacancies/{id}/publication", new { version = 1 });
        Assert.Contains("employer-not-verified", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"employers/{employer}/verification", new { version = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"vacancies/{id}/publication", new { version = 1 })).StatusCode);
    }

    [Fact]
    public async Task The_same_vacancy_twice_is_flagged_as_a_duplicate_of_the_live_one()
    {
        var employer = await host.Given.EmployerAsync();
        var first = await host.Given.LiveVacancyAsync(employer, c => c with { TitleEn = "Quality Controller", TitleKm = null });
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        var second = await officer.CreatedAsync("vacancies", Body(employer, c => c with { TitleEn = "quality  controller", TitleKm = null }));
        var number = (await officer.ReadAsync($"vacancies/{first}")).GetProperty("number").GetString();
        var flag = Assert.Single((await officer.ReadAsync($"vacancies/{second}")).GetProperty("flags").EnumerateArray());
        Assert.Equal(("possible-duplicate", number), (flag.GetProperty("kind").GetString(), flag.GetProperty("words").GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.SendAsync($"vacancies/{second}/publication", new { version = 1 })).StatusCode);
    }

    [Fact]
    public async Task A_vacancy_sent_back_says_why_and_can_be_sent_again()
    {
        var employer = await host.Given.EmployerAsync();
        var id = await host.Given.SubmittedVacancyAsync(employer);
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(employer));
        Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"vacancies/{id}/return", new { version = 2, reason = "Say where the factory is." })).StatusCode);
        var flag = Assert.Single((await company.ReadAsync($"vacancies/{id}")).GetProperty("flags").EnumerateArray());
        Assert.Equal(("returned", "Say where the factory is."), (flag.GetProperty("kind").GetString(), flag.GetProperty("words").GetString()));
        Assert.Equal(HttpStatusCode.NoContent, (await company.SendAsync($"vacancies/{id}/submission", new { version = 3 })).StatusCode);
        Assert.Empty((await company.ReadAsync($"vacancies/{id}")).GetProperty("flags").EnumerateArray());
    }

    [Fact]
    public async Task What_the_author_left_open_is_proposed_from_title_and_text()
    {
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        var id = await officer.CreatedAsync("vacancies", Body(await host.Given.EmployerAsync(), c => c with { TitleEn = "Accountant", TitleKm = null, IscoCode = null, TextEn = "Must know QuickBooks." }));
        var vacancy = await officer.ReadAsync($"vacancies/{id}");
        Assert.Equal("2411", vacancy.GetProperty("content").GetProperty("iscoCode").GetString());
        Assert.InRange(vacancy.GetProperty("iscoConfidence").GetDouble(), 0.01, 1);
        Assert.NotEmpty(vacancy.GetProperty("content").GetProperty("essentialSkills").EnumerateArray());
    }

    [Fact]
    public async Task A_list_is_filtered_counted_and_found_by_folded_words_of_the_title()
    {
        var employer = await host.Given.EmployerAsync();
        var live = await host.Given.LiveVacancyAsync(employer, c => c with { TitleEn = "Café Barista Trainee", TitleKm = null, IscoCode = "5132", Places = [new() { ProvinceCode = "17" }, new() { ProvinceCode = "12" }] });
        var draft = await host.Given.DraftVacancyAsync(employer, c => c with { TitleEn = "Barista", TitleKm = null, IscoCode = "5132", Places = [new() { ProvinceCode = "17" }] });
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync("12"));

        Assert.Equal(new HashSet<Guid> { draft, live }, Ids(await officer.ReadAsync("vacancies?q=BARISTA")).ToHashSet());
        Assert.Equal([live], Ids(await officer.ReadAsync("vacancies?q=trainee%20cafe")));
        Assert.Equal([live], Ids(await officer.ReadAsync($"vacancies?employerId={employer}&province=12")));
        Assert.Equal([draft], Ids(await officer.ReadAsync($"vacancies?employerId={employer}&status=draft")));
        Assert.Equal(2, (await officer.ReadAsync($"vacancies?employerId={employer}&isco=513&size=1")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await officer.ReadAsync($"vacancies?employerId={employer}")).GetProperty("byStatus").GetProperty("live").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.GetAsync(new Uri("vacancies?sort=Number%20DESC", UriKind.Relative))).StatusCode);
    }

    private object Body(Guid? employerId = null, Func<VacancyContent, VacancyContent>? with = null) =>
        new { employerId, content = with?.Invoke(host.Given.VacancyContent()) ?? host.Given.VacancyContent() };

    private static IEnumerable<Guid> Ids(JsonElement page) => page.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("id").GetGuid());
}
