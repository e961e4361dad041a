namespace Pes.Ranking.Learning;

/// <summary>
/// Where the values of each feature are cut into at most 256 bins: bin b holds what is greater than bound b - 1 and at
/// most bound b; the last bin has no bound. Learnt on training rows and part of what a model is.
/// </summary>
public sealed class FeatureBins
{
    // A bin number over all features is 16 bits in the trainer.
    internal const int MostBinsInAll = 65_536;

    private readonly float[][] bounds;

    private FeatureBins(float[][] bounds) => this.bounds = bounds;

    public int Features => bounds.Length;

    /// <summary>Bins of a feature, 1 to 256.</summary>
    public int Count(int feature) => bounds[feature].Length + 1;

    /// <summary>The bounds of a feature, ascending; one less than its bins.</summary>
    public ReadOnlySpan<float> Bounds(int feature) => bounds[feature];

    /// <summary>The bin of a value.</summary>
    /// <exception cref="ArgumentException">The value is not a number.</exception>
    public byte Bin(int feature, float value)
    {
        if (float.IsNaN(value))
        {
            throw new ArgumentException("A value is not a number (NaN).", nameof(value));
        }

        var own = bounds[feature];
        var (low, high) = (0, own.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = own[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return (byte)low;
    }

    /// <summary>
    /// A bin for each distinct value while there are few; else bins of about equal numbers of rows, where a value that
    /// alone fills a bin gets its own.
    /// </summary>
    /// <param name="most">Bins of a feature at most, 2 to 256; fewer where more than 65,536 would come together.</param>
    public static FeatureBins Of(JudgedRows rows, int most = 255)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 256);
        most = Math.Min(most, MostBinsInAll / rows.Features);
        var cut = new float[rows.Features][];
        var column = new float[rows.Rows];
        for (var feature = 0; feature < cut.Length; feature++)
        {
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = rows.Values[(row * rows.Features) + feature];
            }

            Array.Sort(column);
            cut[feature] = Cut(column, most);
        }

        return new(cut);
    }

    /// <summary>From bounds that were written down.</summary>
    /// <exception cref="ArgumentException">Bounds do not ascend, are more than 255, or are not numbers.</exception>
    internal static FeatureBins FromBounds(float[][] bounds)
    {
        foreach (var own in bounds)
        {
            for (var i = 0; i < own.Length; i++)
            {
                if (own.Length > 255 || float.IsNaN(own[i]) || (i > 0 && !(own[i] > own[i - 1])))
                {
                    throw new ArgumentException("At most 255 bounds ascend, and are numbers.", nameof(bounds));
                }
            }
        }

        return new(bounds);
    }

    private static float[] Cut(float[] sorted, int most)
    {
        List<(float Value, int Rows)> distinct = [];
        foreach (var value in sorted)
        {
            if (distinct.Count > 0 && distinct[^1].Value == value)
            {
                distinct[^1] = (value, distinct[^1].Rows + 1);
            }
            else
            {
                distinct.Add((value, 1));
            }
        }

        List<float> ends = [];
        int filled = 0, left = sorted.Length;
        for (var i = 0; i + 1 < distinct.Count; i++)
        {
            filled += distinct[i].Rows;
            var binsLeft = most - ends.Count;
            if (distinct.Count <= most || (binsLeft > 1 && (filled >= left / binsLeft || distinct[i + 1].Rows >= left / binsLeft)))
            {
                ends.Add(Between(distinct[i].Value, distinct[i + 1].Value));
                left -= filled;
                filled = 0;
            }
        }

        return [.. ends];
    }

    // At least the lower and less than the upper, so that "x <= bound" parts them.
    private static float Between(float lower, float upper)
    {
        var middle = (float)((lower + (double)upper) / 2);
        return middle < upper && middle >= lower ? middle : lower;
    }
}
