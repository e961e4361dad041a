using System.Runtime.InteropServices;

namespace Pes.Ranking.Pairs;

/// <summary>Short sorted lists behind one another in one array.</summary>
internal static class PackedList
{
    // A length is a byte; a profile with more entries than this is no profile.
    public const int Longest = byte.MaxValue;

    /// <summary>Of one move.</summary>
    public const int MoveBytes = 3;

    public static byte Add(List<int> codes, ReadOnlySpan<int> list)
    {
        var count = Math.Min(list.Length, Longest);
        codes.AddRange(list[..count]);
        return (byte)count;
    }

    public static byte Add(List<int> codes, LanguageLevel[] languages) =>
        Add(codes, [.. languages.Select(l => (l.Language << 8) | l.Level)]);

    public static byte Length<T>(T[] list) => (byte)Math.Min(list.Length, Longest);

    public static ReadOnlySpan<T> Cut<T>(T[] list) => list.AsSpan(0, Length(list));

    /// <summary>Occupations and languages in two bytes each, moves in three behind them.</summary>
    /// <returns>The number of moves.</returns>
    public static byte AddBytes(List<int> codes, ReadOnlySpan<ushort> occupations, ReadOnlySpan<LanguageLevel> languages, ReadOnlySpan<OccupationMove> moves)
    {
        var bytes = (sizeof(ushort) * (occupations.Length + languages.Length)) + (MoveBytes * moves.Length);
        Span<int> room = stackalloc int[(bytes + sizeof(int) - 1) / sizeof(int)];
        var pairs = MemoryMarshal.Cast<int, ushort>(room);
        occupations.CopyTo(pairs);
        for (var i = 0; i < languages.Length; i++)
        {
            pairs[occupations.Length + i] = (ushort)((languages[i].Language << 8) | languages[i].Level);
        }

        var rest = MemoryMarshal.AsBytes(room)[(sizeof(ushort) * (occupations.Length + languages.Length))..];
        foreach (var move in moves)
        {
            (rest[0], rest[1], rest[2]) = ((byte)move.To, (byte)(move.To >> 8), move.Share);
            rest = rest[MoveBytes..];
        }

        codes.AddRange(room);
        return (byte)moves.Length;
    }

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

    /// <summary>The share of those who go to an occupation, of moves sorted by it, three bytes each: occupation, the lower byte first, and share. 0 where it is not among them.</summary>
    public static int ShareOf(int occupation, ReadOnlySpan<byte> moves)
    {
        var (low, high) = (0, moves.Length / MoveBytes);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = To(moves, middle) < occupation ? (middle + 1, high) : (low, middle);
        }

        return low < moves.Length / MoveBytes && To(moves, low) == occupation ? moves[(low * MoveBytes) + 2] : 0;
    }

    private static int To(ReadOnlySpan<byte> moves, int place) => moves[place * MoveBytes] | (moves[(place * MoveBytes) + 1] << 8);

    /// <summary>Level of a language × 256 + level list; 0 where it is not in it.</summary>
    public static int LevelOf(int language, ReadOnlySpan<ushort> languages)
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
