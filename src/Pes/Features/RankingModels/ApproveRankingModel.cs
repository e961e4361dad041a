using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>
/// A person puts a version in charge, where the gate lets her: the lists of every node follow within two seconds. Of each group that the
/// judgement warns of she says that she has seen it, and why the version may rank all the same.
/// </summary>
public static class ApproveRankingModel
{
    [Allows(Role.Administrator)]
    public sealed record Command : ModelDecision
    {
        /// <summary>The groups that the judgement warns of, all of them and no other.</summary>
        public IReadOnlyList<NamedGroup> Acknowledged { get; init; } = [];

        /// <summary>Why it may rank in spite of the warnings; needed where a group is named.</summary>
        public string? WarningReason { get; init; }

        public override AuditSubject Subject(Done value) => new("ranking-model", ModelId, Detail: Named(Acknowledged));

        // The rest of very many is counted: a detail has 400 letters.
        private static string? Named(IReadOnlyList<NamedGroup> groups)
        {
            const int Most = 8;
            var named = string.Join("; ", groups.Take(Most).Select(g => $"{g.Measure} {g.Attribute} {g.Group}"));
            return groups.Count == 0 ? null : $"warned={groups.Count}: {named}";
        }
    }

    public sealed class Validator : ModelDecisionValidator<Command>
    {
        private const int MostGroups = 300;

        private const int LongestCode = 12;

        public Validator()
        {
            RuleFor(c => c.Acknowledged).Must(groups => groups.Count <= MostGroups).When(c => c.Acknowledged is not null).WithErrorCode("too-many");
            RuleForEach(c => c.Acknowledged).ChildRules(group =>
            {
                group.RuleFor(g => g.Measure).NotEmpty().MaximumLength(LongestCode);
                group.RuleFor(g => g.Attribute).NotEmpty().MaximumLength(LongestCode);
                group.RuleFor(g => g.Group).NotEmpty().MaximumLength(LongestCode);
            });
            RuleFor(c => c.WarningReason).NotEmpty().When(c => c.Acknowledged is { Count: > 0 }).MaximumLength(LongestReason);
        }
    }

    public sealed class Handler(Database db, Caller caller, DemoSettings demo, GateSettings settings, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT m.Status, m.TrainedBy, m.Metrics, m.Fairness, m.FileBytes, m.Version, i.Id AS InChargeId, i.Version AS InChargeVersion,
                   (SELECT COALESCE(MAX(o.ApprovalNumber), 0) FROM RankingModel o) AS LastNumber
            FROM RankingModel m
            LEFT JOIN RankingModel i ON i.ApprovalNumber = (SELECT MAX(o.ApprovalNumber) FROM RankingModel o WHERE o.Status = 'approved')
            WHERE m.Id = @ModelId
            """;

        private const string ApproveSql = """
            UPDATE RankingModel
            SET Status = 'approved', ApprovalNumber = @Number, DecidedBy = @AccountId, DecidedAt = @Now, DecisionReason = @Reason, Version = Version + 1,
                Warnings = @Warnings, WarningReason = @WarningReason, WarningsSeenBy = @SeenBy, WarningsSeenAt = @SeenAt, GateLimits = @Limits
            WHERE Id = @ModelId AND Version = @Version
            """;

        // What was in charge stands behind it from now on: who decided about it by its older stamp looks again.
        private const string BehindSql = "UPDATE RankingModel SET Version = Version + 1 WHERE Id = @InChargeId AND Version = @InChargeVersion";

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var row = await db.FirstOrDefaultAsync<Row>(FactsSql, new { command.ModelId }, cancellationToken);
            ModelFile? file = null;
            var canRank = row is not null && ModelFile.TryOpen(row.FileBytes, out file) && file.Ranking is not null;

            // From the trees themselves, whatever the judgement kept.
            var (metrics, fairness) = (ReportText.Parse<ModelMetrics>(row?.Metrics), ReportText.Parse<ModelFairness>(row?.Fairness));
            metrics = canRank && metrics is not null ? metrics with { BrokenDirections = file!.BrokenDirections() } : metrics;
            var warned = RankingGate.Warnings(metrics, fairness, settings);
            var facts = row is null ? null : new Facts
            {
                Status = row.Status,
                IsOwn = row.TrainedBy == command.Scope.AccountId,
                HasSecondFactor = caller.Scope.SessionId == command.Scope.SessionId && SecondFactor.Suffices(command.Scope.Role, caller.Factor, demo.Enabled),
                CanRank = canRank,
                Gate = RankingGate.Refuse(metrics, fairness, settings),
                Warned = warned,
                Acknowledged = command.Acknowledged,
            };
            if (Refuse(facts) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow().UtcDateTime;
            var isWarned = warned.Count > 0;
            var args = new
            {
                command.ModelId,
                command.Reason,
                Number = row!.LastNumber + 1,
                command.Scope.AccountId,
                Now = now,
                Version = command.Version ?? row.Version,
                row.InChargeId,
                row.InChargeVersion,
                Limits = ReportText.Of(settings),
                Warnings = isWarned ? ReportText.Of(warned) : null,
                WarningReason = isWarned ? command.WarningReason : null,
                SeenBy = isWarned ? command.Scope.AccountId : (Guid?)null,
                SeenAt = isWarned ? now : (DateTime?)null,
            };
            var isAlone = row.InChargeId is null || await db.ExecuteAsync(BehindSql, args, cancellationToken) == 1;
            return ModelDecisions.Told(isAlone ? await db.ExecuteAsync(ApproveSql, args, cancellationToken) : 0);
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { HasSecondFactor: false } => new("second-factor-needed") { Kind = RefusalKind.Forbidden },
            { Status: ModelStatus.Approved } => new("already-in-that-state"),
            { Status: ModelStatus.Refused } => new("model-was-refused"),
            { IsOwn: true } => new("not-own-model"),
            { CanRank: false } => new("model-cannot-rank"),
            { Gate: { } gate } => gate,
            _ when !facts.Warned.Select(g => g.Name).ToHashSet().SetEquals(facts.Acknowledged) => NotNamed(facts.Warned),
            _ => null,
        };

        private static Refusal NotNamed(IReadOnlyList<GroupRatio> warned) => warned.Count == 0
            ? new("model-warns-of-nobody")
            : new("model-warnings-not-named", RankingGate.Said(warned)) { Fields = [new(nameof(Command.Acknowledged), "name-each-warned-group")] };

        private sealed record Row
        {
            public required string Status { get; init; }

            public required Guid? TrainedBy { get; init; }

            public required string? Metrics { get; init; }

            public required string? Fairness { get; init; }

            public required byte[] FileBytes { get; init; }

            public required int Version { get; init; }

            public required Guid? InChargeId { get; init; }

            public required int? InChargeVersion { get; init; }

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

        /// <summary>What the judgement warns of.</summary>
        public required IReadOnlyList<GroupRatio> Warned { get; init; }

        /// <summary>Those that the approver named.</summary>
        public required IReadOnlyList<NamedGroup> Acknowledged { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/ranking-models/{modelId:guid}/approval", (Guid modelId, Command body, ApiEdge edge) => edge.Do(body with { ModelId = modelId, Scope = edge.Scope }))
            .For<Command>("Approve a ranking model and put it in charge");
}
