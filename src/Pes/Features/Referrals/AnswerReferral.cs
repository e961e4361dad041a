using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.CaseFiles;
using Pes.Features.Reference;
using Pes.Features.Vacancies;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>What an employer says to a referral.</summary>
public enum Answer
{
    Invite,
    Accept,
    Refuse,
}

/// <summary>
/// The employer invites, accepts or refuses a referred jobseeker; an officer may record what the employer said on the
/// telephone. Accepting takes an opening in the same transaction, so that a vacancy is never overfilled.
/// </summary>
public static class AnswerReferral
{
    [Allows(Role.Employer, Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid ReferralId { get; init; }

        /// <summary>The version that the reader had before her.</summary>
        public required int Version { get; init; }

        public required Answer Answer { get; init; }

        /// <summary>When the interview begins; an invitation needs it.</summary>
        public DateTimeOffset? InterviewAt { get; init; }

        public string? InterviewPlace { get; init; }

        /// <summary>Of the list referral-refusal-reason; a refusal needs it.</summary>
        public string? RefusalReasonCode { get; init; }

        /// <summary>A sentence for the jobseeker.</summary>
        public string? Note { get; init; }

        public AuditSubject Subject(Done value) => new("referral", ReferralId, Detail: $"answer={Answer}".ToLowerInvariant());
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public const string ReasonList = "referral-refusal-reason";

        public Validator(Vocabulary vocabulary, TimeProvider clock)
        {
            RuleFor(c => c.Answer).IsInEnum();
            RuleFor(c => c.Note).MaximumLength(500);
            RuleFor(c => c.InterviewAt).NotNull().When(c => c.Answer == Answer.Invite);
            RuleFor(c => c.InterviewAt).Must(at => at > clock.GetUtcNow()).WithErrorCode("interview-in-the-past")
                .When(c => c is { Answer: Answer.Invite, InterviewAt: not null });
            RuleFor(c => c.InterviewPlace).MaximumLength(200);
            RuleFor(c => c.InterviewPlace).NotEmpty().When(c => c.Answer == Answer.Invite);
            RuleFor(c => c.RefusalReasonCode).Must(code => vocabulary.Has(ReasonList, code)).WithErrorCode("unknown-code").When(c => c.Answer == Answer.Refuse);
        }
    }

    public sealed class Handler(
        Database db, ISender sender, ReferralMessages messages, Vocabulary vocabulary, IStringLocalizer<ReferralWords> words, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = $"""
            SELECT r.CaseFileId, r.VacancyId, r.Status, r.Version, r.InterviewAt, r.InterviewPlace, r.RefusalReasonCode, r.AnswerNote
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            JOIN Vacancy v ON v.Id = r.VacancyId
            WHERE r.Id = @ReferralId AND {ReferralScope.EmployerOrOfficerSeesSql}
            """;

        private const string AnswerSql = """
            UPDATE Referral
            SET Status = @Status, InterviewAt = @InterviewAt, InterviewPlace = @InterviewPlace, RefusalReasonCode = @RefusalReasonCode, AnswerNote = @Note,
                AnsweredAt = COALESCE(AnsweredAt, @Now), AnsweredBy = @AccountId, Version = Version + 1
            WHERE Id = @ReferralId AND Version = @Version AND ConsentWithdrawnAt IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql, new { command.ReferralId, scope.EmployerId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts, command) is { } refusal)
            {
                return refusal.InWords(Told);
            }

            if (command.Answer == Answer.Accept
                && (await sender.Send(new TakeOpening.Command { Scope = scope, VacancyId = facts!.VacancyId }, cancellationToken)).Refusal is { } full)
            {
                return full;
            }

            var status = StatusAfter(command.Answer);
            var isInvitation = command.Answer == Answer.Invite;
            var changed = await db.ExecuteAsync(
                AnswerSql,
                new
                {
                    Status = Stored(status),
                    InterviewAt = isInvitation ? command.InterviewAt!.Value.UtcDateTime : facts!.InterviewAt,
                    InterviewPlace = isInvitation ? command.InterviewPlace : facts!.InterviewPlace,
                    RefusalReasonCode = command.Answer == Answer.Refuse ? command.RefusalReasonCode : null,
                    command.Note,
                    Now = clock.GetUtcNow().UtcDateTime,
                    scope.AccountId,
                    command.ReferralId,
                    command.Version,
                },
                cancellationToken);
            if (changed == 0)
            {
                return Refusal.NotFound;
            }

            await sender.Send(
                new RecordCaseEvent.Command { Scope = scope, CaseFileId = facts!.CaseFileId, Kind = $"referral-{Stored(status)}", SubjectId = command.ReferralId },
                cancellationToken);
            await messages.AnsweredAsync(command.ReferralId, status, cancellationToken);
            return default(Done);
        }

        private string Told(string field, string text) => field switch
        {
            nameof(Given.Status) => words["status-" + text],
            nameof(Given.InterviewAt) => Formats.DateAndTimeFrom(text),
            nameof(Given.RefusalReasonCode) => vocabulary.Label(Validator.ReasonList, text),
            _ => text,
        };

        internal static Refusal? Refuse(Facts? facts, Command command) => facts switch
        {
            null => Refusal.NotFound,
            { Status: ReferralStatus.Withdrawn } => new("consent-withdrawn-already"),
            // Whoever was slower sees the other's answer beside her own.
            { Version: var now } when now != command.Version => Refusal.Stale(facts.Shown, Yours(facts.Shown, command)),
            { Status: ReferralStatus.Accepted or ReferralStatus.Refused } => new("referral-answered"),
            _ => null,
        };

        private static ReferralStatus StatusAfter(Answer answer) => answer switch
        {
            Answer.Invite => ReferralStatus.Invited,
            Answer.Accept => ReferralStatus.Accepted,
            _ => ReferralStatus.Refused,
        };

        private static string Stored(ReferralStatus status) => status.ToString().ToLowerInvariant();

        private static Given Yours(Given theirs, Command command) => command.Answer == Answer.Invite
            ? theirs with { Status = StatusAfter(command.Answer), InterviewAt = command.InterviewAt?.UtcDateTime, InterviewPlace = command.InterviewPlace, Note = command.Note }
            : theirs with { Status = StatusAfter(command.Answer), RefusalReasonCode = command.RefusalReasonCode, Note = command.Note };
    }

    internal sealed record Facts
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        public required ReferralStatus Status { get; init; }

        public required int Version { get; init; }

        public required DateTime? InterviewAt { get; init; }

        public required string? InterviewPlace { get; init; }

        public required string? RefusalReasonCode { get; init; }

        public required string? AnswerNote { get; init; }

        public Given Shown => new(Status, InterviewAt, InterviewPlace, RefusalReasonCode, AnswerNote);
    }

    /// <summary>An answer as two writers compare it.</summary>
    internal sealed record Given(ReferralStatus Status, DateTime? InterviewAt, string? InterviewPlace, string? RefusalReasonCode, string? Note);

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/referrals/{referralId:guid}/answer", (Guid referralId, Command body, ApiEdge edge) =>
                edge.Do(body with { ReferralId = referralId, Scope = edge.Scope }))
            .For<Command>("Answer a referral");
}
