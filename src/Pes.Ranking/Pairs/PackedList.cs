namespace Pes.Ranking.Pairs;

/// <summary>Short sorted lists behind one another in one array.</summary>
internal static class PackedList
{
    // A length is a byte; a profile with more entries than this is no profile.
    public const int Longest = byte.MaxValue;

    public static byte Add(List<int> codes, ReadOnlySpan<int> list)
    {
        var count = Math.Min(list.Length, Longest);
        codes.AddRange(list[..count]);
        return (byte)count;
    }

    public static byte Add(List<int> codes, LanguageLevel[] languages) =>
        Add(codes, [.. languages.Select(l => (l.Language << 8) | l.Level)]);

    /// <summary>Codes that two sorted lists share.</summary>
    public static int Shared(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int shared = 0, i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            // Steps without a branch: which list goes on cannot be guessed.
            var (left, right) = (a[i], b[j]);
            shared += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        return shared;
    }

    /// <summary>The value of a code in a sorted list of code × 256 + value; 0 where it is not in it.</summary>
    public static int ValueOf(int code, ReadOnlySpan<int> values)
    {
        var (low, high) = (0, values.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = values[middle] >> 8 < code ? (middle + 1, high) : (low, middle);
        }

        return low < values.Length && values[low] >> 8 == code ? values[low] & 255 : 0;
    }

    /// <summary>Level of a language × 256 + level list; 0 where it is not in it.</summary>
    public static int LevelOf(int language, ReadOnlySpan<int> languages)
    {
        foreach (var own in languages)
        {
            if (own >> 8 == language)
            {
                return own & 255;
            }
        }

        return 0;
    }
}
