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

        return Bounds(draws, confidence, seed, values.Count, drawn => drawn.Sum(i => values[i]) / values.Count);
    }

    /// <summary>The interval that holds the ratio of two sums; a draw in which the lower one is 0 counts as endless.</summary>
    /// <param name="over">One a query, or whatever is drawn again as a whole.</param>
    /// <param name="under">The same queries.</param>
    /// <inheritdoc cref="OfMean" path="exception"/>
    public static (double Low, double High) OfRatio(IReadOnlyList<double> over, IReadOnlyList<double> under, int draws = 2_000, double confidence = 0.95, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(over);
        ArgumentNullException.ThrowIfNull(under);
        if (over.Count == 0 || over.Count != under.Count)
        {
            throw new ArgumentException("No query, or not the same ones.", nameof(over));
        }

        return Bounds(draws, confidence, seed, over.Count, drawn => drawn.Sum(i => under[i]) is > 0 and var sum ? drawn.Sum(i => over[i]) / sum : double.PositiveInfinity);
    }

    private static (double Low, double High) Bounds(int draws, double confidence, ulong seed, int count, Func<int[], double> value)
    {
        var draw = new Draw(seed);
        var drawn = new int[count];
        var values = new double[draws];
        for (var i = 0; i < draws; i++)
        {
            for (var j = 0; j < count; j++)
            {
                drawn[j] = draw.Next(count);
            }

            values[i] = value(drawn);
        }

        Array.Sort(values);
        var tail = (1 - confidence) / 2;
        return (values[(int)(tail * (draws - 1))], values[(int)Math.Ceiling((1 - tail) * (draws - 1))]);
    }
}
