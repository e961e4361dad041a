using FluentValidation;
using MediatR;
using Pes.Features.CaseFiles;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>The jobseeker agrees again to a referral whose consent she had taken back; an undecided one waits for its answer anew.</summary>
public static class RenewReferral
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid ReferralId { get; init; }

        /// <summary>The officer's tick, as at the referral.</summary>
        public required bool ConsentGiven { get; init; }

        public AuditSubject Subject(Done value) => new("referral", ReferralId);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ConsentGiven).Equal(true).WithErrorCode("consent-not-ticked");
    }

    public sealed class Handler(Database db, ISender sender, ReferralMessages messages, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const int DaysToAnswer = 7;

        private const string FactsSql = $"""
            SELECT r.CaseFileId, r.ConsentWithdrawnAt, c.Status AS CaseStatus, v.Status AS VacancyStatus, k.GivenAt AS ConsentGivenAt
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            JOIN Vacancy v ON v.Id = r.VacancyId
            LEFT JOIN Consent k ON k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
            WHERE r.Id = @ReferralId AND {Scope.SeesCaseSql}
            """;

        private const string RestoreSql = """
            UPDATE Referral
            SET ConsentGivenAt = @Now, ConsentWithdrawnAt = NULL, Version = Version + 1,
                AnswerDueOn = CASE WHEN AnsweredAt IS NULL THEN @AnswerDueOn ELSE AnswerDueOn END,
                Status = CASE WHEN Status <> 'withdrawn' THEN Status WHEN InterviewAt IS NULL AND AnsweredAt IS NULL THEN 'sent' ELSE 'invited' END
            WHERE Id = @ReferralId AND ConsentWithdrawnAt IS NOT NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(FactsSql, new { command.ReferralId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts) is { } refusal)
            {
                return refusal;
            }

            await db.ExecuteAsync(
                RestoreSql,
                new { command.ReferralId, Now = clock.GetUtcNow().UtcDateTime, AnswerDueOn = clock.TodayInCambodia().AddDays(DaysToAnswer) },
                cancellationToken);
            await sender.Send(new RecordCaseEvent.Command { Scope = scope, CaseFileId = facts!.CaseFileId, Kind = "referral-sent", SubjectId = command.ReferralId }, cancellationToken);
            await messages.SentAsync(command.ReferralId, cancellationToken);
            return default(Done);
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { ConsentWithdrawnAt: null } => new("consent-stands"),
            { CaseStatus: not "open" } => new("case-file-closed"),
            { VacancyStatus: not "live" } => new("vacancy-not-open"),
            { ConsentGivenAt: null } => new("no-consent-to-share"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required Guid CaseFileId { get; init; }

        public required DateTime? ConsentWithdrawnAt { get; init; }

        public required string CaseStatus { get; init; }

        public required string VacancyStatus { get; init; }

        public required DateTime? ConsentGivenAt { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/referrals/{referralId:guid}/consent", (Guid referralId, Command body, ApiEdge edge) =>
                edge.Do(body with { ReferralId = referralId, Scope = edge.Scope }))
            .For<Command>("Agree again to a referral");
}
