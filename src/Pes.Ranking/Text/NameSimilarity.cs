using System.Buffers;

namespace Pes.Ranking.Text;

/// <summary>How alike two personal names are, in Khmer script or romanised, for the duplicate search.</summary>
public static class NameSimilarity
{
    private const double PrefixWeight = 0.1;
    private const int LongestPrefix = 4;

    /// <summary>
    /// 0 (nothing shared) to 1 (same sound key); symmetric and deterministic. The best of Jaro-Winkler over the sound
    /// keys as written and with the words of both names sorted, so that "Sok Dara" and "Dara Sok" agree.
    /// Names in different scripts give 0: compare each script with its own.
    /// </summary>
    public static double Score(string a, string b)
    {
        if (KhmerText.HasKhmer(a) != KhmerText.HasKhmer(b))
        {
            return 0;
        }
        var left = Keys(a);
        var right = Keys(b);
        return Math.Max(JaroWinkler(string.Concat(left), string.Concat(right)), JaroWinkler(Sorted(left), Sorted(right)));
    }

    /// <summary>Jaro-Winkler similarity of two strings, 0 to 1 (Winkler 1990: prefix of at most 4, weight 0.1).</summary>
    public static double JaroWinkler(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return 0;
        }
        var jaro = Jaro(a, b);
        var prefix = Math.Min(LongestPrefix, a.CommonPrefixLength(b));
        return jaro + (prefix * PrefixWeight * (1 - jaro));
    }

    private static double Jaro(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var reach = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        var flags = ArrayPool<bool>.Shared.Rent(a.Length + b.Length);
        var fromA = flags.AsSpan(0, a.Length);
        var fromB = flags.AsSpan(a.Length, b.Length);
        fromA.Clear();
        fromB.Clear();
        var matches = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var last = Math.Min(b.Length - 1, i + reach);
            for (var j = Math.Max(0, i - reach); j <= last; j++)
            {
                if (!fromB[j] && a[i] == b[j])
                {
                    fromA[i] = fromB[j] = true;
                    matches++;
                    break;
                }
            }
        }
        var swapped = Swapped(a, b, fromA, fromB);
        ArrayPool<bool>.Shared.Return(flags);
        var m = (double)matches;
        return matches == 0 ? 0 : ((m / a.Length) + (m / b.Length) + ((m - (swapped / 2.0)) / m)) / 3;
    }

    private static int Swapped(ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<bool> fromA, ReadOnlySpan<bool> fromB)
    {
        var swapped = 0;
        var j = 0;
        for (var i = 0; i < a.Length; i++)
        {
            if (!fromA[i])
            {
                continue;
            }
            while (!fromB[j])
            {
                j++;
            }
            swapped += a[i] == b[j++] ? 0 : 1;
        }
        return swapped;
    }

    private static string[] Keys(string name)
    {
        var khmer = KhmerText.HasKhmer(name);
        return [.. KhmerText.Normalise(name).Split([' ', ',', '.', '-', '\t', '\u200B'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => khmer ? KhmerText.KhmerNameKey(word) : KhmerText.LatinNameKey(word)).Where(key => key.Length > 0)];
    }

    private static string Sorted(string[] keys) => string.Concat(keys.Order(StringComparer.Ordinal));
}
