using System.Text.Json.Serialization;
using Pes.Platform.Data;

namespace Pes.Features.RankingModels;

/// <summary>A version with its reports: what a person decides by, and what was decided.</summary>
public record ShownModel
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Status { get; init; }

    /// <summary>It makes the lists now.</summary>
    public required bool IsInCharge { get; init; }

    public required string Trainer { get; init; }

    public required DateTime TrainedAt { get; init; }

    /// <summary>First and last day of the lists that it was trained on.</summary>
    public required DateOnly? DataFrom { get; init; }

    public required DateOnly? DataTo { get; init; }

    public required int TrainingRows { get; init; }

    public required int TrainingLists { get; init; }

    /// <summary>Null until it is judged.</summary>
    public required ModelMetrics? Metrics { get; init; }

    public required ModelFairness? Fairness { get; init; }

    public required string Checksum { get; init; }

    /// <summary>Its stamp, for a decision about what was seen here.</summary>
    public required int Version { get; init; }

    /// <summary>User name of who decided; null where nobody has.</summary>
    public required string? DecidedBy { get; init; }

    public required DateTime? DecidedAt { get; init; }

    public required string? DecisionReason { get; init; }

    /// <summary>Code of what the gate holds against it; null where a person may approve.</summary>
    public required string? Gate { get; init; }

    /// <summary>What the judgement warns of: who approves names each.</summary>
    public required IReadOnlyList<GroupRatio> Warned { get; init; }

    /// <summary>What was named when it was last approved; null where nothing was.</summary>
    public required Acknowledgement? Acknowledged { get; init; }

    /// <summary>The limits by which it was last let through; null where nobody approved it since they are kept.</summary>
    public required GateSettings? GateLimits { get; init; }
}

/// <summary>Reads versions with their reports.</summary>
internal sealed class ShownModels(Database db, GateSettings settings)
{
    private const string ModelsSql = """
        SELECT m.Id, m.Name, m.Status, m.Trainer, m.TrainedAt, m.DataFrom, m.DataTo, m.TrainingRows, m.TrainingLists, m.Metrics AS MetricsText, m.Fairness AS FairnessText, m.Checksum,
               m.Version, m.DecidedAt, m.DecisionReason, a.UserName AS DecidedBy, m.Warnings AS WarningsText, m.WarningReason, w.UserName AS WarningsSeenBy, m.WarningsSeenAt, m.GateLimits AS LimitsText,
               CASE WHEN m.Status = 'approved' AND m.ApprovalNumber = (SELECT MAX(o.ApprovalNumber) FROM RankingModel o WHERE o.Status = 'approved')
                    THEN 1 ELSE 0 END AS IsInCharge
        FROM RankingModel m
        LEFT JOIN Account a ON a.Id = m.DecidedBy
        LEFT JOIN Account w ON w.Id = m.WarningsSeenBy
        WHERE @ModelId IS NULL OR m.Id = @ModelId
        ORDER BY m.Seq DESC
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    /// <summary>The newest first.</summary>
    /// <param name="modelId">Null for all.</param>
    public async Task<IReadOnlyList<ShownModel>> ReadAsync(Guid? modelId, int most, CancellationToken ct) =>
        [.. (await db.QueryAsync<Row>(ModelsSql, new { ModelId = modelId, Skip = 0, Take = most }, ct)).Select(Shown)];

    private ShownModel Shown(Row row)
    {
        var (metrics, fairness) = (ReportText.Parse<ModelMetrics>(row.MetricsText), ReportText.Parse<ModelFairness>(row.FairnessText));
        return row with
        {
            Metrics = metrics,
            Fairness = fairness,
            Gate = RankingGate.Refuse(metrics, fairness, settings)?.Code,
            Warned = RankingGate.Warnings(metrics, fairness, settings),
            GateLimits = ReportText.Parse<GateSettings>(row.LimitsText),
            Acknowledged = ReportText.Parse<IReadOnlyList<GroupRatio>>(row.WarningsText) is { } groups
                ? new(groups, row.WarningReason ?? "", row.WarningsSeenBy, row.WarningsSeenAt ?? row.TrainedAt)
                : null,
        };
    }

    private sealed record Row : ShownModel
    {
        [JsonIgnore]
        public string? MetricsText { get; init; }

        [JsonIgnore]
        public string? FairnessText { get; init; }

        [JsonIgnore]
        public string? LimitsText { get; init; }

        [JsonIgnore]
        public string? WarningsText { get; init; }

        [JsonIgnore]
        public string? WarningReason { get; init; }

        [JsonIgnore]
        public string? WarningsSeenBy { get; init; }

        [JsonIgnore]
        public DateTime? WarningsSeenAt { get; init; }
    }
}
