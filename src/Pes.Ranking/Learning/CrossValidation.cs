namespace Pes.Ranking.Learning;

/// <summary>Judges a way of training on queries that each training did not see.</summary>
public static class CrossValidation
{
    /// <summary>Scores every row by a model that was trained without its fold of queries.</summary>
    /// <param name="train">Trains on rows and gives the scorer of others: the scores of all their rows.</param>
    /// <returns>One score a row, in the order of <paramref name="rows"/>. Scores of different folds are not comparable; queries are whole.</returns>
    public static double[] Scores(JudgedRows rows, int folds, ulong seed, Func<JudgedRows, Func<JudgedRows, double[]>> train)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, rows.Queries);
        var order = new Draw(seed).Shuffled(rows.Queries);
        var scores = new double[rows.Rows];
        for (var fold = 0; fold < folds; fold++)
        {
            int[] held = [.. order.Where((_, i) => i % folds == fold).Order()];
            int[] seen = [.. order.Where((_, i) => i % folds != fold).Order()];
            var own = train(rows.OfQueries(seen))(rows.OfQueries(held));
            var from = 0;
            foreach (var query in held)
            {
                var count = rows.QueryStarts[query + 1] - rows.QueryStarts[query];
                own.AsSpan(from, count).CopyTo(scores.AsSpan(rows.QueryStarts[query]));
                from += count;
            }
        }

        return scores;
    }
}
