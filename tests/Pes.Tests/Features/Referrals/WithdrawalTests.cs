using Pes.Features.Referrals;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Referrals;

/// <summary>What a consent that is taken back does to the referral, its opening and what the employer sees.</summary>
public sealed class WithdrawalTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData(ReferralStatus.Sent, false, ReferralStatus.Withdrawn, false)]
    [InlineData(ReferralStatus.Invited, false, ReferralStatus.Withdrawn, false)]
    [InlineData(ReferralStatus.Accepted, false, ReferralStatus.Withdrawn, true)]
    [InlineData(ReferralStatus.Accepted, true, ReferralStatus.Accepted, false)]
    [InlineData(ReferralStatus.Refused, false, ReferralStatus.Refused, false)]
    [InlineData(ReferralStatus.Withdrawn, false, ReferralStatus.Withdrawn, false)]
    public void The_effect(ReferralStatus status, bool isPlaced, ReferralStatus after, bool frees) =>
        Assert.Equal((after, frees), WithdrawReferral.Handler.EffectOf(status, isPlaced));

    [Theory]
    [InlineData("referral")]
    [InlineData("general")]
    public async Task Before_the_first_day_the_opening_is_free_again_and_the_employer_sees_nobody(string consent)
    {
        var (jobseeker, offer, referral) = await AcceptedAsync(openings: 1);
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var company = await host.SignedInAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));
        await company.GoAsync("/desk/referrals");
        Assert.Contains(Given, company.Text, StringComparison.Ordinal);
        Assert.Equal(("filled", 1), await VacancyAsync(offer));

        if (consent == "referral")
        {
            await counsellor.DoneAsync($"referrals/{referral}/withdrawal", null);
        }
        else
        {
            Assert.Equal(System.Net.HttpStatusCode.NoContent, (await counsellor.DeleteAsync($"case-files/{jobseeker.CaseFileId}/consents/share-with-employer")).StatusCode);
        }

        Assert.Equal(("live", 0), await VacancyAsync(offer));
        await company.GoAsync("/desk/referrals");
        Assert.DoesNotContain(Given, company.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sreyleak", company.Text, StringComparison.Ordinal);
        Assert.Contains("បានដកការយល់ព្រម", company.Text, StringComparison.Ordinal);
        Assert.Contains("អ្នកដេរម៉ាស៊ីន", company.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(referral.ToString(), company.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("referral-withdrawn", await host.QueryAsync<string>("SELECT Kind FROM CaseEvent WHERE CaseFileId = @CaseFileId", new { jobseeker.CaseFileId }));
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'release-opening' AND SubjectId = @VacancyId", new { offer.VacancyId }));
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'withdraw-referral' AND SubjectId = @Id", new { Id = referral }));

        Assert.Equal(
            "referral-not-accepted",
            await counsellor.RefusedAsync($"case-files/{jobseeker.CaseFileId}/placements", Placing(referral)));
    }

    [Fact]
    public async Task After_the_placement_the_opening_stays_taken()
    {
        var (jobseeker, offer, referral) = await AcceptedAsync(openings: 1);
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        await counsellor.CreatedAsync($"case-files/{jobseeker.CaseFileId}/placements", Placing(referral));
        await counsellor.DoneAsync($"referrals/{referral}/withdrawal", null);
        Assert.Equal(("filled", 1), await VacancyAsync(offer));
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));
        Assert.Equal(0, (await company.ReadAsync("desk/referrals")).GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task Agreeing_again_lets_the_employer_decide_again_and_take_the_opening_once()
    {
        var (_, offer, referral) = await AcceptedAsync(openings: 2);
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));
        await counsellor.DoneAsync($"referrals/{referral}/withdrawal", null);
        await counsellor.DoneAsync($"referrals/{referral}/consent", new { consentGiven = true });
        Assert.Equal(("live", 0), await VacancyAsync(offer));
        var read = await company.ReadAsync($"referrals/{referral}");
        Assert.Equal("invited", read.GetProperty("status").GetString());
        await company.DoneAsync($"referrals/{referral}/answer", new { version = read.GetProperty("version").GetInt32(), answer = "accept" });
        Assert.Equal(("live", 1), await VacancyAsync(offer));
    }

    private const string Given = "ស្រីល័ក្ខ";

    private static object Placing(Guid referral) => new { referralId = referral, startsOn = "2026-12-01", evidenceGrade = "employer" };

    private async Task<(ReferableJobseeker Jobseeker, OfferedVacancy Offer, Guid Referral)> AcceptedAsync(int openings)
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync(givenName: Given);
        var offer = await host.Given.LiveVacancyAsync(openings: openings);
        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        var referral = await counsellor.CreatedAsync(
            $"case-files/{jobseeker.CaseFileId}/referrals", new { vacancyId = offer.VacancyId, reason = "Near her home", consentGiven = true });
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));
        await company.DoneAsync($"referrals/{referral}/answer", new { version = 1, answer = "accept" });
        return (jobseeker, offer, referral);
    }

    private async Task<(string Status, int Taken)> VacancyAsync(OfferedVacancy offer)
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var read = await api.ReadAsync($"vacancies/{offer.VacancyId}");
        return (read.GetProperty("status").GetString()!, read.GetProperty("taken").GetInt32());
    }
}
