namespace Pes.Features.RankingModels.Training;

/// <summary>How far a vacancy that was shown to a jobseeker went; the numbers are grades of training data.</summary>
internal enum PairOutcome : byte
{
    /// <summary>Shown and nothing more; or turned down, which <see cref="PairOutcomes.IsDismissed"/> tells.</summary>
    Shown = 0,

    /// <summary>Opened from the list, by its link.</summary>
    Opened = 1,

    /// <summary>Moved up by the officer.</summary>
    Saved = 2,

    /// <summary>Referred.</summary>
    Applied = 3,

    /// <summary>Invited by the employer, or taken.</summary>
    Invited = 4,

    /// <summary>A placement was recorded.</summary>
    Hired = 5,

    /// <summary>With the same employer after three months.</summary>
    EmployedThreeMonths = 6,

    /// <summary>With the same employer after six months.</summary>
    EmployedSixMonths = 7,
}

/// <summary>When each thing happened to a pair, UTC; null: never, or it was undone.</summary>
internal sealed record PairFacts
{
    /// <summary>Hidden or reported by an officer.</summary>
    public DateTime? DismissedAt { get; init; }

    public DateTime? OpenedAt { get; init; }

    public DateTime? SavedAt { get; init; }

    public DateTime? AppliedAt { get; init; }

    public DateTime? InvitedAt { get; init; }

    public DateTime? HiredAt { get; init; }

    public DateTime? EmployedThreeMonthsAt { get; init; }

    public DateTime? EmployedSixMonthsAt { get; init; }
}

/// <summary>What came of a pair after it was shown.</summary>
internal static class PairOutcomes
{
    /// <summary>
    /// What an outcome is worth, by grade. This project's judgement: each step doubles, and staying is worth half as much
    /// again as starting for each of its two dates.
    /// </summary>
    public static readonly IReadOnlyList<double> Gains = [0, 1, 2, 4, 8, 16, 24, 32];

    /// <summary>
    /// The farthest step within <paramref name="maturity"/> after the list was shown, so that an old list has no advantage over a
    /// young one. A fact weighs more than an opinion: who was hired from a vacancy that was hidden first was hired.
    /// </summary>
    public static PairOutcome Of(PairFacts facts, DateTime shownAt, TimeSpan maturity)
    {
        bool Came(DateTime? at) => IsWithin(at, shownAt, maturity);
        return facts switch
        {
            _ when Came(facts.EmployedSixMonthsAt) => PairOutcome.EmployedSixMonths,
            _ when Came(facts.EmployedThreeMonthsAt) => PairOutcome.EmployedThreeMonths,
            _ when Came(facts.HiredAt) => PairOutcome.Hired,
            _ when Came(facts.InvitedAt) => PairOutcome.Invited,
            _ when Came(facts.AppliedAt) => PairOutcome.Applied,
            _ when Came(facts.DismissedAt) => PairOutcome.Shown,
            _ when Came(facts.SavedAt) => PairOutcome.Saved,
            _ when Came(facts.OpenedAt) => PairOutcome.Opened,
            _ => PairOutcome.Shown,
        };
    }
    /// <summary>
    /// An officer hid or reported it after it was shown, and nothing more came of it: it was certainly looked at, and belongs below what was merely shown.
    /// </summary>
    public static bool IsDismissed(PairFacts facts, DateTime shownAt, TimeSpan maturity) =>
        IsWithin(facts.DismissedAt, shownAt, maturity) && Of(facts, shownAt, maturity) == PairOutcome.Shown;

    private static bool IsWithin(DateTime? at, DateTime shownAt, TimeSpan maturity) => at > shownAt && at <= shownAt + maturity;
}
