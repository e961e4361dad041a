using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>A person puts a version in charge, where the gate lets her: the lists of every node follow within two seconds.</summary>
public static class ApproveRankingModel
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid ModelId { get; init; }

        /// <summary>Why, in her own words; kept with the version.</summary>
        public required string Reason { get; init; }

        public AuditSubject Subject(Done value) => new("ranking-model", ModelId);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(500);
    }

    public sealed class Handler(Database db, Caller caller, DemoSettings demo, GateSettings settings, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT m.Status, m.TrainedBy, m.Metrics, m.Fairness, m.FileBytes, (SELECT COALESCE(MAX(o.ApprovalNumber), 0) FROM RankingModel o) AS LastNumber
            FROM RankingModel m
            WHERE m.Id = @ModelId
            """;

        private const string ApproveSql = """
            UPDATE RankingModel
            SET Status = 'approved', ApprovalNumber = @Number, DecidedBy = @AccountId, DecidedAt = @Now, DecisionReason = @Reason, Version = Version + 1
            WHERE Id = @ModelId AND Status IN ('candidate', 'retired')
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var row = await db.FirstOrDefaultAsync<Row>(FactsSql, new { command.ModelId }, cancellationToken);
            ModelFile? file = null;
            var canRank = row is not null && ModelFile.TryOpen(row.FileBytes, out file) && file.Ranking is not null;

            // From the trees themselves, whatever the judgement kept.
            var metrics = ReportText.Parse<ModelMetrics>(row?.Metrics);
            metrics = canRank && metrics is not null ? metrics with { BrokenDirections = file!.BrokenDirections() } : metrics;
            var facts = row is null ? null : new Facts
            {
                Status = row.Status,
                IsOwn = row.TrainedBy == command.Scope.AccountId,
                HasSecondFactor = caller.Scope.SessionId == command.Scope.SessionId && SecondFactor.Suffices(command.Scope.Role, caller.Factor, demo.Enabled),
                CanRank = canRank,
                Gate = RankingGate.Refuse(metrics, ReportText.Parse<ModelFairness>(row.Fairness), settings),
            };
            if (Refuse(facts) is { } refusal)
            {
                return refusal;
            }

            var args = new { command.ModelId, command.Reason, Number = row!.LastNumber + 1, command.Scope.AccountId, Now = clock.GetUtcNow().UtcDateTime };
            return await db.ExecuteAsync(ApproveSql, args, cancellationToken) == 0 ? new Refusal("already-in-that-state") : default(Done);
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { HasSecondFactor: false } => new("second-factor-needed") { Kind = RefusalKind.Forbidden },
            { Status: ModelStatus.Approved } => new("already-in-that-state"),
            { Status: ModelStatus.Refused } => new("model-was-refused"),
            { IsOwn: true } => new("not-own-model"),
            { CanRank: false } => new("model-cannot-rank"),
            _ => facts.Gate,
        };

        private sealed record Row
        {
            public required string Status { get; init; }

            public required Guid? TrainedBy { get; init; }

            public required string? Metrics { get; init; }

            public required string? Fairness { get; init; }

            public required byte[] FileBytes { get; init; }

            public required int LastNumber { get; init; }
        }
    }

    internal sealed record Facts
    {
        public required string Status { get; init; }

        /// <summary>The approver trained it or brought it in.</summary>
        public required bool IsOwn { get; init; }

        public required bool HasSecondFactor { get; init; }

        /// <summary>Whole, and of trees that lists are ranked by.</summary>
        public required bool CanRank { get; init; }

        /// <summary>What the gate says; null lets through.</summary>
        public required Refusal? Gate { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/ranking-models/{modelId:guid}/approval", (Guid modelId, Command body, ApiEdge edge) => edge.Do(body with { ModelId = modelId, Scope = edge.Scope }))
            .For<Command>("Approve a ranking model and put it in charge");
}
