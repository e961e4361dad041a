using System.Globalization;
using Pes.Platform.Requests;

namespace Pes.Features.RankingModels;

/// <summary>Section "RankingModels" of the settings: what a model must show before a person may approve it.</summary>
public sealed record GateSettings
{
    /// <summary>Held-back lists with an outcome at least.</summary>
    public int LeastLists { get; init; } = 100;

    /// <summary>Exposure and recall of a group against the others.</summary>
    public double LeastRatio { get; init; } = 0.8;

    public double MostRatio { get; init; } = 1.25;
}

/// <summary>
/// The gate: no tree against a direction, better than all four baselines beyond chance, not worse than the prior for vacancies, groups of people
/// measured, and none outside the limits. The same for a model of our
/// own and for one that was brought in.
/// </summary>
public static class RankingGate
{
    /// <returns>Null where a person may approve.</returns>
    public static Refusal? Refuse(ModelMetrics? metrics, ModelFairness? fairness, GateSettings settings) => (metrics, fairness) switch
    {
        (null, _) or (_, null) => new("model-not-judged"),
        _ when metrics.BrokenDirections.Count > 0 => new("model-breaks-directions", string.Join(", ", metrics.BrokenDirections)),
        _ when metrics.Lists < settings.LeastLists => new("model-judged-on-too-little", metrics.Lists, settings.LeastLists),
        _ when NotBeaten(metrics) is { Count: > 0 } left => new("model-not-better", string.Join(", ", left)),
        _ when IsWorseForVacancies(metrics, settings) => new("model-worse-for-vacancies"),
        _ when fairness.Groups.All(g => g.Ratio is null) => new("model-fairness-unknown"),
        _ when Outside(fairness, settings) is { Count: > 0 } groups => new("model-not-fair", string.Join("; ", groups.Select(Said))),
        _ => null,
    };

    /// <summary>
    /// Groups beyond the limits. Beyond: the ratio is outside and its interval does not hold 1, so that chance alone in a
    /// small group refuses nothing; a group without a ratio is too small and is shown as such.
    /// </summary>
    public static IReadOnlyList<GroupRatio> Outside(ModelFairness fairness, GateSettings settings) =>
        [.. fairness.Groups.Where(g => g.Ratio is { } ratio && (ratio < settings.LeastRatio || ratio > settings.MostRatio) && !(g.Low <= 1 && g.High >= 1))];

    // One model makes both lists, and there are fewer of jobseekers: they need no proof of a gain, but must not lose beyond chance.
    private static bool IsWorseForVacancies(ModelMetrics metrics, GateSettings settings) =>
        metrics.JobseekerLists is { } lists && lists.Lists >= settings.LeastLists && !(lists.Gains.FirstOrDefault(g => g.Baseline == Baselines.Prior)?.High >= 0);

    private static IReadOnlyList<string> NotBeaten(ModelMetrics metrics) =>
        [.. Baselines.All.Where(b => !(metrics.Gains.FirstOrDefault(g => g.Baseline == b)?.Low > 0))];

    private static string Said(GroupRatio group) =>
        string.Create(CultureInfo.InvariantCulture, $"{group.Measure} {group.Attribute} {group.Group} {group.Ratio:0.00}");
}
