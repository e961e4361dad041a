using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>
/// Which rows hold the tokens of a query: frequent tokens are columns of bits, rare ones are scattered into planes for one
/// search and taken out again. Tokens are counted by carry-save addition, 256 rows at a time.
/// </summary>
internal static class CoarseTokens
{
    private const int Block = CoarseSnapshot.Block;
    private const int BlockWords = CoarseSnapshot.BlockWords;

    public static bool Collect(CoarseSnapshot snapshot, CoarseQuery query, ulong[] removed, CoarseScratch scratch)
    {
        foreach (var token in query.Counted)
        {
            if (snapshot.Token(token) is { Bits: { } bits, BlockBits: { } blockBits })
            {
                scratch.Counted.Add(bits);
                scratch.CountedBlocks.Add(blockBits);
            }
        }

        foreach (var help in query.Helps)
        {
            scratch.AddHelp(help, snapshot);
        }

        AddFrequent(snapshot, query.Barred, scratch.Barred);
        if (removed.Length > 0)
        {
            scratch.Barred.Add(removed);
        }

        foreach (var token in query.Needed)
        {
            if (snapshot.Token(token) is not { } column)
            {
                return false;
            }

            scratch.Needed.Add(column.Bits ?? BitsOf(column.Positions!, snapshot));
        }

        return true;
    }

    private static void AddFrequent(CoarseSnapshot snapshot, IReadOnlyList<int> tokens, List<ulong[]> to)
    {
        foreach (var token in tokens)
        {
            if (snapshot.Token(token)?.Bits is { } bits)
            {
                to.Add(bits);
            }
        }
    }

    private static ulong[] BitsOf(int[] positions, CoarseSnapshot snapshot)
    {
        var bits = new ulong[snapshot.Blocks * BlockWords];
        foreach (var position in positions)
        {
            bits[position / 64] |= 1UL << position;
        }

        return bits;
    }

    // Rare tokens are few rows each: they are written into planes that are cleaned up afterwards.
    public static bool Scatter(CoarseSnapshot snapshot, CoarseQuery query, CoarseScratch scratch)
    {
        var any = false;
        foreach (var token in query.Counted)
        {
            var last = -1;
            foreach (var position in snapshot.Token(token)?.Positions ?? [])
            {
                if (CountAt(scratch.RowCounts, position))
                {
                    scratch.CarriedWords.Add(position / 64);
                }

                if (position / Block != last)
                {
                    last = position / Block;
                    CountAt(scratch.BlockCounts, last);
                }

                any = true;
            }
        }

        foreach (var help in scratch.Helps)
        {
            foreach (var positions in help.Positions)
            {
                any |= Flag(positions, help.Plane);
            }
        }

        foreach (var token in query.Barred)
        {
            any |= Flag(snapshot.Token(token)?.Positions, scratch.RowBars);
        }

        return any;
    }

    private static bool Flag(int[]? positions, ulong[] flags)
    {
        foreach (var position in positions ?? [])
        {
            flags[position / 64] |= 1UL << position;
        }

        return positions is not null;
    }

    public static void Unscatter(CoarseSnapshot snapshot, CoarseQuery query, CoarseScratch scratch)
    {
        foreach (var token in query.Counted)
        {
            foreach (var position in snapshot.Token(token)?.Positions ?? [])
            {
                scratch.RowCounts[0][position / 64] = 0;
            }
        }

        foreach (var word in scratch.CarriedWords)
        {
            (scratch.RowCounts[0][word], scratch.RowCounts[1][word], scratch.RowCounts[2][word]) = (0, 0, 0);
        }

        foreach (var plane in scratch.BlockCounts)
        {
            Array.Clear(plane);
        }

        foreach (var help in scratch.Helps)
        {
            foreach (var positions in help.Positions)
            {
                Unflag(positions, help.Plane);
            }
        }

        foreach (var token in query.Barred)
        {
            Unflag(snapshot.Token(token)?.Positions, scratch.RowBars);
        }
    }

    private static void Unflag(int[]? positions, ulong[] flags)
    {
        foreach (var position in positions ?? [])
        {
            flags[position / 64] = 0;
        }
    }

    // One more at a place of three planes; 7 stays 7. Most places hold one, and the upper planes are not touched.
    private static bool CountAt(ulong[][] planes, int place)
    {
        var word = place / 64;
        var bit = 1UL << place;
        if ((planes[0][word] & bit) == 0)
        {
            planes[0][word] |= bit;
            return false;
        }

        var carry = bit;
        for (var plane = 0; plane < planes.Length; plane++)
        {
            (planes[plane][word], carry) = (planes[plane][word] ^ carry, planes[plane][word] & carry);
        }

        planes[0][word] |= carry;
        planes[1][word] |= carry;
        planes[2][word] |= carry;
        return true;
    }

    public static Counts Count(List<ulong[]> tokens, ulong[][] rare, int word, bool hasRare)
    {
        var (ones, twos, fours) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        if (hasRare)
        {
            (ones, twos, fours) = (Vector256.LoadUnsafe(ref rare[0][word]), Vector256.LoadUnsafe(ref rare[1][word]), Vector256.LoadUnsafe(ref rare[2][word]));
        }

        var many = Vector256<ulong>.Zero;
        foreach (var bits in CollectionsMarshal.AsSpan(tokens))
        {
            var carry = Vector256.LoadUnsafe(ref bits[word]);
            (ones, carry) = (ones ^ carry, ones & carry);
            (twos, carry) = (twos ^ carry, twos & carry);
            (fours, carry) = (fours ^ carry, fours & carry);
            many |= carry;
        }

        return new() { Ones = ones | many, Twos = twos | many, Fours = fours | many };
    }

    public static Vector256<ulong> Or(List<ulong[]> tokens, int word, Vector256<ulong> or)
    {
        foreach (var bits in CollectionsMarshal.AsSpan(tokens))
        {
            or |= Vector256.LoadUnsafe(ref bits[word]);
        }

        return or;
    }

    /// <summary>Counts of 256 rows as three planes of bits.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal struct Counts
    {
        public Vector256<ulong> Ones;
        public Vector256<ulong> Twos;
        public Vector256<ulong> Fours;

        /// <summary>Counts of 32 rows, 0 to 7.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<byte> Bytes(int part) =>
            (ByteTables.Bytes(ByteTables.Part(ref Ones, part)) & Vector256.Create((byte)1))
            | (ByteTables.Bytes(ByteTables.Part(ref Twos, part)) & Vector256.Create((byte)2))
            | (ByteTables.Bytes(ByteTables.Part(ref Fours, part)) & Vector256.Create((byte)4));
    }
}
