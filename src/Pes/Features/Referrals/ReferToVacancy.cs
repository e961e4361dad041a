using FluentValidation;
using MediatR;
using Pes.Features.CaseFiles;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>A counsellor refers a jobseeker, with her consent to this vacancy, to an open vacancy, once.</summary>
public static class ReferToVacancy
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        /// <summary>Why this vacancy, in a sentence that the employer reads.</summary>
        public required string Reason { get; init; }

        /// <summary>The officer's tick: she was told what is sent to whom, and agreed.</summary>
        public required bool ConsentGiven { get; init; }

        /// <summary>The list of the jobseeker or of the vacancy that it came from, or the explanation of the pair, if any.</summary>
        public Guid? MatchRunId { get; init; }

        public AuditSubject Subject(Guid value) => new("referral", value);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Reason).NotEmpty().MaximumLength(500);
            RuleFor(c => c.ConsentGiven).Equal(true).WithErrorCode("consent-not-ticked");
        }
    }

    public sealed class Handler(Database db, ISender sender, ReferralMessages messages, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const int DaysToAnswer = 7;

        // Labour law: 15 for work, 18 for hazardous work.
        private const int WorkingAge = 15;

        private const int HazardousWorkAge = 18;

        private const string FactsSql = $"""
            SELECT c.Status AS CaseStatus, v.Status AS VacancyStatus, v.ClosesOn, v.Openings - v.Taken AS OpeningsLeft, k.GivenAt AS ConsentGivenAt,
                   r.Id AS EarlierReferralId, cv.Id AS CurrentCvId,
                   CASE WHEN p.BornOn IS NULL OR p.BornOn <= CASE WHEN v.IsHazardous = 1 THEN @Eighteen ELSE @Fifteen END THEN 1 ELSE 0 END AS MayDoThisWork
            FROM CaseFile c
            JOIN Person p ON p.Id = c.PersonId
            JOIN Vacancy v ON v.Id = @VacancyId
            LEFT JOIN Consent k ON k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
            LEFT JOIN Referral r ON r.CaseFileId = c.Id AND r.VacancyId = v.Id
            LEFT JOIN CvVersion cv ON cv.PersonId = c.PersonId AND cv.IsCurrent = 1
            WHERE c.Id = @CaseFileId AND {Scope.SeesCaseSql}
            """;

        private const string InsertSql = """
            INSERT INTO Referral (Id, CaseFileId, VacancyId, CvVersionId, MatchRunId, Reason, Status, ReferredBy, SentAt, AnswerDueOn, ConsentGivenAt, Version)
            VALUES (@Id, @CaseFileId, @VacancyId, @CvVersionId,
                    (SELECT m.Id FROM MatchRun m WHERE m.Id = @MatchRunId AND (m.CaseFileId = @CaseFileId OR m.VacancyId = @VacancyId)), @Reason, 'sent', @AccountId, @Now, @AnswerDueOn, @Now, 1)
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql,
                new
                {
                    command.CaseFileId,
                    command.VacancyId,
                    Fifteen = today.AddYears(-WorkingAge),
                    Eighteen = today.AddYears(-HazardousWorkAge),
                    command.Scope.SessionId,
                    command.Scope.OwnCasesOf,
                },
                cancellationToken);
            if (Refuse(facts, today) is { } refusal)
            {
                return refusal;
            }

            var id = Guid.CreateVersion7();
            await db.ExecuteAsync(
                InsertSql,
                new
                {
                    Id = id,
                    command.CaseFileId,
                    command.VacancyId,
                    CvVersionId = facts!.CurrentCvId,
                    command.MatchRunId,
                    command.Reason,
                    command.Scope.AccountId,
                    Now = clock.GetUtcNow().UtcDateTime,
                    AnswerDueOn = today.AddDays(DaysToAnswer),
                },
                cancellationToken);
            await sender.Send(new RecordCaseEvent.Command { Scope = command.Scope, CaseFileId = command.CaseFileId, Kind = "referral-sent", SubjectId = id }, cancellationToken);
            await messages.SentAsync(id, cancellationToken);
            return id;
        }

        internal static Refusal? Refuse(Facts? facts, DateOnly today) => facts switch
        {
            null => Refusal.NotFound,
            { CaseStatus: not "open" } => new("case-file-closed"),
            { VacancyStatus: not "live" } or { OpeningsLeft: <= 0 } => new("vacancy-not-open"),
            { ClosesOn: var last } when last < today => new("vacancy-closed", last),
            { MayDoThisWork: false } => new("not-allowed-by-law"),
            { ConsentGivenAt: null } => new("no-consent-to-share"),
            { CurrentCvId: null } => new("no-cv"),
            { EarlierReferralId: not null } => new("already-referred"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required string CaseStatus { get; init; }

        public required string VacancyStatus { get; init; }

        public required DateOnly ClosesOn { get; init; }

        public required int OpeningsLeft { get; init; }

        public required DateTime? ConsentGivenAt { get; init; }

        public required Guid? EarlierReferralId { get; init; }

        public required Guid? CurrentCvId { get; init; }

        public required bool MayDoThisWork { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files/{caseFileId:guid}/referrals", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Create(body with { CaseFileId = caseFileId, Scope = edge.Scope }, id => $"/referrals/{id}"))
            .For<Command>("Refer a jobseeker to a vacancy");
}
