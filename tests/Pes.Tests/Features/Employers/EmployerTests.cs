using System.Net;
using Pes.Features.Employers;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Employers;

/// <summary>Employers are recorded once, verified, suspended, found and changed.</summary>
public sealed class EmployerTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData("Angkor Garment Co., Ltd.", "ANGKOR GARMENT", true)]
    [InlineData("The Angkor Garment Company Limited", "Angkor-Garment Co.,Ltd", true)]
    [InlineData("ក្រុមហ៊ុន អង្គរ", "អង្គរ", true)]
    [InlineData("Angkor Garment", "Angkor Garments 2", false)]
    public void Two_spellings_of_a_name_meet(string a, string b, bool same) => Assert.Equal(same, EmployerNameKey.Of(a) == EmployerNameKey.Of(b));

    [Theory]
    [InlineData(null, false, false, null)]
    [InlineData("like", true, true, "employer-registration-known")]
    [InlineData("like", false, false, "employer-name-known")]
    [InlineData("like", false, true, null)]
    public void Registering(string? like, bool sameNumber, bool isAnother, string? code) => Assert.Equal(code, RegisterEmployer.Handler.Refuse(
        like is null ? null : new LikeEmployer { Id = Guid.CreateVersion7(), Name = like, SameRegistration = sameNumber }, isAnother)?.Code);

    [Theory]
    [InlineData(null, "not-found", "not-found")]
    [InlineData("unverified", null, null)]
    [InlineData("verified", "employer-is-verified", null)]
    [InlineData("suspended", null, "employer-suspended")]
    public void Verifying_and_suspending(string? status, string? verify, string? suspend)
    {
        Assert.Equal(verify, VerifyEmployer.Handler.Refuse(status)?.Code);
        Assert.Equal(suspend, SuspendEmployer.Handler.Refuse(status)?.Code);
    }

    [Fact]
    public async Task An_employer_is_registered_once_verified_changed_and_suspended_with_its_vacancies()
    {
        using var officer = await host.ApiAsync(await host.Given.CounsellorAsync());
        var details = new { nameEn = "Kravanh Furniture Co., Ltd.", nameKm = "គ្រឿងសង្ហារិមក្រវាញ", registrationNumber = "00012345", provinceCode = "15", sectorCode = "31", phone = "០១២ ៣៤៥ ៦៧៨" };
        var id = await officer.CreatedAsync("employers", new { details });
        Assert.Contains("employer-registration-known", await (await officer.SendAsync("employers", new { details, isAnother = true })).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var alike = new { nameEn = "KRAVANH FURNITURE" };
        Assert.Contains("employer-name-known", await (await officer.SendAsync("employers", new { details = alike })).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal("012345678", (await officer.ReadAsync($"employers/{id}")).GetProperty("details").GetProperty("phone").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"employers/{id}/verification", new { version = 1 })).StatusCode);
        var live = await host.Given.LiveVacancyAsync(id);
        Assert.Equal(id, (await officer.ReadAsync("employers?q=kravanh")).GetProperty("rows")[0].GetProperty("id").GetGuid());
        Assert.Equal(1, (await officer.ReadAsync("employers?q=ក្រវាញ&sector=C&province=15&status=verified")).GetProperty("rows")[0].GetProperty("liveVacancies").GetInt32());

        Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"employers/{id}", new { version = 2, details = new { details.nameEn, details.registrationNumber, addressLine = "Road 5" } }, HttpMethod.Put)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await officer.SendAsync($"employers/{id}", new { version = 2, details = new { details.nameEn, addressLine = "Road 6" } }, HttpMethod.Put)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"employers/{id}/suspension", new { version = 3, reason = "Asked jobseekers for money." })).StatusCode);
        Assert.Equal("closed", (await officer.ReadAsync($"vacancies/{live}")).GetProperty("status").GetString());
        Assert.Contains("employer-suspended", await (await officer.SendAsync("vacancies", new { employerId = id, content = host.Given.VacancyContent() })).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_company_that_changes_its_name_is_verified_again_and_one_that_changes_its_telephone_is_not()
    {
        var id = await host.Given.EmployerAsync();
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(id));
        var before = (await company.ReadAsync($"employers/{id}")).GetProperty("details");
        var (nameEn, nameKm) = (before.GetProperty("nameEn").GetString(), before.GetProperty("nameKm").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await company.SendAsync($"employers/{id}", new { version = 2, details = new { nameEn, nameKm, phone = "012345678" } }, HttpMethod.Put)).StatusCode);
        Assert.Equal("verified", (await company.ReadAsync($"employers/{id}")).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await company.SendAsync($"employers/{id}", new { version = 3, details = new { nameEn = "Another Name Altogether", nameKm } }, HttpMethod.Put)).StatusCode);
        Assert.Equal("unverified", (await company.ReadAsync($"employers/{id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Answers_are_counted_by_the_day_in_Cambodia()
    {
        var due = new DateOnly(2026, 11, 20);
        var answers = ReadEmployer.Handler.Count(
            [
                new() { AnswerDueOn = due, AnsweredAt = new DateTime(2026, 11, 20, 16, 59, 0, DateTimeKind.Utc) },
                new() { AnswerDueOn = due, AnsweredAt = new DateTime(2026, 11, 20, 17, 0, 0, DateTimeKind.Utc) },
                new() { AnswerDueOn = due },
                new() { AnswerDueOn = due.AddDays(5) },
            ],
            due.AddDays(1));
        Assert.Equal((4, 2, 1, 1), (answers.Sent, answers.Answered, answers.InTime, answers.Overdue));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("km", "ឈ្មោះជាអក្សរឡាតាំង", "ចុះឈ្មោះនិយោជក", "នេះជានិយោជកផ្សេង", "ផ្ទៀងផ្ទាត់និយោជក", "បានផ្ទៀងផ្ទាត់")]
    [InlineData("en", "Name in Latin letters", "Register an employer", "This is another employer", "Verify the employer", "Verified")]
    public async Task A_counsellor_registers_and_verifies_in_both_languages(string language, string name, string register, string another, string verify, string verified)
    {
        using var officer = await host.SignedInAsync(await host.Given.CounsellorAsync());
        officer.Language = language;
        var typed = $"Tonle Rice Mill {language}";
        for (var round = 0; round < 2; round++)
        {
            await officer.GoAsync("/employers");
            await officer.FollowAsync(register);
            await officer.Fill(name, typed).PressAsync(register);
            if (round == 1)
            {
                Assert.Equal(HttpStatusCode.UnprocessableEntity, officer.Status);
                await officer.Fill(another, "yes").PressAsync(register);
            }

            Assert.Equal(HttpStatusCode.OK, officer.Status);
            Assert.Contains(typed, officer.Text, StringComparison.Ordinal);
        }

        await officer.PressAsync(verify);
        Assert.Contains(verified, officer.Page.QuerySelector(".pes-tag--good")!.TextContent, StringComparison.Ordinal);
        await officer.GoAsync("/employers?Filter.Q=tonle&Filter.Status=verified");
        Assert.Contains(typed, officer.Text, StringComparison.Ordinal);
    }
}
