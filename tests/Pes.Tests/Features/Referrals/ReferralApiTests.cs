using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Referrals;

/// <summary>Referral, answer and placement as an API client meets them.</summary>
public sealed class ReferralApiTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Refer_accept_place_and_follow_up()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync(openings: 2);
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var employer = await host.ApiAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));

        var referral = await counsellor.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", Referring(offer.VacancyId));
        var desk = await employer.GetFromJsonAsync<JsonElement>("desk/referrals");
        Assert.Equal(referral, desk.GetProperty("rows")[0].GetProperty("id").GetGuid());
        Assert.Equal(7, desk.GetProperty("rows")[0].GetProperty("daysLeft").GetInt32());

        var read = await employer.GetFromJsonAsync<JsonElement>($"referrals/{referral}");
        Assert.Equal("ម៉ៅ", read.GetProperty("cv").GetProperty("familyName").GetString());
        await employer.DoneAsync($"referrals/{referral}/answer", new { version = 1, answer = "accept", note = "Welcome" });
        Assert.Equal(1, await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT Taken FROM Vacancy WHERE Id = @VacancyId", new { offer.VacancyId })));

        var placement = await counsellor.CreatedAsync(
            $"case-files/{jobseeker.CaseFileId}/placements",
            new { referralId = referral, startsOn = "2026-12-01", monthlyWageKhr = 950_000, hoursPerWeek = 48, contractCode = "permanent", evidenceGrade = "employer" });
        var placements = await counsellor.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/placements");
        var shown = placements.GetProperty("placements")[0];
        Assert.Equal(placement, shown.GetProperty("id").GetGuid());
        Assert.Equal("2027-01-01 2027-03-01 2027-06-01 2027-12-01", string.Join(' ', shown.GetProperty("followUps").EnumerateArray().Select(f => f.GetProperty("dueOn").GetString())));

        await counsellor.DoneAsync(
            $"placements/{placement}/versions", new { version = 1, startsOn = "2026-12-03", monthlyWageKhr = 900_000, hoursPerWeek = 48, contractCode = "permanent", evidenceGrade = "both", reason = "The contract says otherwise" });
        shown = (await counsellor.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/placements")).GetProperty("placements")[0];
        Assert.Equal([2, 1], shown.GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("number").GetInt32()));
        Assert.Equal([900_000L, 950_000L], shown.GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("monthlyWageKhr").GetInt64()));
        Assert.Equal("2027-01-03", shown.GetProperty("followUps")[0].GetProperty("dueOn").GetString());

        var followUp = shown.GetProperty("followUps")[0].GetProperty("id").GetGuid();
        Assert.Equal("follow-up-too-early", await counsellor.RefusedAsync($"follow-ups/{followUp}/result", Result(version: 2)));

        host.Clock.Advance(TimeSpan.FromDays(40));
        using var later = await host.ApiAsync(await host.Given.CounsellorAsync());
        var due = await later.GetFromJsonAsync<JsonElement>("follow-ups");
        Assert.Contains(due.GetProperty("rows").EnumerateArray(), r => r.GetProperty("id").GetGuid() == followUp && r.GetProperty("months").GetInt32() == 1);
        await later.DoneAsync($"follow-ups/{followUp}/result", Result(version: 2));
        Assert.Equal("follow-up-recorded-already", await later.RefusedAsync($"follow-ups/{followUp}/result", Result(version: 3)));
        Assert.Equal(
            "referral-sent referral-accepted placement-recorded placement-corrected follow-up-recorded",
            string.Join(' ', await host.InDatabaseAsync(db => db.QueryAsync<string>("SELECT Kind FROM CaseEvent WHERE CaseFileId = @CaseFileId ORDER BY Seq", new { jobseeker.CaseFileId }))));
    }

    [Fact]
    public async Task A_jobseeker_is_referred_to_a_vacancy_once()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        await counsellor.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", Referring(offer.VacancyId));
        Assert.Equal("already-referred", await counsellor.RefusedAsync($"case-files/{jobseeker.CaseFileId}/referrals", Referring(offer.VacancyId)));
    }

    [Fact]
    public async Task Without_the_officers_tick_nothing_is_sent()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        var response = await counsellor.SendOnceAsync(
            $"case-files/{jobseeker.CaseFileId}/referrals", new { vacancyId = offer.VacancyId, reason = "Near her home", consentGiven = false });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("Tick this", problem.GetProperty("errors").GetProperty("consentGiven")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM Referral WHERE CaseFileId = @CaseFileId", new { jobseeker.CaseFileId })));
    }

    [Fact]
    public async Task Another_centre_finds_neither_case_nor_referral()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync("15");
        var offer = await host.Given.LiveVacancyAsync();
        using var own = await host.ApiAsync(await host.Given.CounsellorAsync("15"));
        using var other = await host.ApiAsync(await host.Given.CounsellorAsync("12"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendOnceAsync($"case-files/{jobseeker.CaseFileId}/referrals", Referring(offer.VacancyId))).StatusCode);

        var referral = await own.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", Referring(offer.VacancyId));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"referrals/{referral}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"case-files/{jobseeker.CaseFileId}/referrals")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"case-files/{jobseeker.CaseFileId}/placements")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendOnceAsync($"referrals/{referral}/withdrawal", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendOnceAsync($"referrals/{referral}/answer", new { version = 1, answer = "accept" })).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await other.SendOnceAsync($"case-files/{jobseeker.CaseFileId}/placements", new { employerId = offer.EmployerId, startsOn = "2026-11-23", evidenceGrade = "self" })).StatusCode);
        Assert.Equal(0, (await other.GetFromJsonAsync<JsonElement>("referrals/unanswered")).GetProperty("total").GetInt32());
        Assert.Contains((await own.GetFromJsonAsync<JsonElement>("referrals/unanswered?take=200")).GetProperty("rows").EnumerateArray(), r => r.GetProperty("id").GetGuid() == referral);
    }

    [Fact]
    public async Task Another_company_finds_no_candidate()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var rival = await host.ApiAsync(await host.Given.EmployerAccountAsync(await host.Given.VerifiedEmployerAsync("Rival")));
        var referral = await counsellor.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", Referring(offer.VacancyId));
        Assert.Equal(HttpStatusCode.NotFound, (await rival.GetAsync($"referrals/{referral}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await rival.SendOnceAsync($"referrals/{referral}/answer", new { version = 1, answer = "accept" })).StatusCode);
        Assert.Equal(0, (await rival.GetFromJsonAsync<JsonElement>("desk/referrals")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_employer_reads_the_cv_that_was_sent_not_todays()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var employer = await host.ApiAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));
        var referral = await counsellor.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", Referring(offer.VacancyId));
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync("UPDATE CvVersion SET IsCurrent = 0 WHERE PersonId = @PersonId", new { jobseeker.PersonId });
            return await db.ExecuteAsync(
                "INSERT INTO CvVersion (Id, PersonId, Number, IsCurrent, Document, CreatedAt) VALUES (@Id, @PersonId, 2, 1, @Document, @Now)",
                new { Id = Guid.CreateVersion7(), jobseeker.PersonId, Document = """{"schema":1,"familyName":"New","givenName":"Name"}"""u8.ToArray(), Now = host.Clock.GetUtcNow().UtcDateTime });
        });
        var read = await employer.GetFromJsonAsync<JsonElement>($"referrals/{referral}");
        Assert.Equal(1, read.GetProperty("cvNumber").GetInt32());
        Assert.Equal("ម៉ៅ", read.GetProperty("cv").GetProperty("familyName").GetString());
    }

    [Fact]
    public async Task A_refusal_reaches_the_jobseeker_with_its_reason()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var employer = await host.ApiAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));
        using var herself = await host.ApiAsync(await host.Given.JobseekerAccountAsync(jobseeker.PersonId));
        var referral = await counsellor.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", Referring(offer.VacancyId));
        await employer.DoneAsync($"referrals/{referral}/answer", new { version = 1, answer = "refuse", refusalReasonCode = "experience-lacking", note = "Please come again next year" });
        var seen = (await herself.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/referrals")).GetProperty("referrals")[0];
        Assert.Equal("refused", seen.GetProperty("status").GetString());
        Assert.Equal("experience-lacking", seen.GetProperty("refusalReasonCode").GetString());
        Assert.Equal("Please come again next year", seen.GetProperty("answerNote").GetString());
        var told = await host.InDatabaseAsync(db => db.SingleAsync<string>("SELECT Body FROM OutboxMessage WHERE PersonId = @PersonId", new { jobseeker.PersonId }));
        Assert.Contains("មិនបានជ្រើសរើស", told, StringComparison.Ordinal);
        Assert.Equal("referral-answered", await employer.RefusedAsync($"referrals/{referral}/answer", new { version = 2, answer = "accept" }));
    }

    [Fact]
    public async Task An_answer_to_an_older_version_shows_both()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var employer = await host.ApiAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));
        var referral = await counsellor.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", Referring(offer.VacancyId));
        await employer.DoneAsync(
            $"referrals/{referral}/answer", new { version = 1, answer = "invite", interviewAt = host.Clock.GetUtcNow().AddDays(3), interviewPlace = "Gate 2" });
        var response = await employer.SendOnceAsync($"referrals/{referral}/answer", new { version = 1, answer = "refuse", refusalReasonCode = "other" });
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var conflicts = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conflicts").EnumerateArray().Select(c => c.GetProperty("field").GetString());
        Assert.Equal("status refusalReasonCode", string.Join(' ', conflicts));
    }

    private static object Referring(Guid vacancyId) => new { vacancyId, reason = "She has the skills that are asked", consentGiven = true };

    private static object Result(int version) => new { version, resultCode = "unreachable", channelCode = "call", note = "Called twice" };
}
