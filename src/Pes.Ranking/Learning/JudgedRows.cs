namespace Pes.Ranking.Learning;

/// <summary>
/// Rows with a grade each, in queries: what a ranking is learnt from and judged by. Numbers only; where they came from
/// is not known here.
/// </summary>
public sealed class JudgedRows
{
    /// <param name="features">Features of a row.</param>
    /// <param name="values">Rows × features, a row after the other; no NaN.</param>
    /// <param name="grades">One a row: 0 is not relevant, at most 31.</param>
    /// <param name="queryStarts">First row of each query, and the number of rows last: ascending from 0.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a grade is above 31, or a value is not a number.</exception>
    public JudgedRows(int features, float[] values, byte[] grades, int[] queryStarts)
    {
        ArgumentNullException.ThrowIfNull(values);
        QueryRows.Check(grades, queryStarts);
        if (features < 1 || values.LongLength != (long)features * grades.Length)
        {
            throw new ArgumentException($"{grades.Length} rows of {features} features are not {values.Length} values.", nameof(values));
        }

        if (values.AsSpan().ContainsAnyExceptInRange(float.NegativeInfinity, float.PositiveInfinity))
        {
            throw new ArgumentException("A value is not a number (NaN).", nameof(values));
        }

        (Features, Values, Grades, QueryStarts) = (features, values, grades, queryStarts);
    }

    public int Features { get; }

    public float[] Values { get; }

    public byte[] Grades { get; }

    public int[] QueryStarts { get; }

    public int Rows => Grades.Length;

    public int Queries => QueryStarts.Length - 1;

    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Features, Features);

    /// <summary>The same rows with more features, which are 0 in all of them; so that two files have the same number.</summary>
    public JudgedRows WithFeatures(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, Features);
        var wider = new float[features * Rows];
        for (var row = 0; row < Rows; row++)
        {
            Row(row).CopyTo(wider.AsSpan(row * features));
        }

        return new(features, wider, Grades, QueryStarts);
    }

    /// <summary>The rows of some queries, in the order given.</summary>
    public JudgedRows OfQueries(IReadOnlyCollection<int> queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        List<float> values = [];
        List<byte> grades = [];
        List<int> starts = [0];
        foreach (var query in queries)
        {
            var (start, end) = (QueryStarts[query], QueryStarts[query + 1]);
            values.AddRange(Values.AsSpan(start * Features, (end - start) * Features));
            grades.AddRange(Grades.AsSpan(start, end - start));
            starts.Add(grades.Count);
        }

        return new(Features, [.. values], [.. grades], [.. starts]);
    }
}

/// <summary>Checks that rows with grades lie in queries.</summary>
internal static class QueryRows
{
    public const int HighestGrade = 31;

    public static void Check(byte[] grades, int[] queryStarts)
    {
        ArgumentNullException.ThrowIfNull(grades);
        ArgumentNullException.ThrowIfNull(queryStarts);
        if (queryStarts is not [0, ..] || queryStarts[^1] != grades.Length)
        {
            throw new ArgumentException("Query starts go from 0 to the number of rows.", nameof(queryStarts));
        }

        for (var query = 1; query < queryStarts.Length; query++)
        {
            if (queryStarts[query] < queryStarts[query - 1])
            {
                throw new ArgumentException("Query starts ascend.", nameof(queryStarts));
            }
        }

        if (grades.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)HighestGrade))
        {
            throw new ArgumentException($"A grade is above {HighestGrade}.", nameof(grades));
        }
    }
}
