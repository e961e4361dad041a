using FluentValidation;
using Pes.Platform.Data;
using Pes.Platform.Requests;

namespace Pes.Features.RankingModels;

/// <summary>A person's word on a version, for good or until the next: what approval, refusal and roll-back have in common.</summary>
public abstract record ModelDecision : ScopedRequest, ICommand<Done>
{
    /// <summary>The version that she saw, so that two clicks are one step.</summary>
    public Guid ModelId { get; init; }

    /// <summary>Its stamp as she saw it: what was decided about it since, or about what ranks in its place, is looked at first. Null: as it stands now.</summary>
    public int? Version { get; init; }

    /// <summary>Why, in her own words; kept with the version.</summary>
    public required string Reason { get; init; }

    public virtual AuditSubject Subject(Done value) => new("ranking-model", ModelId);
}

/// <summary>A decision needs its reason.</summary>
public abstract class ModelDecisionValidator<TDecision> : AbstractValidator<TDecision>
    where TDecision : ModelDecision
{
    internal const int LongestReason = 500;

    protected ModelDecisionValidator() => RuleFor(d => d.Reason).NotEmpty().MaximumLength(LongestReason);
}

/// <summary>A version as a decision finds it.</summary>
internal sealed record DecisionFacts
{
    public required string Status { get; init; }

    public required int Version { get; init; }

    public required bool IsInCharge { get; init; }
}

/// <summary>
/// Refuses or retires a version where it is still as it was when the facts were read; of two decisions at the same moment the second changes nothing.
/// An approval counts the stamp of what was in charge on as well, so that a roll-back never retires what stands behind another by then.
/// </summary>
internal sealed class ModelDecisions(Database db, TimeProvider clock)
{
    private const string FactsSql = """
        SELECT m.Status, m.Version, CASE WHEN m.ApprovalNumber = (SELECT MAX(o.ApprovalNumber) FROM RankingModel o WHERE o.Status = 'approved') THEN 1 ELSE 0 END AS IsInCharge
        FROM RankingModel m
        WHERE m.Id = @ModelId
        """;

    private const string DecideSql = """
        UPDATE RankingModel SET Status = @Status, DecidedBy = @AccountId, DecidedAt = @Now, DecisionReason = @Reason, Version = Version + 1
        WHERE Id = @ModelId AND Version = @Version
        """;

    public async Task<Outcome<Done>> DecideAsync(ModelDecision decision, string status, Func<DecisionFacts?, Refusal?> refuse, CancellationToken ct)
    {
        var facts = await db.FirstOrDefaultAsync<DecisionFacts>(FactsSql, new { decision.ModelId }, ct);
        return refuse(facts) is { } refusal ? refusal : await KeepAsync(decision, status, decision.Version ?? facts!.Version, ct);
    }

    /// <param name="version">Of the row that the decision was taken on.</param>
    internal async Task<Outcome<Done>> KeepAsync(ModelDecision decision, string status, int version, CancellationToken ct) => Told(await db.ExecuteAsync(
        DecideSql, new { Status = status, decision.ModelId, decision.Reason, decision.Scope.AccountId, Now = clock.GetUtcNow().UtcDateTime, Version = version }, ct));

    internal static Outcome<Done> Told(int changed) => changed == 0 ? new Refusal("model-decided-meanwhile") : default(Done);
}
