using Pes.Ranking;
using Pes.Ranking.Pairs;

namespace Pes.Features.RankingModels;

/// <summary>A version of the ranking as lists are made and repeated by it.</summary>
/// <param name="Model">Null for the prior, which needs none.</param>
public sealed record RankingVersion(string Name, LearnedRanking? Model)
{
    public static RankingVersion Prior { get; } = new(Matcher.Prior.ModelVersion, null);
}

/// <summary>Which version of the ranking makes the lists: the approved model, or the prior where none is approved.</summary>
public sealed class RankingInCharge
{
    /// <summary>The version by which a list is made now.</summary>
    public ValueTask<RankingVersion> CurrentAsync(CancellationToken ct) => ValueTask.FromResult(RankingVersion.Prior);

    /// <summary>The version by which a kept list was made; null where it is not known any more.</summary>
    public ValueTask<RankingVersion?> OfAsync(string name, CancellationToken ct) =>
        ValueTask.FromResult(name == RankingVersion.Prior.Name ? RankingVersion.Prior : null);
}
