using System.Numerics;
using System.Runtime.InteropServices;

namespace Pes.Ranking.Learning;

/// <summary>Arithmetic on packed sums of gradients: slope above, curvature in the lower 32 bits, both at once.</summary>
internal static class Histogram
{
    public static int Slope(long packed) => (int)(packed >> 32);

    public static int Curvature(long packed) => (int)packed;

    public static long Total(ReadOnlySpan<int> rows, long[] packed)
    {
        long total = 0;
        foreach (var row in rows)
        {
            total += packed[row];
        }

        return total;
    }

    public static long Total(ReadOnlySpan<long> histogram)
    {
        long total = 0;
        foreach (var sum in histogram)
        {
            total += sum;
        }

        return total;
    }

    public static void Add(Span<long> histogram, ReadOnlySpan<long> other)
    {
        var sums = MemoryMarshal.Cast<long, Vector<long>>(histogram);
        var others = MemoryMarshal.Cast<long, Vector<long>>(other);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += others[i];
        }

        for (var i = sums.Length * Vector<long>.Count; i < histogram.Length; i++)
        {
            histogram[i] += other[i];
        }
    }

    /// <summary>What is left of a parent when one child is taken from it: the other child, without a look at its rows.</summary>
    public static void Subtract(Span<long> histogram, ReadOnlySpan<long> child)
    {
        var sums = MemoryMarshal.Cast<long, Vector<long>>(histogram);
        var children = MemoryMarshal.Cast<long, Vector<long>>(child);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] -= children[i];
        }

        for (var i = sums.Length * Vector<long>.Count; i < histogram.Length; i++)
        {
            histogram[i] -= child[i];
        }
    }
}
