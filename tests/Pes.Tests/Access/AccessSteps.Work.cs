using Pes.Features.Matching;
using Pes.Features.Referrals;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

public sealed partial class AccessSteps
{
    private void WorkSteps()
    {
        OfCase("match-vacancies");
        foreach (var ofPair in (string[])["explain-match", "what-would-change"])
        {
            Placed(ofPair, async place =>
            {
                var made = await CaseAsync(place);
                var offer = await Given.LiveVacancyAsync(place.Employer, openings: 1);
                return new(Ids(("caseFileId", made.CaseFileId), ("vacancyId", offer.VacancyId)), null, "", made.PersonId, made.CaseFileId);
            });
        }

        OfCase("value-of-skills");
        // A vacancy is the nation's; whom of her own she is shown is the test of the lists.
        Unplaced("match-jobseekers", async (place, _) => new(Ids(("vacancyId", (await Given.LiveVacancyAsync(place.Employer, openings: 1)).VacancyId))));
        OfCase("act-on-match", async (place, _) => new { vacancyId = (await Given.LiveVacancyAsync(place.Employer, openings: 1)).VacancyId, action = "pin" });
        Placed("undo-match-action", async place =>
        {
            var made = await CaseAsync(place);
            var offer = await Given.LiveVacancyAsync(place.Employer, openings: 1);
            var action = await Given.DoneAsync(new ActOnMatch.Command { Scope = await world.ScopeAsync(place.Counsellor), CaseFileId = made.CaseFileId, VacancyId = offer.VacancyId, Action = "pin" });
            return new(Ids(("actionId", action), ("vacancyId", offer.VacancyId)), null, "", made.PersonId, made.CaseFileId);
        });
        Plain("list-match-reports");
        Unplaced("answer-match-report", async (place, _) =>
        {
            var made = await CaseAsync(place);
            var offer = await Given.LiveVacancyAsync(place.Employer, openings: 1);
            var report = await Given.DoneAsync(new ActOnMatch.Command { Scope = await world.ScopeAsync(place.Counsellor), CaseFileId = made.CaseFileId, VacancyId = offer.VacancyId, Action = "report", Reason = "Another trade" });
            return new(Ids(("reportId", report)), new { note = "The code was wrong" });
        });
        Placed("replay-match-run", async place =>
        {
            var made = await CaseAsync(place);
            return new(Ids(("runId", await RunAsync(place, made))), null, "", made.PersonId, made.CaseFileId);
        });

        Placed("lifts-of-list", async place =>
        {
            var made = await CaseAsync(place);
            return new(Ids(("caseFileId", made.CaseFileId), ("runId", await RunAsync(place, made))), null, "", made.PersonId, made.CaseFileId);
        });
        Plain("read-list-figures");
        Plain("read-overrides");
        Plain("count-for-assignment");
        Plain("find-assignments");
        Unplaced("propose-assignment", async (place, _) =>
        {
            await CaseAsync(place);
            return new([], new { choice = new { vacancyIds = new[] { (await Given.LiveVacancyAsync(place.Employer, openings: 1)).VacancyId }, leastBand = 1 } });
        });
        OfAssignment("read-assignment", _ => null);
        OfAssignment("strike-from-assignment", made => new { caseFileId = made.CaseFileId, isStruck = true });
        OfAssignment("refer-assigned", _ => new { consentGiven = true });
        Placed("replay-assignment", async place =>
        {
            var made = await CaseAsync(place);
            return new(Ids(("proposalId", await Given.AssignmentAsync(await world.ScopeAsync(place.Counsellor), [(await Given.LiveVacancyAsync(place.Employer, openings: 1)).VacancyId]))), null, "", made.PersonId, made.CaseFileId);
        });

        OfCase("refer-to-vacancy", async (place, _) => new { vacancyId = (await Given.LiveVacancyAsync(place.Employer, openings: 1)).VacancyId, reason = "Near her home", consentGiven = true });
        OfReferral("answer-referral", ReferralAsync, new { version = 1, answer = "refuse", refusalReasonCode = "experience-lacking" });
        OfReferral("withdraw-referral", ReferralAsync);
        OfReferral(
            "renew-referral",
            async (place, made) =>
            {
                var referral = await ReferralAsync(place, made);
                await Given.DoneAsync(new WithdrawReferral.Command { Scope = await world.ScopeAsync(place.Counsellor), ReferralId = referral });
                return referral;
            },
            new { consentGiven = true });
        OfReferral("read-referral", ReferralAsync);
        Plain("referral-desk");
        OfCase("referrals-of-case");
        Plain("unanswered-referrals");
        Plain("answered-recently");

        OfCase("record-placement", async (place, made) => new
        {
            referralId = await AcceptedReferralAsync(place, made), startsOn = Today, monthlyWageKhr = 900_000, hoursPerWeek = 48, contractCode = "permanent", evidenceGrade = "employer",
        });
        Placed("correct-placement", async place =>
        {
            var made = await CaseAsync(place);
            return new(
                Ids(("placementId", await PlacementAsync(place, made))),
                new { version = 1, startsOn = Today, monthlyWageKhr = 950_000, hoursPerWeek = 48, contractCode = "permanent", evidenceGrade = "both", reason = "The contract says so" },
                "", made.PersonId, made.CaseFileId);
        });
        Placed("record-follow-up", async place =>
        {
            var made = await CaseAsync(place);
            var placement = await PlacementAsync(place, made);
            var followUp = await Host.SingleAsync<Guid>("SELECT Id FROM FollowUp WHERE PlacementId = @placement AND Months = 1", new { placement });
            return new(Ids(("followUpId", followUp)), new { version = 1, resultCode = "employed-same", channelCode = "call", note = "All is well" }, "", made.PersonId, made.CaseFileId);
        });
        OfCase("placements-of-case");
        Plain("due-follow-ups");
    }

    private void OfAssignment(string operation, Func<MadeCase, object?> body) => Placed(operation, async place =>
    {
        var made = await CaseAsync(place);
        var offer = await Given.LiveVacancyAsync(place.Employer, openings: 1);
        return new(Ids(("proposalId", await Given.ReadyAssignmentAsync(place.Counsellor, made.CaseFileId, offer.VacancyId))), body(made), "", made.PersonId, made.CaseFileId);
    });

    private void OfReferral(string operation, Func<Place, MadeCase, Task<Guid>> make, object? body = null) => Placed(operation, async place =>
    {
        var made = await CaseAsync(place);
        return new(Ids(("referralId", await make(place, made))), body, "", made.PersonId, made.CaseFileId);
    });
}
