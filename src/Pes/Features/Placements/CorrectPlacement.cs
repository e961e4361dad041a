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

/// <summary>A placement is corrected by a new version with its reason; the earlier ones stay. Open follow-ups move with a new start.</summary>
public static class CorrectPlacement
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid PlacementId { get; init; }

        /// <summary>The version that the reader had before her.</summary>
        public required int Version { get; init; }

        public required DateOnly StartsOn { get; init; }

        /// <summary>Whole riel a month.</summary>
        public long? MonthlyWageKhr { get; init; }

        public int? HoursPerWeek { get; init; }

        public string? ContractCode { get; init; }

        public required string EvidenceGrade { get; init; }

        public required string Reason { get; init; }

        internal PlacementTerms Terms => new(StartsOn, MonthlyWageKhr, HoursPerWeek, ContractCode, EvidenceGrade);

        public AuditSubject Subject(Done value) => new("placement", PlacementId, Detail: $"version={Version + 1}");
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
            RuleFor(c => c.Reason).NotEmpty().MaximumLength(500);
        }
    }

    public sealed class Handler(Database db, ISender sender, Vocabulary vocabulary, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = $"""
            SELECT pl.CaseFileId, pl.Version, pv.StartsOn, pv.MonthlyWageKhr, pv.HoursPerWeek, pv.ContractCode, pv.EvidenceGrade
            FROM Placement pl
            JOIN PlacementVersion pv ON pv.PlacementId = pl.Id AND pv.IsCurrent = 1
            JOIN CaseFile c ON c.Id = pl.CaseFileId
            WHERE pl.Id = @PlacementId AND {Scope.SeesCaseSql}
            """;

        private const string TakeVersionSql = "UPDATE Placement SET Version = Version + 1 WHERE Id = @PlacementId AND Version = @Version";

        private const string RetireSql = "UPDATE PlacementVersion SET IsCurrent = 0 WHERE PlacementId = @PlacementId AND IsCurrent = 1";

        private const string MoveFollowUpSql = """
            UPDATE FollowUp SET DueOn = @DueOn, Version = Version + 1 WHERE PlacementId = @PlacementId AND Months = @Months AND RecordedAt IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(FactsSql, new { command.PlacementId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts, command, clock.TodayInCambodia()) is { } refusal)
            {
                return refusal.InWords(Told);
            }

            if (await db.ExecuteAsync(TakeVersionSql, new { command.PlacementId, command.Version }, cancellationToken) == 0)
            {
                return Refusal.Stale(facts!.Terms, command.Terms).InWords(Told);
            }

            await db.ExecuteAsync(RetireSql, new { command.PlacementId }, cancellationToken);
            await command.Terms.InsertAsync(
                db, command.PlacementId, command.Version + 1, command.Reason, scope.AccountId, clock.GetUtcNow().UtcDateTime, cancellationToken);
            if (command.StartsOn != facts!.StartsOn)
            {
                foreach (var (months, dueOn) in FollowUpDates.For(command.StartsOn))
                {
                    await db.ExecuteAsync(MoveFollowUpSql, new { command.PlacementId, Months = months, DueOn = dueOn }, cancellationToken);
                }
            }

            await sender.Send(
                new RecordCaseEvent.Command { Scope = scope, CaseFileId = facts.CaseFileId, Kind = "placement-corrected", SubjectId = command.PlacementId },
                cancellationToken);
            return default(Done);
        }

        private string Told(string field, string text) => field switch
        {
            nameof(PlacementTerms.StartsOn) => Formats.DateFrom(text),
            nameof(PlacementTerms.MonthlyWageKhr) => Formats.RielFrom(text),
            nameof(PlacementTerms.ContractCode) => vocabulary.Label("contract", text),
            nameof(PlacementTerms.EvidenceGrade) => vocabulary.Label("placement-evidence", text),
            _ => text,
        };

        internal static Refusal? Refuse(Facts? facts, Command command, DateOnly today) => facts switch
        {
            null => Refusal.NotFound,
            { Version: var now } when now != command.Version => Refusal.Stale(facts.Terms, command.Terms),
            _ when facts.Terms == command.Terms => new("nothing-changed"),
            _ when command.StartsOn > today.AddDays(PlacementTerms.MostDaysAhead) => new("start-too-far-ahead", today.AddDays(PlacementTerms.MostDaysAhead)),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required Guid CaseFileId { get; init; }

        public required int Version { get; init; }

        public required DateOnly StartsOn { get; init; }

        public required long? MonthlyWageKhr { get; init; }

        public required int? HoursPerWeek { get; init; }

        public required string? ContractCode { get; init; }

        public required string EvidenceGrade { get; init; }

        public PlacementTerms Terms => new(StartsOn, MonthlyWageKhr, HoursPerWeek, ContractCode, EvidenceGrade);
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/placements/{placementId:guid}/versions", (Guid placementId, Command body, ApiEdge edge) =>
                edge.Do(body with { PlacementId = placementId, Scope = edge.Scope }))
            .For<Command>("Correct a placement by a new version");
}
