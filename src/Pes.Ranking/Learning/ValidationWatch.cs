namespace Pes.Ranking.Learning;

/// <summary>Follows NDCG@10 on rows that are not trained on.</summary>
internal sealed class ValidationWatch(BinnedRows rows, LambdaMartOptions options)
{
    private readonly int[] scores = new int[rows.Rows];
    private readonly double[] gains = options.GainTable();
    private double best = double.NegativeInfinity;
    private int trees;

    public int BestTrees { get; private set; }

    public double Latest { get; private set; }

    /// <returns>Whether training has gone on long enough without a gain.</returns>
    public bool Add(GrownTree tree, Func<GrownTree, BinnedRows, int, int> answer)
    {
        trees++;
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] += answer(tree, rows, row);
        }

        var values = RankingQuality.Ndcg(rows.Grades, rows.QueryStarts, [.. scores.Select(s => (double)s)], 10, EmptyQueries.Skip, gains);
        Latest = values is [] ? 0 : values.Average();
        (best, BestTrees) = Latest > best ? (Latest, trees) : (best, BestTrees);
        return options.EarlyStopping is { } patience && trees - BestTrees >= patience;
    }
}
