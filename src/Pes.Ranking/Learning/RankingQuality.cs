using System.Runtime.InteropServices;

namespace Pes.Ranking.Learning;

/// <summary>What a query without any relevant row counts as.</summary>
public enum EmptyQueries : byte
{
    /// <summary>1, as LightGBM and XGBoost count it.</summary>
    One = 0,

    Zero = 1,

    /// <summary>It is left out of the mean.</summary>
    Skip = 2,
}

/// <summary>A mean over queries, with its standard error.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QueryMean(double Mean, double StandardError, int Queries)
{
    public static QueryMean Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            return new(double.NaN, double.NaN, 0);
        }

        var mean = values.Average();
        var variance = values.Count == 1 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
        return new(mean, Math.Sqrt(variance / values.Count), values.Count);
    }
}

/// <summary>
/// How good rankings are, query by query. Rows stand by descending score, equals in the order in which they came. Values
/// come one a query, without the queries that <see cref="EmptyQueries.Skip"/> leaves out.
/// </summary>
public static class RankingQuality
{
    /// <summary>
    /// Normalised discounted cumulative gain of the first <paramref name="places"/> rows (Järvelin and Kekäläinen 2002):
    /// the sum of gain ÷ log2(1 + place), against that of the best order.
    /// </summary>
    /// <param name="gains">Gain of each grade; null: 2^grade - 1.</param>
    public static double[] Ndcg(
        byte[] grades, int[] queryStarts, ReadOnlySpan<double> scores, int places, EmptyQueries empty, IReadOnlyList<double>? gains = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places);
        List<double> values = [];
        foreach (var ranked in Ranked(grades, queryStarts, scores))
        {
            byte[] best = [.. ranked.OrderDescending()];
            var ideal = Dcg(best, places, gains);
            Add(values, empty, ideal > 0 ? Dcg(ranked, places, gains) / ideal : null);
        }

        return [.. values];
    }

    /// <summary>Average precision: the mean, over the relevant rows (grade above 0), of the share of relevant rows down to each.</summary>
    public static double[] AveragePrecision(byte[] grades, int[] queryStarts, ReadOnlySpan<double> scores, EmptyQueries empty)
    {
        List<double> values = [];
        foreach (var ranked in Ranked(grades, queryStarts, scores))
        {
            int found = 0;
            double sum = 0;
            for (var place = 0; place < ranked.Length; place++)
            {
                found += ranked[place] > 0 ? 1 : 0;
                sum += ranked[place] > 0 ? found / (double)(place + 1) : 0;
            }

            Add(values, empty, found > 0 ? sum / found : null);
        }

        return [.. values];
    }

    /// <summary>Reciprocal rank: one part in the place of the first relevant row.</summary>
    public static double[] ReciprocalRank(byte[] grades, int[] queryStarts, ReadOnlySpan<double> scores, EmptyQueries empty)
    {
        List<double> values = [];
        foreach (var ranked in Ranked(grades, queryStarts, scores))
        {
            var first = ranked.AsSpan().IndexOfAnyExcept((byte)0);
            Add(values, empty, first >= 0 ? 1.0 / (first + 1) : null);
        }

        return [.. values];
    }

    private static void Add(List<double> values, EmptyQueries empty, double? value)
    {
        if (value is { } known)
        {
            values.Add(known);
        }
        else if (empty != EmptyQueries.Skip)
        {
            values.Add(empty == EmptyQueries.One ? 1 : 0);
        }
    }

    private static double Dcg(byte[] ranked, int places, IReadOnlyList<double>? gains)
    {
        double sum = 0;
        for (var place = 0; place < Math.Min(places, ranked.Length); place++)
        {
            var gain = gains is null ? (1L << ranked[place]) - 1 : gains[Math.Min(ranked[place], gains.Count - 1)];
            sum += gain / StableMath.Log2(place + 2);
        }

        return sum;
    }

    private static List<byte[]> Ranked(byte[] grades, int[] queryStarts, ReadOnlySpan<double> scores)
    {
        QueryRows.Check(grades, queryStarts);
        if (scores.Length != grades.Length)
        {
            throw new ArgumentException($"{scores.Length} scores are not {grades.Length} rows.", nameof(scores));
        }

        List<byte[]> queries = new(queryStarts.Length - 1);
        for (var query = 0; query + 1 < queryStarts.Length; query++)
        {
            var (start, end) = (queryStarts[query], queryStarts[query + 1]);
            var own = scores[start..end].ToArray();
            queries.Add([.. Enumerable.Range(0, end - start).OrderByDescending(i => own[i]).Select(i => grades[start + i])]);
        }

        return queries;
    }
}
