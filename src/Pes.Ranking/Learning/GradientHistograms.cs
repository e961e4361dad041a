using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pes.Ranking.Learning;

/// <summary>
/// Sums of packed gradients by bin, over all features at once, a row after the other: each row is a list of bin numbers
/// that run over all features. The most frequent bin of a sparse feature is left out of the lists and found by
/// subtraction, so that a row costs what it says and no more.
/// </summary>
internal sealed class GradientHistograms
{
    private const double SparseShare = 0.3;
    private const int RowsWorthAThread = 4_096;

    private readonly int[] starts;
    private readonly ushort[] entries;
    private readonly int[] mostFrequent;

    public GradientHistograms(BinnedRows rows)
    {
        Offsets = new int[rows.Features + 1];
        mostFrequent = new int[rows.Features];
        Span<int> counts = stackalloc int[256];
        for (var feature = 0; feature < rows.Features; feature++)
        {
            Offsets[feature + 1] = Offsets[feature] + rows.BinCounts[feature];
            counts.Clear();
            foreach (var bin in rows.Column(feature))
            {
                counts[bin]++;
            }

            var most = 0;
            for (var bin = 1; bin < counts.Length; bin++)
            {
                most = counts[bin] > counts[most] ? bin : most;
            }

            mostFrequent[feature] = counts[most] > SparseShare * rows.Rows ? most : -1;
        }

        starts = new int[rows.Rows + 1];
        List<ushort> lists = new(rows.Rows * rows.Features);
        for (var row = 0; row < rows.Rows; row++)
        {
            for (var feature = 0; feature < rows.Features; feature++)
            {
                var bin = rows.Columns[(feature * rows.Rows) + row];
                if (bin != mostFrequent[feature])
                {
                    lists.Add((ushort)(Offsets[feature] + bin));
                }
            }

            starts[row + 1] = lists.Count;
        }

        entries = [.. lists];
    }

    /// <summary>First bin of each feature, and the number of bins last.</summary>
    public int[] Offsets { get; }

    public int Bins => Offsets[^1];

    /// <summary>Sums over some rows.</summary>
    /// <param name="histogram">One sum a bin; overwritten.</param>
    public void Sum(ReadOnlyMemory<int> rows, long[] packed, long[] histogram, int threads)
    {
        Array.Clear(histogram);
        var parts = Math.Min(threads, rows.Length / RowsWorthAThread);
        if (parts <= 1)
        {
            Add(rows.Span, packed, histogram);
        }
        else
        {
            Workers.Run(parts, rows.Length, (from, to) =>
            {
                var own = new long[histogram.Length];
                Add(rows.Span[from..to], packed, own);
                lock (histogram)
                {
                    Histogram.Add(histogram, own);
                }
            });
        }

        FillMostFrequent(rows.Span, packed, histogram);
    }

    private void Add(ReadOnlySpan<int> rows, long[] packed, long[] histogram)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(histogram);
        ref var list = ref MemoryMarshal.GetArrayDataReference(entries);
        foreach (var row in rows)
        {
            var value = packed[row];
            if (value == 0)
            {
                continue;
            }

            // The entries are bins of this histogram by construction: no bound is checked in the hottest loop of training.
            int at = starts[row], end = starts[row + 1];
            for (; at + 3 < end; at += 4)
            {
                Unsafe.Add(ref first, Unsafe.Add(ref list, at)) += value;
                Unsafe.Add(ref first, Unsafe.Add(ref list, at + 1)) += value;
                Unsafe.Add(ref first, Unsafe.Add(ref list, at + 2)) += value;
                Unsafe.Add(ref first, Unsafe.Add(ref list, at + 3)) += value;
            }

            for (; at < end; at++)
            {
                Unsafe.Add(ref first, Unsafe.Add(ref list, at)) += value;
            }
        }
    }

    private void FillMostFrequent(ReadOnlySpan<int> rows, long[] packed, long[] histogram)
    {
        var total = Histogram.Total(rows, packed);
        for (var feature = 0; feature < mostFrequent.Length; feature++)
        {
            if (mostFrequent[feature] >= 0)
            {
                var rest = Histogram.Total(histogram.AsSpan(Offsets[feature]..Offsets[feature + 1]));
                histogram[Offsets[feature] + mostFrequent[feature]] = total - rest;
            }
        }
    }
}
