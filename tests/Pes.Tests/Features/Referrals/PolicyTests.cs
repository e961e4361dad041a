using Pes.Features.Placements;
using Pes.Features.Referrals;

namespace Pes.Tests.Features.Referrals;

/// <summary>What each decision says to each set of facts.</summary>
public sealed class PolicyTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    private static readonly ReferToVacancy.Facts Referable = new()
    {
        CaseStatus = "open",
        VacancyStatus = "live",
        ClosesOn = Today,
        OpeningsLeft = 1,
        ConsentGivenAt = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc),
        EarlierReferralId = null,
        CurrentCvId = Guid.CreateVersion7(),
        MayDoThisWork = true,
    };

    [Fact]
    public void Referring()
    {
        Assert.Null(ReferToVacancy.Handler.Refuse(Referable, Today));
        Assert.Equal("not-found", Refer(null));
        Assert.Equal("case-file-closed", Refer(Referable with { CaseStatus = "closed" }));
        Assert.Equal("vacancy-not-open", Refer(Referable with { VacancyStatus = "submitted" }));
        Assert.Equal("vacancy-not-open", Refer(Referable with { OpeningsLeft = 0 }));
        Assert.Equal("vacancy-closed", Refer(Referable with { ClosesOn = Today.AddDays(-1) }));
        Assert.Equal("not-allowed-by-law", Refer(Referable with { MayDoThisWork = false }));
        Assert.Equal("no-consent-to-share", Refer(Referable with { ConsentGivenAt = null }));
        Assert.Equal("no-cv", Refer(Referable with { CurrentCvId = null }));
        Assert.Equal("already-referred", Refer(Referable with { EarlierReferralId = Guid.CreateVersion7() }));

        static string? Refer(ReferToVacancy.Facts? facts) => ReferToVacancy.Handler.Refuse(facts, Today)?.Code;
    }

    [Theory]
    [InlineData(ReferralStatus.Sent, 1, null)]
    [InlineData(ReferralStatus.Invited, 1, null)]
    [InlineData(ReferralStatus.Sent, 2, "stale")]
    [InlineData(ReferralStatus.Accepted, 1, "referral-answered")]
    [InlineData(ReferralStatus.Refused, 1, "referral-answered")]
    [InlineData(ReferralStatus.Withdrawn, 1, "consent-withdrawn-already")]
    public void Answering(ReferralStatus status, int version, string? expected)
    {
        var facts = new AnswerReferral.Facts
        {
            CaseFileId = Guid.CreateVersion7(),
            VacancyId = Guid.CreateVersion7(),
            Status = status,
            Version = version,
            InterviewAt = null,
            InterviewPlace = null,
            RefusalReasonCode = null,
            AnswerNote = null,
        };
        Assert.Equal(expected, AnswerReferral.Handler.Refuse(facts, new AnswerReferral.Command { Version = 1, Answer = Answer.Accept })?.Code);
        Assert.Equal("not-found", AnswerReferral.Handler.Refuse(null, new AnswerReferral.Command { Version = 1, Answer = Answer.Accept })?.Code);
    }

    [Theory]
    [InlineData("open", true, "accepted", false, true, 0, null)]
    [InlineData("closed", true, "accepted", false, true, 0, "case-file-closed")]
    [InlineData("open", false, null, false, true, 0, "not-found")]
    [InlineData("open", true, "invited", false, true, 0, "referral-not-accepted")]
    [InlineData("open", true, "accepted", true, true, 0, "placement-recorded-already")]
    [InlineData("open", true, "accepted", false, false, 0, "employer-unknown")]
    [InlineData("open", true, "accepted", false, true, 91, "start-too-far-ahead")]
    [InlineData("open", true, "accepted", false, true, 90, null)]
    public void Placing(string caseStatus, bool hasReferral, string? referralStatus, bool isPlaced, bool hasEmployer, int daysAhead, string? expected)
    {
        var facts = new RecordPlacement.Facts
        {
            CaseStatus = caseStatus,
            ReferralId = hasReferral ? Guid.CreateVersion7() : null,
            ReferralStatus = referralStatus,
            VacancyId = null,
            EmployerId = hasEmployer ? Guid.CreateVersion7() : null,
            EarlierPlacementId = isPlaced ? Guid.CreateVersion7() : null,
        };
        var command = new RecordPlacement.Command { ReferralId = Guid.CreateVersion7(), StartsOn = Today.AddDays(daysAhead), EvidenceGrade = "self" };
        Assert.Equal(expected, RecordPlacement.Handler.Refuse(facts, command, Today)?.Code);
    }

    [Theory]
    [InlineData(-16, false, 1, null)]
    [InlineData(0, false, 1, null)]
    [InlineData(15, false, 1, null)]
    [InlineData(16, false, 1, "follow-up-too-early")]
    [InlineData(0, true, 1, "follow-up-recorded-already")]
    [InlineData(0, false, 2, "stale")]
    public void Following_up(int daysUntilDue, bool isRecorded, int version, string? expected)
    {
        var facts = new RecordFollowUp.Facts
        {
            CaseFileId = Guid.CreateVersion7(),
            DueOn = Today.AddDays(daysUntilDue),
            Version = version,
            ResultCode = null,
            ChannelCode = null,
            Note = null,
            RecordedAt = isRecorded ? new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc) : null,
        };
        var command = new RecordFollowUp.Command { Version = 1, ResultCode = "unreachable", ChannelCode = "call" };
        Assert.Equal(expected, RecordFollowUp.Handler.Refuse(facts, command, Today)?.Code);
    }

    [Fact]
    public void Follow_ups_stand_at_the_same_day_of_later_months() =>
        Assert.Equal([new(2027, 2, 28), new(2027, 4, 30), new(2027, 7, 31), new DateOnly(2028, 1, 31)], FollowUpDates.For(new DateOnly(2027, 1, 31)).Select(f => f.DueOn));
}
