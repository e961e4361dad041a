using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pes.Ranking;
using Pes.Ranking.Allocation;
using Pes.Ranking.WhatIf;

namespace Pes.Features.Matching;

/// <summary>What was asked about gains, as it is stored.</summary>
public static class GainsOf
{
    /// <summary>Of each row of a kept list the one that lifts it most.</summary>
    public const string List = "list";

    /// <summary>Of one pair those that lift it most.</summary>
    public const string Pair = "pair";

    /// <summary>Of a jobseeker those that open most.</summary>
    public const string Person = "person";
}

/// <summary>What an answer about gains depends on, kept as UTF-8 JSON so that <see cref="ReplayMatchRun"/> can make its scores again.</summary>
public sealed record GainInput
{
    public required DateOnly Today { get; init; }

    /// <summary>Null: of the kept list.</summary>
    public JobseekerProfile? Jobseeker { get; init; }

    /// <summary>Those of which an answer tells a score; empty: of the kept list.</summary>
    public IReadOnlyList<VacancyProfile> Vacancies { get; init; } = [];

    /// <summary>By which demand was spread, as <see cref="RunSpread"/> has both.</summary>
    public int Tolerance { get; init; }

    public int Factor { get; init; }

    internal SpreadRule Rule => new(Tolerance, Factor);

    internal static GainInput Of(DateOnly today, SpreadRule rule) => new() { Today = today, Tolerance = rule.Tolerance, Factor = rule.Factor };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RunInput.Json);

    public static GainInput Parse(byte[] bytes) => JsonSerializer.Deserialize<GainInput>(bytes, RunInput.Json)!;
}

/// <summary>One gain as it was told.</summary>
public sealed record GainAnswer
{
    public required GainKind Kind { get; init; }

    /// <summary>Of the skill or of the licence.</summary>
    public required int Id { get; init; }

    /// <summary>The pair that is told; of a jobseeker each vacancy that would come among the first places.</summary>
    public required IReadOnlyList<GainScore> Scores { get; init; }

    /// <summary>Among all live vacancies, from 1; null where it has no place.</summary>
    public int? PlaceBefore { get; init; }

    public int? PlaceAfter { get; init; }

    /// <summary>As <see cref="GainValue"/> has the three.</summary>
    public int Entering { get; init; }

    public int Passing { get; init; }

    public int Opened { get; init; }

    internal Gain Gain => new(Kind, Id);

    internal static string ToText(IReadOnlyList<GainAnswer> answers) => JsonSerializer.Serialize(answers, RunInput.Json);

    internal static IReadOnlyList<GainAnswer> Parse(string text) => JsonSerializer.Deserialize<List<GainAnswer>>(text, RunInput.Json)!;
}

/// <summary>Score of a pair with and without a gain, in the unit of the version.</summary>
public sealed record GainScore(Guid VacancyId, int Before, int After);

/// <summary>Of everything that is kept of an answer.</summary>
internal static class GainChecksum
{
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(string modelVersion, int considered, byte[] input, string answers) => Convert.ToHexStringLower(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(FormattableString.Invariant($"{modelVersion}|{considered}|{input.Length}|")), .. input, .. Encoding.UTF8.GetBytes(answers)]));
}
