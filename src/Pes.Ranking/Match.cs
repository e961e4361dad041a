using Pes.Ranking.Allocation;

namespace Pes.Ranking;

/// <summary>One jobseeker with one vacancy: score, what it is made of, and what stands in the way.</summary>
public sealed record Match
{
    private const int ForOnCard = 3;

    /// <summary>Id of the row found: the vacancy's for a jobseeker, the jobseeker's for a vacancy.</summary>
    public required Guid Id { get; init; }

    /// <summary>1 is the best; 0 where a single pair is explained.</summary>
    public required int Rank { get; init; }

    /// <summary>
    /// Of the prior: -1,000,000 to 1,000,000, 0 = nothing known for or against. Of a learned model: in 2^-20, and only the order
    /// of scores of one list means anything. The sum of the contributions and of <see cref="Usual"/>.
    /// </summary>
    public required int Score { get; init; }

    /// <summary>What a learned model gives before it knows anything of the pair; 0 for the prior.</summary>
    public int Usual { get; init; }

    /// <summary>One for each term, in the order of <see cref="Term"/>.</summary>
    public required IReadOnlyList<Contribution> Contributions { get; init; }

    /// <summary>For and against, the weightiest first; with <see cref="Usual"/> and <see cref="Rest"/> their weights sum to the score.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>Contributions of terms about which nothing is known that could be said: no reason is made up for them.</summary>
    public int Rest => Contributions.Sum(c => c.Points) - Reasons.Sum(r => r.Weight);

    /// <summary>What the vacancy asks and the jobseeker does not have, licences first, then skills, languages, experience, education.</summary>
    public required IReadOnlyList<Reason> Missing { get; init; }

    /// <summary>Hard conditions that fail; empty in a ranking, which leaves such pairs out.</summary>
    public required IReadOnlyList<Barrier> Barriers { get; init; }

    public required string ModelVersion { get; init; }

    /// <summary>
    /// 32 hexadecimal digits over the model version, both profiles and the day: with them, <see cref="Matcher.Explain"/>
    /// repeats one row of an old run without its snapshot.
    /// </summary>
    public required string InputsChecksum { get; init; }

    /// <summary>1 (poor) to 5 (very good), to be put into words.</summary>
    public required int Band { get; init; }

    /// <summary>From 0: in a learned list, rows of a later portion follow whatever their score.</summary>
    public int Portion { get; init; }

    /// <summary>Where demand was spread over equals: whether that moved the row.</summary>
    public SpreadMove Move { get; init; }

    /// <summary>
    /// What fits on one card: three reasons for, and one against if there is one, the weightiest first. What speaks for or against the pair by itself goes before a fact that
    /// only counts so, and how many openings are left, which everybody has alike, is last of those for and never the one against.
    /// </summary>
    public (IReadOnlyList<Reason> For, Reason? Against) ForDisplay() =>
    (
        [.. Reasons.Where(r => r.Direction == Direction.For).OrderBy(Standing).Take(ForOnCard)],
        Reasons.Where(r => r.Direction == Direction.Against && r.Kind != ReasonKind.OpeningsLeft).OrderBy(Standing).Select(r => (Reason?)r).FirstOrDefault()
    );

    private static int Standing(Reason reason) => reason switch
    {
        { Kind: ReasonKind.OpeningsLeft } => 2,
        { IsFactAlone: true } => 1,
        _ => 0,
    };
}

/// <summary>A ranking with everything by which it can be repeated and shown to be the same.</summary>
public sealed record MatchRun
{
    public required string ModelVersion { get; init; }

    /// <summary>
    /// 32 hexadecimal digits over the model version, direction, query, every row of the snapshot, day and number of
    /// rows: equal checksums give equal rankings.
    /// </summary>
    public required string InputsChecksum { get; init; }

    /// <summary>Rows of the snapshot.</summary>
    public required int Considered { get; init; }

    /// <summary>Best first, ties by id.</summary>
    public required IReadOnlyList<Match> Rows { get; init; }

    /// <summary>What spreading cost the first places of the list (<see cref="DemandSpread.Cost"/>); null where nothing was spread.</summary>
    public double? SpreadCost { get; init; }
}

/// <summary>Five words for a score.</summary>
public static class ScoreBand
{
    // Where real pairs fall: few advertisements state every term, so 450,000 is already rare (docs/matching.md).
    private static readonly int[] LowerBounds = [-200_000, 0, 200_000, 450_000];

    /// <summary>From the weakest word to the strongest.</summary>
    public static int Span => LowerBounds[^1] - LowerBounds[0];

    /// <summary>1 (poor) to 5 (very good).</summary>
    public static int Of(int score) => 1 + LowerBounds.Count(bound => score >= bound);
}
