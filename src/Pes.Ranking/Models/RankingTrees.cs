namespace Pes.Ranking.Models;

/// <summary>One score a row of columns of bins, a column after the other, <paramref name="stride"/> apart.</summary>
internal delegate void RowScores(ReadOnlySpan<byte> columns, int stride, Span<int> scores);

/// <summary>
/// Trees that rank rows of bins and say why, whoever grew them. A score is a whole number, so that order, ties and sums are the
/// same on every machine. Safe to share between threads.
/// </summary>
internal interface IRankingTrees
{
    /// <summary>A score is a whole number of 2^-ScoreBits; at most <see cref="ObliviousShap.Bits"/>.</summary>
    int ScoreBits { get; }

    /// <summary>The mean score over the training rows, in 2^-20.</summary>
    long Mean { get; }

    /// <param name="columns">Features × <paramref name="stride"/> bins, a column after the other.</param>
    /// <param name="stride">As <see cref="ObliviousScorer.Stride"/> gives it.</param>
    /// <param name="scores">One a row; overwritten.</param>
    void Score(ReadOnlySpan<byte> columns, int stride, Span<int> scores);

    /// <summary>One row; the same bits as among many.</summary>
    int Score(ReadOnlySpan<byte> row);

    /// <param name="contributions">One a feature, in 2^-20, overwritten; with <see cref="Mean"/> they sum to the score exactly.</param>
    void Explain(ReadOnlySpan<byte> row, Span<long> contributions);

    /// <summary>
    /// The sum of each tree's own quantile: what a row would score that stands so high in every tree. Trees of one model mostly agree; where
    /// they do not, the true quantiles lie nearer to the middle.
    /// </summary>
    /// <param name="share">Of the training rows.</param>
    int ScoreBelow(double share);

    /// <summary>
    /// What they say on average, over the training rows of each tree, where nothing but these features is known, in 2^-12: trees that ask none of
    /// them are left out, so two rows differ by what their known features make of it. Other columns are not read.
    /// </summary>
    RowScores Expecting(IReadOnlySet<int> known);

    /// <summary>The same trees as nodes over bins as numbers.</summary>
    TreeEnsemble ToEnsemble();
}

/// <summary>Our own oblivious trees.</summary>
internal sealed class ObliviousRankingTrees(ObliviousModel model) : IRankingTrees
{
    private readonly ObliviousScorer scorer = new(model);
    private readonly ObliviousShap shap = new(model);

    public int ScoreBits => ObliviousModel.ScoreBits;

    public long Mean => shap.Mean;

    public void Score(ReadOnlySpan<byte> columns, int stride, Span<int> scores) => scorer.Score(columns, stride, scores);

    public int Score(ReadOnlySpan<byte> row) => model.Score(row);

    public void Explain(ReadOnlySpan<byte> row, Span<long> contributions) => shap.Explain(row, contributions);

    public int ScoreBelow(double share)
    {
        var sum = 0;
        for (var tree = 0; tree < model.Trees; tree++)
        {
            var own = tree * ObliviousModel.LeavesOfTree;
            sum += LeafQuantile.Of(model.Leaves.Slice(own, ObliviousModel.LeavesOfTree), model.Cover.Slice(own, ObliviousModel.LeavesOfTree), share);
        }

        return sum;
    }

    public RowScores Expecting(IReadOnlySet<int> known) => new ObliviousScorer(model.Expecting(known)).Score;

    public TreeEnsemble ToEnsemble() => model.ToEnsemble();
}

/// <summary>Where the leaves of one tree stand among its training rows.</summary>
internal static class LeafQuantile
{
    /// <summary>The leaf that the row at this share of all falls into, the least leaf first.</summary>
    public static T Of<T>(ReadOnlySpan<T> leaves, ReadOnlySpan<int> cover, double share)
    {
        var (values, rows) = (leaves.ToArray(), cover.ToArray());
        Array.Sort(values, rows);
        var wanted = share * rows.Sum(count => (long)count);
        var (passed, leaf) = (0L, -1);
        do
        {
            passed += rows[++leaf];
        }
        while (passed < wanted);

        return values[leaf];
    }
}
