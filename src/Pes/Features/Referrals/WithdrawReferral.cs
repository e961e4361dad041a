using FluentValidation;
using MediatR;
using Pes.Features.CaseFiles;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>
/// The jobseeker takes back her consent to one referral, herself or through an officer. From that moment the employer
/// finds neither her nor her CV; one who has not decided cannot decide any more.
/// </summary>
public static class WithdrawReferral
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Jobseeker)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid ReferralId { get; init; }

        public AuditSubject Subject(Done value) => new("referral", ReferralId);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ReferralId).NotEmpty();
    }

    public sealed class Handler(Database db, ISender sender, ReferralMessages messages, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = $"""
            SELECT r.CaseFileId, r.ConsentWithdrawnAt
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            WHERE r.Id = @ReferralId AND {ReferralScope.JobseekerOrOfficerSeesSql}
            """;

        private const string WithdrawSql = """
            UPDATE Referral
            SET ConsentWithdrawnAt = @Now, Status = CASE WHEN Status IN ('sent', 'invited') THEN 'withdrawn' ELSE Status END, Version = Version + 1
            WHERE Id = @ReferralId AND ConsentWithdrawnAt IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql, new { command.ReferralId, scope.PersonId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts) is { } refusal)
            {
                return refusal;
            }

            await db.ExecuteAsync(WithdrawSql, new { command.ReferralId, Now = clock.GetUtcNow().UtcDateTime }, cancellationToken);
            await sender.Send(new RecordCaseEvent.Command { Scope = scope, CaseFileId = facts!.CaseFileId, Kind = "referral-withdrawn", SubjectId = command.ReferralId }, cancellationToken);
            await messages.WithdrawnAsync(command.ReferralId, cancellationToken);
            return default(Done);
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { ConsentWithdrawnAt: not null } => new("consent-withdrawn-already"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required Guid CaseFileId { get; init; }

        public required DateTime? ConsentWithdrawnAt { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/referrals/{referralId:guid}/withdrawal", (Guid referralId, ApiEdge edge) =>
                edge.Do(new Command { ReferralId = referralId, Scope = edge.Scope }))
            .For<Command>("Take back the consent to a referral");
}
