using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pes.Features.RankingModels;

/// <summary>States of a version.</summary>
public static class ModelStatus
{
    /// <summary>Waits for a person's decision.</summary>
    public const string Candidate = "candidate";

    /// <summary>A person said no.</summary>
    public const string Refused = "refused";

    /// <summary>In charge, or stands behind the one that is.</summary>
    public const string Approved = "approved";

    /// <summary>Was in charge and was rolled back.</summary>
    public const string Retired = "retired";

    public static readonly IReadOnlyList<string> All = [Candidate, Refused, Approved, Retired];
}

/// <summary>The orders that a model is held against.</summary>
public static class Baselines
{
    public const string Prior = "prior";

    public const string Recency = "recency";

    public const string Bm25 = "bm25";

    public const string OccupationRule = "occupation";

    public static readonly IReadOnlyList<string> All = [Prior, Recency, Bm25, OccupationRule];
}

/// <summary>How a model fared on lists that it was not trained on.</summary>
public sealed record ModelMetrics
{
    /// <summary>Held-back lists with any outcome; the others say nothing about an order.</summary>
    public required int Lists { get; init; }

    /// <summary>How they were held back: <c>time</c> (the latest), <c>jobseeker</c> (some people's), or <c>all</c> (a model trained elsewhere).</summary>
    public required string Split { get; init; }

    public required DateOnly? From { get; init; }

    public required DateOnly? To { get; init; }

    /// <summary>NDCG@10 of the model.</summary>
    public required double Ndcg10 { get; init; }

    /// <summary>Against each baseline, over the same lists.</summary>
    public required IReadOnlyList<ModelGain> Gains { get; init; }

    /// <summary>What each feature moved in the held-back rows, the most first; shares of 1.</summary>
    public required IReadOnlyList<FeatureWeight> Features { get; init; }

    /// <summary>The power of the curve by which lower places are looked at less: chance of place k is k to this power, negative.</summary>
    public required double PositionPower { get; init; }

    /// <summary>Actions from which the curve was estimated.</summary>
    public required int PositionActions { get; init; }

    /// <summary>Lists of jobseekers for a vacancy; all else here is of lists of vacancies. Null where none with an outcome was held back.</summary>
    public JobseekerListMetrics? JobseekerLists { get; init; }

    /// <summary>What officers hid or reported, in the held-back lists; null where they turned nothing down, and in judgements from before it was counted.</summary>
    public DismissedMetrics? Dismissed { get; init; }

    /// <summary>Features in whose direction some tree fails.</summary>
    public IReadOnlyList<string> BrokenDirections { get; init; } = [];
}

/// <summary>How a model fared on lists of jobseekers for a vacancy that it was not trained on.</summary>
public sealed record JobseekerListMetrics
{
    /// <summary>Held-back lists with any outcome.</summary>
    public required int Lists { get; init; }

    public required double Ndcg10 { get; init; }

    /// <summary>Against the baselines that order people: all but the newest first.</summary>
    public required IReadOnlyList<ModelGain> Gains { get; init; }

    /// <inheritdoc cref="ModelMetrics.PositionPower"/>
    public required double PositionPower { get; init; }

    /// <inheritdoc cref="ModelMetrics.PositionActions"/>
    public required int PositionActions { get; init; }

    /// <inheritdoc cref="ModelMetrics.Dismissed"/>
    public DismissedMetrics? Dismissed { get; init; }
}

/// <summary>Rows that officers hid or reported after they were shown: NDCG counts them as merely shown.</summary>
public sealed record DismissedMetrics
{
    /// <summary>Held-back lists of more than ten rows with such a row.</summary>
    public required int Lists { get; init; }

    public required int Rows { get; init; }

    /// <summary>Share of them that the model puts among the first ten.</summary>
    public required double Share { get; init; }

    /// <summary>Against the prior, and against the model that was in charge when it was judged.</summary>
    public required IReadOnlyList<DismissedRatio> Against { get; init; }
}

/// <summary>How many times as many of the rows that were turned down the model puts among the first ten as another order.</summary>
/// <param name="Order"><c>prior</c>, or the name of a version.</param>
/// <param name="IsInCharge">It made the lists when the model was judged.</param>
/// <param name="Share">Of the other order.</param>
/// <param name="Ratio">Below 1: fewer; null where too few lists tell.</param>
/// <param name="Low">Lower bound of its 95 % interval.</param>
public sealed record DismissedRatio(string Order, bool IsInCharge, double Share, double? Ratio, double? Low, double? High);

/// <summary>Model less baseline in NDCG@10.</summary>
/// <param name="Ndcg10">Of the baseline.</param>
/// <param name="Low">Lower bound of the 95 % interval of the difference.</param>
public sealed record ModelGain(string Baseline, double Ndcg10, double Difference, double Low, double High);

/// <summary>Share of all contributions that a feature made, by absolute value.</summary>
public sealed record FeatureWeight(string Feature, double Share);

/// <summary>How groups of people fared; counts and ratios only.</summary>
public sealed record ModelFairness
{
    public required IReadOnlyList<GroupRatio> Groups { get; init; }
}

/// <summary>
/// One group on one measure; as a warning also a group of which nothing could be measured, and lists with what was turned down
/// (<c>dismissed</c>, <c>list</c>, <c>vacancies</c> or <c>jobseekers</c>).
/// </summary>
/// <param name="Measure"><c>exposure</c> or <c>recall</c>; <c>unmeasured</c>: neither.</param>
/// <param name="Attribute"><c>sex</c>, <c>age</c>, <c>disability</c>, <c>returnee</c>, <c>province</c>.</param>
/// <param name="Count">Lists that say something of the group.</param>
/// <param name="Ratio">1 is parity; null where the group is too small to say.</param>
/// <param name="Low">Bounds of the 95 % interval of this group alone.</param>
/// <param name="JointLow">Bounds of the interval that holds for all groups of the judgement at once with 95 %; null in judgements from before it was taken.</param>
public sealed record GroupRatio(
    string Measure, string Attribute, string Group, int Count, double? Ratio, double? Low, double? High, double? JointLow, double? JointHigh)
{
    internal const string Unmeasured = "unmeasured";

    internal NamedGroup Name => new() { Measure = Measure, Attribute = Attribute, Group = Group };
}

/// <summary>A group on a measure by its codes, as a person names it who approves in spite of a warning.</summary>
public sealed record NamedGroup
{
    /// <inheritdoc cref="GroupRatio"/>
    public required string Measure { get; init; }

    public required string Attribute { get; init; }

    public required string Group { get; init; }
}

/// <summary>Warnings of the judgement that a person named when she approved, and why she approved all the same.</summary>
/// <param name="Groups">As they were judged then.</param>
/// <param name="By">User name.</param>
public sealed record Acknowledgement(IReadOnlyList<GroupRatio> Groups, string Reason, string? By, DateTime At);

/// <summary>Reports as they are kept.</summary>
internal static class ReportText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Of<T>(T report) => JsonSerializer.Serialize(report, Json);

    public static T? Parse<T>(string? text)
        where T : class => text is null ? null : JsonSerializer.Deserialize<T>(text, Json);
}
