using FluentValidation;
using Pes.Platform.Data;
using Pes.Platform.Requests;

namespace Pes.Features.RankingModels;

/// <summary>A person's word on a version, for good or until the next: what approval, refusal and roll-back have in common.</summary>
public abstract record ModelDecision : ScopedRequest, ICommand<Done>
{
    /// <summary>The version that she saw, so that two clicks are one step.</summary>
    public Guid ModelId { get; init; }

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

/// <summary>Keeps a decision where the version is still as it was when the facts were read; of two at the same moment the second changes nothing.</summary>
internal sealed class ModelDecisions(Database db, TimeProvider clock)
{
    private const string DecideSql = """
        UPDATE RankingModel SET Status = @Status, DecidedBy = @AccountId, DecidedAt = @Now, DecisionReason = @Reason, Version = Version + 1
        WHERE Id = @ModelId AND Version = @Version
        """;

    // Asked again where it is done: an approval in between must not find the version behind it retired.
    private const string RetireSql = $"{DecideSql} AND ApprovalNumber = (SELECT MAX(o.ApprovalNumber) FROM RankingModel o WHERE o.Status = 'approved')";

    /// <summary>Refuses or retires.</summary>
    /// <param name="version">Of the row that the decision was taken on.</param>
    public async Task<Outcome<Done>> KeepAsync(ModelDecision decision, string status, int version, CancellationToken ct)
    {
        var args = new { Status = status, decision.ModelId, decision.Reason, decision.Scope.AccountId, Now = clock.GetUtcNow().UtcDateTime, Version = version };
        return Told(await db.ExecuteAsync(status == ModelStatus.Retired ? RetireSql : DecideSql, args, ct));
    }

    internal static Outcome<Done> Told(int changed) => changed == 0 ? new Refusal("model-decided-meanwhile") : default(Done);
}
