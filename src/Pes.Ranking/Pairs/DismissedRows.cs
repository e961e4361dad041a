using Pes.Ranking.Learning;

namespace Pes.Ranking.Pairs;

/// <summary>
/// How many of the rows that officers turned down an order puts among the first ten of their lists. NDCG does not see it: a row that was turned
/// down gains there as little as one that was merely shown. Lists of ten rows or fewer say nothing, since all of them stand among the first ten.
/// </summary>
public sealed class DismissedRows
{
    private const int Places = 10;

    private readonly IReadOnlyList<JudgedList> lists;

    // Lists of one person, or of one vacancy, are much alike: they are counted, and drawn again, together.
    private readonly int[] owners;

    private readonly int owned;

    public DismissedRows(IReadOnlyList<JudgedList> judged)
    {
        ArgumentNullException.ThrowIfNull(judged);
        lists = [.. judged.Where(l => l.Rows.Count > Places && l.Rows.Any(r => r.IsDismissed))];
        Dictionary<Guid, int> numbers = [];
        owners = [.. lists.Select(OwnerOf).Select(id => numbers.TryGetValue(id, out var known) ? known : numbers[id] = numbers.Count)];
        owned = numbers.Count;
    }

    /// <summary>Lists of more than ten rows with one that was turned down.</summary>
    public int Lists => lists.Count;

    /// <summary>Rows of them that were turned down.</summary>
    public int Rows => lists.Sum(l => l.Rows.Count(r => r.IsDismissed));

    /// <summary>Those among the first ten, for each jobseeker or vacancy whose lists they are.</summary>
    /// <param name="ranking">Null: the prior.</param>
    public double[] First(LearnedRanking? ranking)
    {
        var counted = new double[owned];
        foreach (var (list, owner) in lists.Zip(owners))
        {
            double[] scores = ranking is null
                ? [.. list.Rows.Select(r => (double)OrderComparison.Prior(r.Jobseeker, r.Vacancy, list.Day))]
                : [.. PairTraining.BinsOf(list).Select(bins => (double)ranking.Score(bins))];

            // Equals in the order of the ids, as where NDCG is taken.
            counted[owner] += Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(Places).Count(i => list.Rows[i].IsDismissed);
        }

        return counted;
    }

    /// <summary>How many times as many one order shows as another, with the 95 % interval over those whose lists they are; null where the other shows none.</summary>
    public static (double Ratio, double Low, double High)? Ratio(double[] own, double[] other)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(other);
        if (other.Sum() <= 0)
        {
            return null;
        }

        var (low, high) = Bootstrap.OfRatio(own, other);
        return double.IsFinite(high) ? (own.Sum() / other.Sum(), low, high) : null;
    }

    private static Guid OwnerOf(JudgedList list) =>
        list.Rows.All(r => r.Jobseeker.Id == list.Rows[0].Jobseeker.Id) ? list.Rows[0].Jobseeker.Id : list.Rows[0].Vacancy.Id;
}
