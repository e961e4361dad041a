using System.Net;
using System.Text.Json;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>
/// Row 6: through 500 changes of consent, general and to one vacancy, a company sees exactly the candidates who agree at
/// this moment: on its desk, one by one, in its counts, over the API and on its pages; another company sees nobody.
/// </summary>
public sealed class ConsentTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Changes = 500;

    private const int People = 6;

    [Fact]
    public async Task A_company_sees_who_agrees_and_nobody_else_at_every_moment()
    {
        var company = await host.Given.VerifiedEmployerAsync("Consent Garment");
        OfferedVacancy[] vacancies = [await host.Given.LiveVacancyAsync(company, openings: 9), await host.Given.LiveVacancyAsync(company, openings: 9)];
        var counsellor = await host.Given.CounsellorAsync();
        using var officer = await host.ApiAsync(counsellor);
        using var employer = await host.ApiAsync(await host.Given.EmployerAccountAsync(company));
        using var desk = await host.SignedInAsync(await host.Given.EmployerAccountAsync(company));
        using var rival = await host.ApiAsync(await host.Given.EmployerAccountAsync(await host.Given.VerifiedEmployerAsync("Rival")));
        List<Candidate> candidates = [];
        var general = new Dictionary<Guid, bool>();
        for (var i = 0; i < People; i++)
        {
            var file = await host.Given.CaseFileAsync(counsellor: counsellor);
            general[file] = true;
            foreach (var vacancy in vacancies)
            {
                var referral = await officer.CreatedAsync($"case-files/{file}/referrals", new { vacancyId = vacancy.VacancyId, reason = "Near her home", consentGiven = true });
                candidates.Add(new(referral, file, vacancy.VacancyId));
            }
        }

        var random = new Random(6);
        var (withdrawn, given) = (0, 0);
        for (var change = 0; change < Changes; change++)
        {
            var candidate = candidates[random.Next(candidates.Count)];
            if (random.Next(2) == 0)
            {
                var method = general[candidate.File] ? HttpMethod.Delete : HttpMethod.Put;
                Assert.Equal(HttpStatusCode.NoContent, (await officer.SendAsync($"case-files/{candidate.File}/consents/share-with-employer", null, method)).StatusCode);
                general[candidate.File] = !general[candidate.File];
            }
            else if (candidate.Agrees)
            {
                await officer.DoneAsync($"referrals/{candidate.Referral}/withdrawal", null);
                candidate.Agrees = false;
            }
            else if (general[candidate.File])
            {
                await officer.DoneAsync($"referrals/{candidate.Referral}/consent", new { consentGiven = true });
                candidate.Agrees = true;
            }
            else
            {
                // Agreeing to one vacancy while nothing may be shared at all is refused.
                Assert.Equal("no-consent-to-share", await officer.RefusedAsync($"referrals/{candidate.Referral}/consent", new { consentGiven = true }));
            }

            bool Seen(Candidate c) => c.Agrees && general[c.File];
            (withdrawn, given) = Seen(candidate) ? (withdrawn, given + 1) : (withdrawn + 1, given);
            var list = await employer.ReadAsync("desk/referrals");
            Assert.Equal(
                candidates.Where(Seen).Select(c => c.Referral).Order(),
                list.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("id").GetGuid()).Order());
            Assert.Equal(candidates.Count(Seen), list.GetProperty("total").GetInt32());
            Assert.Equal(Seen(candidate) ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await employer.GetAsync(new Uri($"referrals/{candidate.Referral}", UriKind.Relative))).StatusCode);
            Assert.Equal(candidates.Count(c => Seen(c) && c.Vacancy == candidate.Vacancy), (await employer.ReadAsync($"vacancies/{candidate.Vacancy}")).GetProperty("referrals").GetInt32());
            Assert.Equal(candidates.Count(Seen), (await employer.ReadAsync($"employers/{company}")).GetProperty("answers").GetProperty("sent").GetInt32());
            Assert.Equal(HttpStatusCode.NotFound, (await rival.GetAsync(new Uri($"referrals/{candidate.Referral}", UriKind.Relative))).StatusCode);
            if (!Seen(candidate))
            {
                Assert.Equal(HttpStatusCode.NotFound, (await employer.SendOnceAsync($"referrals/{candidate.Referral}/answer", new { version = 1, answer = "accept" })).StatusCode);
            }

            await desk.GoAsync($"/referrals/{candidate.Referral}");
            Assert.Equal(Seen(candidate) ? HttpStatusCode.OK : HttpStatusCode.NotFound, desk.Status);
            if (change % 5 == 0)
            {
                var page = (await desk.GoAsync("/desk/referrals")).DocumentElement.OuterHtml;
                Assert.All(candidates, c => Assert.Equal(Seen(c), page.Contains(c.Referral.ToString(), StringComparison.OrdinalIgnoreCase)));
            }
        }

        Assert.Equal(0, (await rival.ReadAsync("desk/referrals")).GetProperty("total").GetInt32());
        Assert.True(withdrawn > Changes / 5 && given > Changes / 10, $"{withdrawn} unseen, {given} seen");
    }

    private sealed record Candidate(Guid Referral, Guid File, Guid Vacancy)
    {
        public bool Agrees { get; set; } = true;
    }
}
