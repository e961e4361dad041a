using System.Text.Json;
using System.Text.Json.Serialization;
using Pes.Ranking;
using Pes.Ranking.Allocation;

namespace Pes.Features.Matching;

/// <summary>Everything that one shown list depends on, kept as UTF-8 JSON so that <see cref="ReplayMatchRun"/> can make it again.</summary>
public sealed record RunInput
{
    public required DateOnly Today { get; init; }

    /// <summary>The jobseeker whose list it is; null in a list of jobseekers.</summary>
    public JobseekerProfile? Jobseeker { get; init; }

    /// <summary>The vacancy whose list it is; null in a list of vacancies.</summary>
    public VacancyProfile? Vacancy { get; init; }

    /// <summary>The rows shown of a list of vacancies, in their order.</summary>
    public IReadOnlyList<VacancyProfile> Vacancies { get; init; } = [];

    /// <summary>The rows shown of a list of jobseekers, in their order.</summary>
    public IReadOnlyList<JobseekerProfile> Jobseekers { get; init; } = [];

    /// <summary>How many of the first rows an officer had moved up; of lists from before she could move them elsewhere.</summary>
    public int Pinned { get; init; }

    /// <summary>Rows (from 0) that an officer had moved; null: none.</summary>
    public IReadOnlyList<int>? Moved { get; init; }

    /// <summary>Rows (from 0) of a learned list that begin another portion and so need not score less than the row before; null: none.</summary>
    public IReadOnlyList<int>? NewPortions { get; init; }

    /// <summary>How demand was spread over the rows, by what is pending and open in their profiles; null: not at all.</summary>
    public RunSpread? Spread { get; init; }

    public MatchFilter? Filter { get; init; }

    public int Page { get; init; } = 1;

    internal static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <param name="at">Rows of the whole list that an officer had moved, from 0.</param>
    /// <param name="first">Rows before those shown.</param>
    /// <param name="count">Rows shown.</param>
    internal static IReadOnlyList<int>? MovedOf(IReadOnlySet<int> at, int first, int count)
    {
        List<int> shown = [.. Enumerable.Range(0, count).Where(i => at.Contains(first + i))];
        return shown.Count == 0 ? null : shown;
    }

    /// <summary>An officer had put it where it stood.</summary>
    public bool IsMoved(int row) => row < Pinned || Moved?.Contains(row) == true;

    /// <summary>The rows (from 0) that stand where their score put them, each with the one before it; the first of them with itself.</summary>
    internal IEnumerable<(int Before, int Row)> Ranked(int rows)
    {
        var own = Enumerable.Range(0, rows).Where(i => !IsMoved(i)).ToList();
        return own.Select((row, i) => (own[Math.Max(0, i - 1)], row));
    }

    /// <summary>The same with where another portion begins, for the rows shown.</summary>
    internal RunInput WithPortions(IReadOnlyList<Match> shown)
    {
        List<int> starts = [.. Ranked(shown.Count).Where(r => shown[r.Row].Portion != shown[r.Before].Portion).Select(r => r.Row)];
        return this with { NewPortions = starts.Count == 0 ? null : starts };
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public static RunInput Parse(byte[] bytes) => JsonSerializer.Deserialize<RunInput>(bytes, Json)!;
}

/// <summary>How demand was spread over a list.</summary>
/// <param name="Tolerance">In the unit of the scores kept.</param>
/// <param name="Factor">Jobseekers for whom one opening had room.</param>
/// <param name="Moves">Of each row, what was said of it: 1 moved down, 2 moved up.</param>
public sealed record RunSpread(int Tolerance, int Factor, IReadOnlyList<int> Moves)
{
    internal static RunSpread? Of(SpreadRule rule, IReadOnlyList<Match> shown) =>
        rule.IsOn ? new(rule.Tolerance, rule.Factor, [.. shown.Select(m => (int)m.Move)]) : null;

    internal SpreadRule Rule => new(Tolerance, Factor);
}

/// <summary>Score and reasons of one row as they are kept: each reason is kind, direction, term, weight, twice a unit and its value, and a 1 where it is a fact alone.</summary>
public sealed record RowRecord
{
    public required string Checksum { get; init; }

    public required IReadOnlyList<int[]> Reasons { get; init; }

    public required IReadOnlyList<int[]> Missing { get; init; }

    public static string Of(Match match) => JsonSerializer.Serialize(
        new RowRecord { Checksum = match.InputsChecksum, Reasons = [.. match.Reasons.Select(Numbers)], Missing = [.. match.Missing.Select(Numbers)] });

    internal static RowRecord Parse(string json) => JsonSerializer.Deserialize<RowRecord>(json)!;

    /// <summary>The kept reasons for and against, the weightiest first.</summary>
    internal IEnumerable<Reason> ReasonsKept => Reasons.Select(Reason);

    internal IEnumerable<Reason> MissingKept => Missing.Select(Reason);

    /// <summary>The kept reasons, and then what was missing.</summary>
    internal IEnumerable<Reason> AllKept => ReasonsKept.Concat(MissingKept);

    private static Reason Reason(int[] n) =>
        new((ReasonKind)n[0], (Direction)n[1], (Term)n[2], n[3], new((Unit)n[4], n[5]), new((Unit)n[6], n[7]), n.Length > 8);

    private static int[] Numbers(Reason r) =>
        [(int)r.Kind, (int)r.Direction, (int)r.Term, r.Weight, (int)r.First.Unit, r.First.Value, (int)r.Second.Unit, r.Second.Value, .. r.IsFactAlone ? (int[])[1] : []];
}
