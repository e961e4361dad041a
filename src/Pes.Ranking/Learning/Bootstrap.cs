namespace Pes.Ranking.Learning;

/// <summary>
/// Confidence by drawing queries again with replacement (Efron 1979): how far a mean over queries would move had other
/// queries of the same kind been asked.
/// </summary>
public static class Bootstrap
{
    /// <summary>The interval that holds the mean in <paramref name="confidence"/> of the draws.</summary>
    /// <param name="values">One a query; for a comparison, the differences query by query.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static (double Low, double High) OfMean(IReadOnlyList<double> values, int draws = 2_000, double confidence = 0.95, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            throw new ArgumentException("No query, no confidence.", nameof(values));
        }

        var draw = new Draw(seed);
        var means = new double[draws];
        for (var i = 0; i < draws; i++)
        {
            double sum = 0;
            for (var j = 0; j < values.Count; j++)
            {
                sum += values[draw.Next(values.Count)];
            }

            means[i] = sum / values.Count;
        }

        Array.Sort(means);
        var tail = (1 - confidence) / 2;
        return (means[(int)(tail * (draws - 1))], means[(int)Math.Ceiling((1 - tail) * (draws - 1))]);
    }
}
