using Pes.Features.RankingModels;
using Pes.Ranking;
using Pes.Ranking.Allocation;

namespace Pes.Features.Matching;

/// <summary>Section "Matching:Spread" of the settings: how demand is spread over vacancies that are about equally good.</summary>
public sealed record SpreadSettings
{
    private const int MostTolerance = 200;

    private const int MostFactor = 100;

    /// <summary>How much better a vacancy may be and still be passed: per mille of what lies between the weakest and the strongest of the five words. 0: nothing is spread.</summary>
    public int Tolerance { get; init; } = 40;

    /// <summary>For how many jobseekers one opening has room.</summary>
    public int Factor { get; init; } = 3;

    public static SpreadSettings Of(IConfiguration configuration) => (configuration.GetSection("Matching:Spread").Get<SpreadSettings>() ?? new SpreadSettings()).Check();

    /// <returns>The same.</returns>
    /// <exception cref="InvalidOperationException">A number is out of range.</exception>
    public SpreadSettings Check() => this is { Tolerance: >= 0 and <= MostTolerance, Factor: >= 1 and <= MostFactor }
        ? this
        : throw new InvalidOperationException($"Matching:Spread:Tolerance is 0 to {MostTolerance}, Matching:Spread:Factor 1 to {MostFactor}.");

    /// <summary>In the unit of a version's scores.</summary>
    internal SpreadRule RuleOf(RankingVersion version) =>
        Tolerance == 0 ? default : new((int)((long)(version.Model?.BandSpan ?? ScoreBand.Span) * Tolerance / 1_000), Factor);
}
