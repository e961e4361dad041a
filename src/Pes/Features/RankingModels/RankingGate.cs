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

    public static GateSettings Of(IConfiguration configuration) => (configuration.GetSection("RankingModels").Get<GateSettings>() ?? new GateSettings()).Check();

    /// <returns>The same.</returns>
    /// <exception cref="InvalidOperationException">Limits that would let nearly everything through, or nothing.</exception>
    public GateSettings Check() => this is { LeastLists: >= 30, LeastRatio: >= 0.5 and <= 1, MostRatio: >= 1 and <= 2 }
        ? this
        : throw new InvalidOperationException("RankingModels:LeastLists is 30 or more, RankingModels:LeastRatio 0.5 to 1, RankingModels:MostRatio 1 to 2.");
}

/// <summary>What the limits of fairness say of a group (docs/decisions/0010-many-groups-at-once.md).</summary>
public enum GroupVerdict
{
    /// <summary>Too few lists to say anything.</summary>
    TooSmall,

    /// <summary>Judged before many groups were looked at together: to be judged again.</summary>
    JudgeAgain,

    /// <summary>Within the limits.</summary>
    Within,

    /// <summary>Outside, and its own interval holds parity.</summary>
    WithinChance,

    /// <summary>Outside; its own interval does not hold parity, that of all groups together does. Who approves names it.</summary>
    Warned,

    /// <summary>Outside beyond what chance does among so many groups: refuses the model.</summary>
    Refused,
}

/// <summary>
/// The gate: no tree against a direction, better than all four baselines beyond chance, not worse than the prior for vacancies, groups of people
/// measured, and none outside the limits beyond chance. The same for a model of our own and for one that was brought in.
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
        _ when With(GroupVerdict.JudgeAgain, fairness, settings).Count > 0 => new("model-judge-again"),
        _ when With(GroupVerdict.Refused, fairness, settings) is { Count: > 0 } groups => new("model-not-fair", Said(groups)),
        _ => null,
    };

    /// <summary>
    /// Only a ratio outside the limits matters. Chance is ruled out by the interval that holds for all groups together: of thirty intervals of
    /// 95 % one or two miss parity by chance. What the group's own interval rules out is left to a person to look at.
    /// </summary>
    public static GroupVerdict VerdictOf(GroupRatio group, GateSettings settings) => group switch
    {
        { Ratio: null } => GroupVerdict.TooSmall,
        { Low: null } or { High: null } or { JointLow: null } or { JointHigh: null } => GroupVerdict.JudgeAgain,
        _ when group.Ratio >= settings.LeastRatio && group.Ratio <= settings.MostRatio => GroupVerdict.Within,
        _ when !(group.JointLow <= 1 && group.JointHigh >= 1) => GroupVerdict.Refused,
        _ when !(group.Low <= 1 && group.High >= 1) => GroupVerdict.Warned,
        _ => GroupVerdict.WithinChance,
    };

    /// <summary>The groups of which the limits say so.</summary>
    public static IReadOnlyList<GroupRatio> With(GroupVerdict verdict, ModelFairness fairness, GateSettings settings) =>
        [.. fairness.Groups.Where(g => VerdictOf(g, settings) == verdict)];

    // Never left unsaid, even where nobody of them was on a held-back list.
    private static readonly (string Attribute, string Group)[] AlwaysAsked = [("sex", "female"), ("sex", "male"), ("disability", "yes"), ("returnee", "yes")];

    /// <summary>
    /// What a judgement warns of, and who approves names: groups outside the limits by their own interval alone, groups of which nothing at all could be measured,
    /// and lists in which the model puts more of what officers hid or reported among the first ten than what was in charge, beyond chance.
    /// </summary>
    public static IReadOnlyList<GroupRatio> Warnings(ModelMetrics? metrics, ModelFairness? fairness, GateSettings settings) =>
    [
        .. fairness is null ? [] : With(GroupVerdict.Warned, fairness, settings), .. fairness is null ? [] : Unmeasured(fairness),
        .. DismissedBy("vacancies", metrics?.Dismissed), .. DismissedBy("jobseekers", metrics?.JobseekerLists?.Dismissed),
    ];

    /// <summary>Groups without a ratio on any measure, each once, with the most lists that it was in.</summary>
    public static IEnumerable<GroupRatio> Unmeasured(ModelFairness fairness) =>
        fairness.Groups.Select(g => (g.Attribute, g.Group)).Concat(AlwaysAsked).Distinct()
            .GroupJoin(fairness.Groups, g => g, g => (g.Attribute, g.Group), (of, measured) => (Of: of, Measured: measured.ToList()))
            .Where(g => g.Measured.All(m => m.Ratio is null))
            .Select(g => new GroupRatio(GroupRatio.Unmeasured, g.Of.Attribute, g.Of.Group, g.Measured.Select(m => m.Count).DefaultIfEmpty().Max(), null, null, null, null, null));

    private static IEnumerable<GroupRatio> DismissedBy(string lists, DismissedMetrics? dismissed) =>
        (dismissed?.Against ?? []).Where(a => a is { IsInCharge: true, Low: > 1 }).Select(a => new GroupRatio("dismissed", "list", lists, dismissed!.Lists, a.Ratio, a.Low, a.High, null, null));

    /// <summary>Groups by their codes, each with its ratio where it has one.</summary>
    public static string Said(IEnumerable<GroupRatio> groups) =>
        string.Join("; ", groups.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Measure} {g.Attribute} {g.Group} {g.Ratio:0.00}").TrimEnd()));

    // One model makes both lists, and there are fewer of jobseekers: they need no proof of a gain, but must not lose beyond chance.
    private static bool IsWorseForVacancies(ModelMetrics metrics, GateSettings settings) =>
        metrics.JobseekerLists is { } lists && lists.Lists >= settings.LeastLists && !(lists.Gains.FirstOrDefault(g => g.Baseline == Baselines.Prior)?.High >= 0);

    private static IReadOnlyList<string> NotBeaten(ModelMetrics metrics) =>
        [.. Baselines.All.Where(b => !(metrics.Gains.FirstOrDefault(g => g.Baseline == b)?.Low > 0))];
}
