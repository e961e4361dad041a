namespace Pes.Ranking.Learning;

/// <summary>
/// Judged rows whose features are bins, a byte each: the form that is trained on. Features made by the product come in
/// bins already (<see cref="FromBins"/>); others are cut by <see cref="FeatureBins"/>.
/// </summary>
public sealed class BinnedRows
{
    private BinnedRows(int features, byte[] columns, int[] binCounts, byte[] grades, int[] queryStarts)
    {
        QueryRows.Check(grades, queryStarts);
        (Features, Columns, BinCounts, Grades, QueryStarts) = (features, columns, binCounts, grades, queryStarts);
    }

    public int Features { get; }

    public int Rows => Grades.Length;

    public int Queries => QueryStarts.Length - 1;

    public byte[] Grades { get; }

    /// <summary>First row of each query, and the number of rows last.</summary>
    public int[] QueryStarts { get; }

    /// <summary>
    /// Weight of each query, for example one part in the number of lists that a counsellor saw of it; null: all weigh 1.
    /// </summary>
    public float[]? QueryWeights { get; private init; }

    /// <summary>
    /// Weight of each row as the better of a pair, one part in the chance that its place in the list was looked at
    /// (inverse propensity, against position bias); null: all weigh 1. A row that was merely shown is the better only of a dismissed one, which
    /// was certainly looked at: that pair weighs 1.
    /// </summary>
    public float[]? RowWeights { get; private init; }

    /// <summary>Rows that somebody looked at and turned down: they belong below those of grade 0, which were merely shown; null: none.</summary>
    public bool[]? Dismissed { get; private init; }

    /// <summary>Bins of each feature, 1 to 256.</summary>
    internal int[] BinCounts { get; }

    /// <summary>Features × rows, a column after the other.</summary>
    internal byte[] Columns { get; }

    /// <summary>Cuts rows at the bounds that were learnt from them or from others.</summary>
    public static BinnedRows Of(JudgedRows rows, FeatureBins bins)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(bins);
        if (rows.Features != bins.Features)
        {
            throw new ArgumentException($"{rows.Features} features are not the {bins.Features} of the bins.", nameof(rows));
        }

        var columns = new byte[rows.Features * rows.Rows];
        for (var row = 0; row < rows.Rows; row++)
        {
            var values = rows.Row(row);
            for (var feature = 0; feature < values.Length; feature++)
            {
                columns[(feature * rows.Rows) + row] = bins.Bin(feature, values[feature]);
            }
        }

        int[] counts = [.. Enumerable.Range(0, bins.Features).Select(bins.Count)];
        return new(rows.Features, columns, counts, rows.Grades, rows.QueryStarts);
    }

    /// <summary>Rows that are bins already.</summary>
    /// <param name="bins">Rows × features, a row after the other.</param>
    public static BinnedRows FromBins(int features, ReadOnlySpan<byte> bins, byte[] grades, int[] queryStarts)
    {
        ArgumentNullException.ThrowIfNull(grades);
        if (features is < 1 or > FeatureBins.MostBinsInAll / 256 || bins.Length != features * grades.Length)
        {
            throw new ArgumentException($"{grades.Length} rows of {features} features (1 to 256) are not {bins.Length} bins.", nameof(bins));
        }

        var columns = new byte[bins.Length];
        var counts = new int[features];
        for (var i = 0; i < bins.Length; i++)
        {
            var (row, feature) = Math.DivRem(i, features);
            columns[(feature * grades.Length) + row] = bins[i];
            counts[feature] = Math.Max(counts[feature], bins[i] + 1);
        }

        return new(features, columns, counts, grades, queryStarts);
    }

    /// <summary>The same rows with weights, above 0.</summary>
    public BinnedRows Weighted(float[]? queries, float[]? rows)
    {
        if ((queries?.Length ?? Queries) != Queries || (rows?.Length ?? Rows) != Rows
            || (queries ?? []).Concat(rows ?? []).Any(w => w is not (> 0 and < float.PositiveInfinity)))
        {
            throw new ArgumentException($"There is a weight above 0 for each of {Queries} queries and of {Rows} rows, or for none.", nameof(queries));
        }

        return new(Features, Columns, BinCounts, Grades, QueryStarts) { QueryWeights = queries, RowWeights = rows, Dismissed = Dismissed };
    }

    /// <summary>The same rows, some of grade 0 dismissed.</summary>
    /// <param name="dismissed">One a row.</param>
    public BinnedRows WithDismissed(bool[] dismissed)
    {
        ArgumentNullException.ThrowIfNull(dismissed);
        if (dismissed.Length != Rows || dismissed.Where((isDismissed, row) => isDismissed && Grades[row] > 0).Any())
        {
            throw new ArgumentException("There is an answer for each row, and only a row of grade 0 is dismissed.", nameof(dismissed));
        }

        return new(Features, Columns, BinCounts, Grades, QueryStarts) { QueryWeights = QueryWeights, RowWeights = RowWeights, Dismissed = dismissed };
    }

    internal ReadOnlySpan<byte> Column(int feature) => Columns.AsSpan(feature * Rows, Rows);
}
