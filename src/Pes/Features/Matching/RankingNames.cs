using Microsoft.Extensions.Localization;
using Pes.Features.RankingModels;

namespace Pes.Features.Matching;

/// <summary>What a list is ordered by, in plain words where the version is not a learned one.</summary>
internal static class RankingNames
{
    public static string Of(IStringLocalizer<MatchingWords> words, string modelVersion) =>
        modelVersion == RankingVersion.Prior.Name ? words["ranking-prior"] : modelVersion == PlainOrder.Version ? words["ranking-newest"] : modelVersion;
}
