using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Matching.Assignments;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>People assigned to openings together: proposed, shown, struck out, referred, replayed; of the reader's scope alone.</summary>
public sealed class AssignmentTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Replays = 20;

    public static TheoryData<int, int, string?> Sizes => new()
    {
        { 1, 1, null }, { 0, 1, "assignment-no-people" }, { 1, 0, "assignment-no-vacancies" }, { 0, 0, "assignment-no-vacancies" },
        { 20_000, 5_000, null }, { 20_001, 1, "assignment-too-large" }, { 1, 5_001, "assignment-too-large" },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_choice_needs_both_and_has_its_limits(int people, int vacancies, string? refusal) =>
        Assert.Equal(refusal, ProposeAssignment.Handler.Refuse(people, vacancies)?.Code);

    public static TheoryData<string, bool, string?> Strikes => new()
    {
        { "nobody", true, "not-found" }, { "without", true, "not-found" }, { "referred", true, "assignment-row-referred" }, { "struck", true, "already-in-that-state" },
        { "struck", false, null }, { "closed", true, "case-file-closed" }, { "there", true, null }, { "there", false, "already-in-that-state" },
    };

    [Theory]
    [MemberData(nameof(Strikes))]
    public void Who_is_assigned_and_not_referred_is_struck_out_and_put_back(string row, bool strike, string? refusal)
    {
        StrikeFromAssignment.Facts? facts = row switch
        {
            "nobody" => null,
            "without" => new() { VacancyId = null, ReferralId = null, CaseStatus = "open", IsStruck = false },
            "referred" => new() { VacancyId = Guid.CreateVersion7(), ReferralId = Guid.CreateVersion7(), CaseStatus = "open", IsStruck = false },
            _ => new() { VacancyId = Guid.CreateVersion7(), ReferralId = null, CaseStatus = row == "closed" ? "closed" : "open", IsStruck = row == "struck" },
        };
        Assert.Equal(refusal, StrikeFromAssignment.Handler.Refuse(facts, strike)?.Code);
    }

    [Fact]
    public async Task A_group_is_counted_proposed_struck_and_referred_once_and_every_refusal_is_told()
    {
        const string Province = "07";
        var account = await host.Given.CounsellorAsync(Province);
        List<ReferableJobseeker> people = [];
        for (var i = 0; i < 6; i++)
        {
            people.Add(await host.Given.ReferableJobseekerAsync(Province, hasCv: i != 1));
        }

        var noConsent = await host.Given.ReferableJobseekerAsync(Province, consents: false);
        var elsewhere = await host.Given.ReferableJobseekerAsync("08");
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Province, openings: 4);
        var other = await host.Given.LiveVacancyAsync(offer.EmployerId, provinceCode: Province, openings: 1, hazardous: true, isco: "1120", wageKhr: 100_000);
        using var api = await host.ApiAsync(account);

        var count = await api.ReadAsync($"assignments/count?province={Province}&employerId={offer.EmployerId}");
        Assert.Equal((6, 2, 5), (count.GetProperty("people").GetInt32(), count.GetProperty("vacancies").GetInt32(), count.GetProperty("openings").GetInt32()));
        Assert.Equal(0, (await api.ReadAsync("assignments/count?registeredFrom=2027-01-01")).GetProperty("people").GetInt32());
        Assert.Equal("assignment-no-vacancies", await api.RefusedAsync("assignments", new { choice = new { provinceCode = "23" } }));
        Assert.Equal("assignment-no-people", await api.RefusedAsync("assignments", new { choice = new { counsellorId = Guid.CreateVersion7() } }));

        var id = await api.CreatedAsync("assignments", new { choice = new { provinceCode = Province, employerId = offer.EmployerId, leastBand = 1 } });
        var working = await api.ReadAsync($"assignments/{id}");
        Assert.Equal(("working", 6), (working.GetProperty("status").GetString(), working.GetProperty("people").GetInt32()));
        Assert.Equal("assignment-not-ready", await api.RefusedAsync($"assignments/{id}/referrals", new { consentGiven = true }));
        Assert.Equal(1, await host.App.Services.GetRequiredService<AssignmentWork>().DoAsync(default));
        Assert.Equal(0, await host.App.Services.GetRequiredService<AssignmentWork>().DoAsync(default));

        var ready = await api.ReadAsync($"assignments/{id}");
        var rows = ready.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(5, rows.Count);
        var named = rows.Select(r => r.GetProperty("case").GetProperty("caseFileId").GetGuid()).ToList();
        Assert.Subset(people.Select(p => p.CaseFileId).ToHashSet(), named.ToHashSet());
        Assert.DoesNotContain(noConsent.CaseFileId, named);
        Assert.DoesNotContain(elsewhere.CaseFileId, named);
        Assert.All(rows, r => Assert.False(string.IsNullOrEmpty(r.GetProperty("reason").GetString())));
        var without = (await api.ReadAsync($"assignments/{id}?without=true")).GetProperty("rows")[0];
        Assert.Equal("all-taken", without.GetProperty("without").GetString());

        // One is struck out, put back, and struck out again; one loses her consent; one was referred there by hand meanwhile.
        var assigned = people.Where(p => named.Contains(p.CaseFileId)).ToList();
        var noCv = assigned.SingleOrDefault(p => p == people[1]);
        var (struck, withdrawn, already) = (assigned[^1], assigned[^2], assigned[^3]);
        await api.DoneAsync($"assignments/{id}/strikes", new { caseFileId = struck.CaseFileId, isStruck = true });
        Assert.Equal("already-in-that-state", await api.RefusedAsync($"assignments/{id}/strikes", new { caseFileId = struck.CaseFileId, isStruck = true }));
        await api.DoneAsync($"assignments/{id}/strikes", new { caseFileId = struck.CaseFileId, isStruck = false });
        await api.DoneAsync($"assignments/{id}/strikes", new { caseFileId = struck.CaseFileId, isStruck = true });
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE Consent SET WithdrawnAt = @Now WHERE PersonId = @PersonId", new { withdrawn.PersonId, Now = host.Clock.GetUtcNow().UtcDateTime }));
        var vacancyOf = rows.ToDictionary(r => r.GetProperty("case").GetProperty("caseFileId").GetGuid(), r => r.GetProperty("vacancyId").GetGuid());
        await api.CreatedAsync($"case-files/{already.CaseFileId}/referrals", new { vacancyId = vacancyOf[already.CaseFileId], reason = "Near her home", consentGiven = true });

        var untold = await api.SendOnceAsync($"assignments/{id}/referrals", new { consentGiven = false });
        Assert.Equal(HttpStatusCode.BadRequest, untold.StatusCode);
        var sent = await SentAsync(api, id, "once");
        var refused = 2 + (noCv is null || noCv == struck || noCv == withdrawn || noCv == already ? 0 : 1);
        Assert.Equal((4 - refused, refused, 0), sent);
        Assert.Equal(sent, await SentAsync(api, id, "once"));
        Assert.Equal((0, 0, 0), await SentAsync(api, id, "twice"));

        var done = (await api.ReadAsync($"assignments/{id}")).GetProperty("rows").EnumerateArray().ToDictionary(r => r.GetProperty("case").GetProperty("caseFileId").GetGuid());
        Assert.StartsWith("The jobseeker has not agreed", done[withdrawn.CaseFileId].GetProperty("refusal").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("The jobseeker has been referred", done[already.CaseFileId].GetProperty("refusal").GetString(), StringComparison.Ordinal);
        Assert.True(done[struck.CaseFileId].GetProperty("isStruck").GetBoolean());
        var referred = done.Values.First(r => r.GetProperty("referralId").ValueKind != JsonValueKind.Null);
        Assert.Equal("sent", referred.GetProperty("referralStatus").GetString());
        Assert.Equal("assignment-row-referred", await api.RefusedAsync($"assignments/{id}/strikes", new { caseFileId = referred.GetProperty("case").GetProperty("caseFileId").GetGuid(), isStruck = true }));
        Assert.Equal(sent.Referred + 1, await host.SingleAsync<int>("SELECT COUNT(*) FROM Referral WHERE VacancyId IN (@One, @Two)", new { One = offer.VacancyId, Two = other.VacancyId }));
        Assert.Equal(sent.Referred + 1, await host.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'refer-to-vacancy' AND AccountId = @account", new { account }));
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'keep-assignment' AND SubjectId = @id", new { id }));

        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        Assert.True((await auditor.ReadAsync($"assignments/{id}/replay")).GetProperty("isIdentical").GetBoolean());
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE AssignmentRow SET Score = Score + 1 WHERE ProposalId = @id AND Place = 2", new { id }));
        var replay = await auditor.ReadAsync($"assignments/{id}/replay");
        Assert.Equal([2], replay.GetProperty("differences").EnumerateArray().Select(d => d.GetInt32()));
    }

    [Fact]
    public async Task Another_centre_sees_and_does_nothing_and_a_colleague_goes_on()
    {
        const string Province = "06";
        var person = await host.Given.ReferableJobseekerAsync(Province);
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Province);
        var id = await host.Given.AssignmentAsync(await host.Given.ScopeAsync(await host.Given.CounsellorAsync(Province)), [offer.VacancyId]);
        using var other = await host.ApiAsync(await host.Given.CounsellorAsync("05"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri($"assignments/{id}", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendOnceAsync($"assignments/{id}/referrals", new { consentGiven = true })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendOnceAsync($"assignments/{id}/strikes", new { caseFileId = person.CaseFileId, isStruck = true })).StatusCode);
        Assert.DoesNotContain(id.ToString(), (await other.ReadAsync("assignments")).ToString(), StringComparison.Ordinal);
        using var colleague = await host.ApiAsync(await host.Given.CentreManagerAsync(Province));
        Assert.Contains(id.ToString(), (await colleague.ReadAsync("assignments")).ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), await SentAsync(colleague, id, "colleague"));

        // Near her home and paid well, but the employer is told nothing of it, and in both languages.
        Assert.Equal(
            "ត្រូវបានជ្រើសរើសថាសមបំផុតសម្រាប់ភាគីទាំងពីរ ក្នុងពេលតែមួយជាមួយអ្នកដទៃ\nChosen as the best fit for both at the same time as others",
            await host.SingleAsync<string>("SELECT Reason FROM Referral WHERE CaseFileId = @CaseFileId", new { person.CaseFileId }));
    }

    [Fact]
    public async Task A_pair_hidden_since_the_proposal_is_not_referred()
    {
        const string Province = "09";
        var person = await host.Given.ReferableJobseekerAsync(Province);
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Province);
        var account = await host.Given.CounsellorAsync(Province);
        var scope = await host.Given.ScopeAsync(account);
        var id = await host.Given.AssignmentAsync(scope, [offer.VacancyId]);
        await host.Given.DoneAsync(new Pes.Features.Matching.ActOnMatch.Command { Scope = scope, CaseFileId = person.CaseFileId, VacancyId = offer.VacancyId, Action = "hide", Reason = "too-far" });
        using var api = await host.ApiAsync(account);
        Assert.Equal((0, 1, 0), await SentAsync(api, id, "hidden"));
        var row = Assert.Single((await api.ReadAsync($"assignments/{id}")).GetProperty("rows").EnumerateArray());
        Assert.StartsWith("An officer took this pair off", row.GetProperty("refusal").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proposal_that_cannot_be_worked_out_is_given_up_after_three_tries_and_its_officer_told()
    {
        const string Province = "11";
        await host.Given.ReferableJobseekerAsync(Province);
        var account = await host.Given.CounsellorAsync(Province);
        using var api = await host.ApiAsync(account);
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Province);
        var id = await api.CreatedAsync("assignments", new { choice = new { provinceCode = Province, employerId = offer.EmployerId, leastBand = 1 } });

        // A choice that no version of the product wrote, for as long as it is worked out.
        var choice = await host.SingleAsync<byte[]>("SELECT Choice FROM AssignmentProposal WHERE Id = @id", new { id });
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE AssignmentProposal SET Choice = @Choice WHERE Id = @id", new { id, Choice = "no choice"u8.ToArray() }));
        var work = host.App.Services.GetRequiredService<AssignmentWork>();
        Assert.Equal(0, await work.DoAsync(default));
        Assert.Equal(AssignmentWork.MostTries, await host.SingleAsync<int>("SELECT Tries FROM AssignmentProposal WHERE Id = @id", new { id }));
        Assert.Equal(0, await work.DoAsync(default));
        Assert.Equal(AssignmentWork.MostTries, await host.SingleAsync<int>("SELECT Tries FROM AssignmentProposal WHERE Id = @id", new { id }));

        Assert.Equal("failed", await host.SingleAsync<string>("SELECT Status FROM AssignmentProposal WHERE Id = @id", new { id }));
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE AssignmentProposal SET Choice = @choice WHERE Id = @id", new { id, choice }));
        using var browser = await host.SignedInAsync(account);
        browser.Language = "en";
        await browser.GoAsync("/assignments");
        Assert.Contains("could not be worked out", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync($"/assignments/{id}");
        Assert.Contains("This proposal could not be worked out. It was tried three times.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_that_changed_since_are_seen_at_the_referral()
    {
        const string Province = "04";
        var person = await host.Given.ReferableJobseekerAsync(Province);
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Province);
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync(Province));
        var id = await host.Given.AssignmentAsync(scope, [offer.VacancyId]);
        var licence = (await host.QueryAsync<string>("SELECT Code FROM CodeList WHERE List = 'licence' ORDER BY SortOrder")).First();
        await host.InDatabaseAsync(db => db.ExecuteAsync("INSERT INTO VacancyLicence (VacancyId, LicenceCode) VALUES (@VacancyId, @licence)", new { offer.VacancyId, licence }));
        Assert.Equal(new ReferAssigned.Answer(0, 1, 0), await host.Given.DoneAsync(new ReferAssigned.Command { Scope = scope, ProposalId = id, ConsentGiven = true }));
        Assert.Equal("assignment-fits-no-more", await host.SingleAsync<string>("SELECT Refusal FROM AssignmentRow WHERE ProposalId = @id AND CaseFileId = @CaseFileId", new { id, person.CaseFileId }));

        // Nobody is proposed for what she lacks the licence for, was referred to before, or had hidden from her list.
        var open = await host.Given.LiveVacancyAsync(offer.EmployerId, provinceCode: Province);
        await host.Given.DoneAsync(new Pes.Features.Matching.ActOnMatch.Command { Scope = scope, CaseFileId = person.CaseFileId, VacancyId = open.VacancyId, Action = "hide", Reason = "too-far" });
        var again = await host.Given.DoneAsync(new ReadAssignment.Query { Scope = scope, ProposalId = await host.Given.AssignmentAsync(scope, [offer.VacancyId, open.VacancyId]), Without = true });
        Assert.Equal("none-fits", Assert.Single(again.Rows).Without);
        Assert.Equal(2, again.Open.Count);
    }

    [Fact]
    public async Task Proposals_by_the_prior_and_by_a_model_are_worked_out_again_identically()
    {
        const string Province = "03";
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync(Province));
        List<Guid> offers = [];
        for (var i = 0; i < 12; i++)
        {
            await host.Given.ReferableJobseekerAsync(Province);
            offers.Add((await host.Given.LiveVacancyAsync(provinceCode: Province, openings: 1 + (i % 2), isco: i % 3 == 0 ? "5120" : "8153", wageKhr: 700_000 + (i * 31_000))).VacancyId);
        }

        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        HashSet<string> versions = [];
        for (var i = 0; i < Replays; i++)
        {
            if (i == Replays / 2)
            {
                await host.Given.LearnedModelInChargeAsync();
            }

            var id = await host.Given.AssignmentAsync(scope, [.. offers.Skip(i % 5)], leastBand: 1 + (i % 3));
            var replay = await auditor.ReadAsync($"assignments/{id}/replay");
            Assert.True(replay.GetProperty("isIdentical").GetBoolean(), replay.ToString());
            versions.Add(replay.GetProperty("modelVersion").GetString()!);
        }

        Assert.Equal(2, versions.Count);
        await host.Given.PriorInChargeAsync();
    }

    [Fact]
    public async Task The_page_leads_from_a_choice_to_referrals_by_its_labels()
    {
        const string Province = "02";
        var people = new[] { await host.Given.ReferableJobseekerAsync(Province, givenName: "ដារ៉ា"), await host.Given.ReferableJobseekerAsync(Province, givenName: "សុភា") };
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Province, openings: 3, title: "Packer of rice");
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync(Province));
        browser.Language = "en";
        await browser.GoAsync("/assignments");
        await browser.Fill("Vacancies in", Province).PressAsync("Count");
        Assert.Contains("2 people, 3 openings in 1 vacancies", browser.Text, StringComparison.Ordinal);
        await browser.Fill("Fits at least", "1").PressAsync("Propose");
        Assert.Contains("0 of 2 people looked at", browser.Text, StringComparison.Ordinal);
        await host.App.Services.GetRequiredService<AssignmentWork>().DoAsync(default);
        await browser.GoAsync(browser.Address.PathAndQuery);
        Assert.Contains("2 assigned", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Packer of rice", browser.Text, StringComparison.Ordinal);
        Assert.Contains("1 left", browser.Text, StringComparison.Ordinal);
        var strike = browser.Page.QuerySelectorAll("button[name=isStruck]")[0];
        await browser.SubmitAsync(((AngleSharp.Html.Dom.IHtmlButtonElement)strike).Form!, strike);
        Assert.Contains("Struck out", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Refer all 1");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Tick that each of them was told and agreed", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Those who did not are struck out: ", browser.Page.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        await browser.Fill("Each of them was told what is sent to whom, and agreed. Those who did not are struck out.", "true").PressAsync("Refer all 1");
        Assert.Contains("1 referred, 0 refused, 1 struck out", browser.Text, StringComparison.Ordinal);
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM Referral WHERE VacancyId = @VacancyId", new { offer.VacancyId }));
        Assert.Equal(2, people.Length);
        await browser.FollowAsync("Without 0");
        Assert.Contains("Everybody has a place.", browser.Text, StringComparison.Ordinal);
        browser.Language = "km";
        await browser.GoAsync("/assignments");
        Assert.Contains("ចាត់មនុស្សជាក្រុមទៅការងារ", browser.Text, StringComparison.Ordinal);
    }

    private static async Task<(int Referred, int Refused, int Left)> SentAsync(HttpClient api, Guid id, string key)
    {
        var response = await api.SendOnceAsync($"assignments/{id}/referrals", new { consentGiven = true }, $"{id:N}-{key}");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        var answer = JsonDocument.Parse(text).RootElement;
        return (answer.GetProperty("referred").GetInt32(), answer.GetProperty("refused").GetInt32(), answer.GetProperty("left").GetInt32());
    }
}
