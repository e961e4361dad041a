using FluentValidation;
using MediatR;
using Pes.Features.CaseFiles;
using Pes.Features.Vacancies;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>
/// The jobseeker takes back her consent to one referral, herself or through an officer. From that moment the employer
/// finds neither her nor her CV; one who has not decided cannot decide any more, and an opening that was kept for her is
/// free again unless she has begun to work.
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
            SELECT r.CaseFileId, r.VacancyId, r.Status, r.ConsentWithdrawnAt, pl.Id AS PlacementId
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            LEFT JOIN Placement pl ON pl.ReferralId = r.Id
            WHERE r.Id = @ReferralId AND {ReferralScope.JobseekerOrOfficerSeesSql}
            """;

        // The hint: with versioned reads a placement that is not committed yet would not be seen.
        private const string WithdrawSql = """
            UPDATE Referral
            SET ConsentWithdrawnAt = @Now, Status = @After, Version = Version + 1
            WHERE Id = @ReferralId AND ConsentWithdrawnAt IS NULL AND Status = @Before
              AND (@Frees = 0 OR NOT EXISTS (SELECT 1 FROM Placement pl WITH (UPDLOCK, HOLDLOCK) WHERE pl.ReferralId = @ReferralId))
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

            var (after, frees) = EffectOf(facts!.Status, facts.PlacementId is not null);
            var changed = await db.ExecuteAsync(
                WithdrawSql,
                new { command.ReferralId, Now = clock.GetUtcNow().UtcDateTime, Before = Stored(facts.Status), After = Stored(after), Frees = frees },
                cancellationToken);
            if (changed == 0)
            {
                return new Refusal("stale") { Kind = RefusalKind.Stale };
            }

            if (frees && (await sender.Send(new ReleaseOpening.Command { Scope = scope, VacancyId = facts.VacancyId }, cancellationToken)).Refusal is { } refused)
            {
                return refused;
            }

            await sender.Send(new RecordCaseEvent.Command { Scope = scope, CaseFileId = facts.CaseFileId, Kind = "referral-withdrawn", SubjectId = command.ReferralId }, cancellationToken);
            await messages.WithdrawnAsync(command.ReferralId, cancellationToken);
            return default(Done);
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { ConsentWithdrawnAt: not null } => new("consent-withdrawn-already"),
            _ => null,
        };

        /// <summary>What the referral is afterwards, and whether the opening that an acceptance took is given back.</summary>
        internal static (ReferralStatus After, bool FreesOpening) EffectOf(ReferralStatus status, bool isPlaced) => (status, isPlaced) switch
        {
            (ReferralStatus.Sent or ReferralStatus.Invited, _) => (ReferralStatus.Withdrawn, false),
            (ReferralStatus.Accepted, false) => (ReferralStatus.Withdrawn, true),
            _ => (status, false),
        };

        private static string Stored(ReferralStatus status) => status.ToString().ToLowerInvariant();
    }

    internal sealed record Facts
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        public required ReferralStatus Status { get; init; }

        public required Guid? PlacementId { get; init; }

        public required DateTime? ConsentWithdrawnAt { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/referrals/{referralId:guid}/withdrawal", (Guid referralId, ApiEdge edge) =>
                edge.Do(new Command { ReferralId = referralId, Scope = edge.Scope }))
            .For<Command>("Take back the consent to a referral");
}
