using System.Numerics;

namespace Pes.Ranking.Search;

/// <summary>Rows as bits of words of 64.</summary>
internal static class Bits
{
    public static int WordsFor(int rows) => (rows + 63) / 64;

    public static bool Has(ReadOnlySpan<ulong> bits, int row) => (bits[row >> 6] & (1ul << row)) != 0;

    public static void Set(Span<ulong> bits, int row) => bits[row >> 6] |= 1ul << row;

    public static void SetAll(Span<ulong> bits, int rows)
    {
        bits.Fill(ulong.MaxValue);
        if ((rows & 63) != 0)
        {
            bits[^1] = (1ul << rows) - 1;
        }
    }

    public static void And(Span<ulong> into, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] &= other[i];
        }
    }

    public static void AndNot(Span<ulong> into, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] &= ~other[i];
        }
    }

    public static void Or(Span<ulong> into, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] |= other[i];
        }
    }

    public static int Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits)
        {
            count += BitOperations.PopCount(word);
        }
        return count;
    }

    public static int CountBoth(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int first = 0, second = 0, i = 0;
        for (; i + 1 < a.Length; i += 2)
        {
            first += BitOperations.PopCount(a[i] & b[i]);
            second += BitOperations.PopCount(a[i + 1] & b[i + 1]);
        }
        return first + second + (i < a.Length ? BitOperations.PopCount(a[i] & b[i]) : 0);
    }
}
