using FluentValidation;
using MediatR;
using Pes.Features.CaseFiles;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Placements;

/// <summary>
/// A jobseeker has work: after an accepted referral, or found without one. The start is version 1, and the follow-ups at
/// 1, 3, 6 and 12 months are put on the list with it.
/// </summary>
public static class RecordPlacement
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public Guid CaseFileId { get; init; }

        /// <summary>The accepted referral it came from; without one the employer is named.</summary>
        public Guid? ReferralId { get; init; }

        public Guid? EmployerId { get; init; }

        public required DateOnly StartsOn { get; init; }

        /// <summary>Whole riel a month.</summary>
        public long? MonthlyWageKhr { get; init; }

        public int? HoursPerWeek { get; init; }

        /// <summary>Of the list contract.</summary>
        public string? ContractCode { get; init; }

        /// <summary>Of the list placement-evidence: how well the start is known.</summary>
        public required string EvidenceGrade { get; init; }

        public AuditSubject Subject(Guid value) => new("placement", value);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.StartsOn).NotEmpty();
            RuleFor(c => c.MonthlyWageKhr).InclusiveBetween(PlacementTerms.LowestWageKhr, PlacementTerms.HighestWageKhr);
            RuleFor(c => c.HoursPerWeek).InclusiveBetween(1, PlacementTerms.MostHoursPerWeek);
            RuleFor(c => c.ContractCode).Must(code => code is null || vocabulary.Has("contract", code)).WithErrorCode("unknown-code");
            RuleFor(c => c.EvidenceGrade).Must(code => vocabulary.Has("placement-evidence", code)).WithErrorCode("unknown-code");
            RuleFor(c => c.EmployerId).NotNull().When(c => c.ReferralId is null);
        }
    }

    public sealed class Handler(Database db, ISender sender, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string FactsSql = $"""
            SELECT c.Status AS CaseStatus, r.Id AS ReferralId, r.Status AS ReferralStatus, v.Id AS VacancyId, e.Id AS EmployerId, pl.Id AS EarlierPlacementId
            FROM CaseFile c
            LEFT JOIN Referral r ON r.Id = @ReferralId AND r.CaseFileId = c.Id
            LEFT JOIN Vacancy v ON v.Id = r.VacancyId
            LEFT JOIN Employer e ON e.Id = COALESCE(v.EmployerId, @EmployerId)
            LEFT JOIN Placement pl ON pl.ReferralId = r.Id
            WHERE c.Id = @CaseFileId AND {Scope.SeesCaseSql}
            """;

        // The hint: with versioned reads a withdrawal that is not committed yet would not be seen, here nor there.
        private const string InsertSql = """
            INSERT INTO Placement (Id, CaseFileId, EmployerId, VacancyId, ReferralId, CreatedAt, Version)
            SELECT @Id, @CaseFileId, @EmployerId, @VacancyId, @ReferralId, @Now, 1
            WHERE @ReferralId IS NULL OR EXISTS (SELECT 1 FROM Referral r WITH (UPDLOCK, HOLDLOCK) WHERE r.Id = @ReferralId AND r.Status = 'accepted')
            """;

        private const string InsertFollowUpSql = """
            INSERT INTO FollowUp (Id, PlacementId, Months, DueOn, Version) VALUES (@Id, @PlacementId, @Months, @DueOn, 1)
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql, new { command.CaseFileId, command.ReferralId, command.EmployerId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts, command, clock.TodayInCambodia()) is { } refusal)
            {
                return refusal;
            }

            var id = Guid.CreateVersion7();
            var now = clock.GetUtcNow().UtcDateTime;
            if (await db.ExecuteAsync(
                InsertSql, new { Id = id, command.CaseFileId, facts!.EmployerId, facts.VacancyId, facts.ReferralId, Now = now }, cancellationToken) == 0)
            {
                return new Refusal("referral-not-accepted");
            }

            var terms = new PlacementTerms(command.StartsOn, command.MonthlyWageKhr, command.HoursPerWeek, command.ContractCode, command.EvidenceGrade);
            await terms.InsertAsync(db, id, number: 1, reason: null, scope.AccountId, now, cancellationToken);
            foreach (var (months, dueOn) in FollowUpDates.For(command.StartsOn))
            {
                await db.ExecuteAsync(
                    InsertFollowUpSql, new { Id = Guid.CreateVersion7(), PlacementId = id, Months = months, DueOn = dueOn }, cancellationToken);
            }

            await sender.Send(new RecordCaseEvent.Command { Scope = scope, CaseFileId = command.CaseFileId, Kind = "placement-recorded", SubjectId = id }, cancellationToken);
            return id;
        }

        internal static Refusal? Refuse(Facts? facts, Command command, DateOnly today) => facts switch
        {
            null => Refusal.NotFound,
            { CaseStatus: not "open" } => new("case-file-closed"),
            { ReferralId: null } when command.ReferralId is not null => Refusal.NotFound,
            { ReferralStatus: not null and not "accepted" } => new("referral-not-accepted"),
            { EarlierPlacementId: not null } => new("placement-recorded-already"),
            { EmployerId: null } => new("employer-unknown"),
            _ when command.StartsOn > today.AddDays(PlacementTerms.MostDaysAhead) => new("start-too-far-ahead", today.AddDays(PlacementTerms.MostDaysAhead)),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required string CaseStatus { get; init; }

        public required Guid? ReferralId { get; init; }

        public required string? ReferralStatus { get; init; }

        public required Guid? VacancyId { get; init; }

        public required Guid? EmployerId { get; init; }

        public required Guid? EarlierPlacementId { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files/{caseFileId:guid}/placements", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Create(body with { CaseFileId = caseFileId, Scope = edge.Scope }, id => $"/placements/{id}"))
            .For<Command>("Record that a jobseeker has work");
}
