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
        foreach (var column in query.Counted.Select(snapshot.Token).OfType<TokenColumn>())
        {
            (column.Bits is null ? scratch.CountedRare : scratch.Counted).Add(column);
        }

        foreach (var help in query.Helps)
        {
            scratch.AddHelp(help, snapshot);
        }

        foreach (var column in query.Barred.Select(snapshot.Token).OfType<TokenColumn>())
        {
            if (column.Bits is { } bits)
            {
                scratch.Barred.Add(bits);
            }
            else
            {
                scratch.BarredRare.Add(column);
            }
        }

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

    private static ulong[] BitsOf(int[] positions, CoarseSnapshot snapshot)
    {
        var bits = new ulong[snapshot.Small.Count * BlockWords];
        foreach (var position in positions)
        {
            bits[position / 64] |= 1UL << position;
        }

        return bits;
    }

    // Rare tokens are few rows each: they are written into planes that are cleaned up afterwards.
    public static void Scatter(CoarseScratch scratch)
    {
        foreach (var column in scratch.CountedRare)
        {
            var (block, large) = (-1, -1);
            foreach (var position in column.Positions!)
            {
                if (CountAt(scratch.RowCounts, position))
                {
                    scratch.CarriedWords.Add(position / 64);
                }

                if (position / Block != block)
                {
                    block = position / Block;
                    Raise(ref scratch.HeldOfBlocks[block]);
                    if (block / CoarseSnapshot.SmallOfLarge != large)
                    {
                        large = block / CoarseSnapshot.SmallOfLarge;
                        Raise(ref scratch.HeldOfLarge[large]);
                    }
                }
            }
        }

        foreach (var help in scratch.Helps)
        {
            foreach (var column in help.Rare)
            {
                foreach (var position in column.Positions!)
                {
                    CountAt(help, position);
                }
            }
        }

        foreach (var column in scratch.BarredRare)
        {
            foreach (var position in column.Positions!)
            {
                scratch.RowBars[position / 64] |= 1UL << position;
            }
        }
    }

    public static void Unscatter(CoarseScratch scratch)
    {
        foreach (var column in scratch.CountedRare)
        {
            foreach (var position in column.Positions!)
            {
                scratch.RowCounts[0][position / 64] = 0;
            }
        }

        foreach (var word in scratch.CarriedWords)
        {
            (scratch.RowCounts[0][word], scratch.RowCounts[1][word], scratch.RowCounts[2][word]) = (0, 0, 0);
        }

        Array.Clear(scratch.HeldOfBlocks);
        Array.Clear(scratch.HeldOfLarge);
        foreach (var help in scratch.Helps)
        {
            foreach (var column in help.Rare)
            {
                foreach (var position in column.Positions!)
                {
                    (help.Ones[position / 64], help.Twos[position / 64]) = (0, 0);
                }
            }

            Array.Clear(help.InBlocks);
        }

        foreach (var column in scratch.BarredRare)
        {
            foreach (var position in column.Positions!)
            {
                scratch.RowBars[position / 64] = 0;
            }
        }
    }

    /// <summary>Of each block of a large one: how many counted tokens any of its rows could hold, 7 for more.</summary>
    public static void Held(CoarseScratch scratch, int large, Span<byte> held)
    {
        scratch.HeldOfBlocks.AsSpan(large * held.Length, held.Length).CopyTo(held);
        foreach (var column in scratch.Counted)
        {
            for (uint bits = column.InBlocks![large]; bits != 0; bits &= bits - 1)
            {
                Raise(ref held[System.Numerics.BitOperations.TrailingZeroCount(bits)]);
            }
        }
    }

    /// <summary>The same of the large block as a whole.</summary>
    public static int Held(CoarseScratch scratch, int large)
    {
        int held = scratch.HeldOfLarge[large];
        foreach (var column in CollectionsMarshal.AsSpan(scratch.Counted))
        {
            held += column.InBlocks![large] != 0 ? 1 : 0;
        }

        return held;
    }

    private static void Raise(ref byte count) => count += count < 7 ? (byte)1 : (byte)0;

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

    // One more in two planes; 3 stays 3.
    private static void CountAt(ScannedHelp help, int place)
    {
        var (word, bit) = (place / 64, 1UL << place);
        var carry = help.Ones[word] & bit;
        var over = help.Twos[word] & carry;
        help.Ones[word] = (help.Ones[word] ^ bit) | over;
        help.Twos[word] |= carry;
        help.InBlocks[place / CoarseSnapshot.LargeBlock] |= (ushort)(1 << (place / Block % CoarseSnapshot.SmallOfLarge));
    }

    public static Counts Count(CoarseScratch scratch, int word)
    {
        var (ones, twos, fours) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        if (scratch.HeldOfBlocks[word / BlockWords] > 0)
        {
            var rare = scratch.RowCounts;
            (ones, twos, fours) = (Vector256.LoadUnsafe(ref rare[0][word]), Vector256.LoadUnsafe(ref rare[1][word]), Vector256.LoadUnsafe(ref rare[2][word]));
        }

        var many = Vector256<ulong>.Zero;
        foreach (var column in CollectionsMarshal.AsSpan(scratch.Counted))
        {
            var carry = Vector256.LoadUnsafe(ref column.Bits![word]);
            (ones, carry) = (ones ^ carry, ones & carry);
            (twos, carry) = (twos ^ carry, twos & carry);
            (fours, carry) = (fours ^ carry, fours & carry);
            many |= carry;
        }

        return new() { Ones = ones | many, Twos = twos | many, Fours = fours | many };
    }

    /// <summary>How many of its tokens 256 rows hold, up to 3, as two planes of bits.</summary>
    public static (Vector256<ulong> Ones, Vector256<ulong> Twos) Count(ScannedHelp help, int word)
    {
        var (ones, twos) = help.HasRare(word / BlockWords) ? (Vector256.LoadUnsafe(ref help.Ones[word]), Vector256.LoadUnsafe(ref help.Twos[word])) : default;
        foreach (var column in CollectionsMarshal.AsSpan(help.Frequent))
        {
            var bits = Vector256.LoadUnsafe(ref column.Bits![word]);
            var carry = ones & bits;
            (ones, twos) = ((ones ^ bits) | (twos & carry), twos | carry);
        }

        return (ones, twos);
    }

    /// <summary>The rows that one of the tokens bars.</summary>
    public static Vector256<ulong> Barred(CoarseScratch scratch, int word)
    {
        var or = scratch.BarredRare.Count > 0 ? Vector256.LoadUnsafe(ref scratch.RowBars[word]) : default;
        foreach (var bits in CollectionsMarshal.AsSpan(scratch.Barred))
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

        /// <summary>The rows that hold as many as count for the number they ask.</summary>
        /// <param name="asked">The numbers asked as three planes of bits, from the lowest.</param>
        /// <param name="least">By number asked; 8: none is enough.</param>
        /// <param name="numbers">A bit for each number that any of the rows asks.</param>
        public readonly Vector256<ulong> AtLeast(ulong[][] asked, int word, ReadOnlySpan<byte> least, byte numbers)
        {
            var (ones, twos, fours) = (Vector256.LoadUnsafe(ref asked[0][word]), Vector256.LoadUnsafe(ref asked[1][word]), Vector256.LoadUnsafe(ref asked[2][word]));
            var rows = Vector256<ulong>.Zero;
            for (uint left = numbers; left != 0; left &= left - 1)
            {
                var number = System.Numerics.BitOperations.TrailingZeroCount(left);
                if (least[number] < 8)
                {
                    rows |= ((number & 1) != 0 ? ones : ~ones) & ((number & 2) != 0 ? twos : ~twos) & ((number & 4) != 0 ? fours : ~fours) & AtLeast(least[number]);
                }
            }

            return rows;
        }

        // From the highest bit down: what is greater already, and what is equal so far.
        private readonly Vector256<ulong> AtLeast(int held)
        {
            if (held == 0)
            {
                return Vector256<ulong>.AllBitsSet;
            }

            var (greater, equal) = (held & 4) == 0 ? (Fours, ~Fours) : (Vector256<ulong>.Zero, Fours);
            (greater, equal) = (held & 2) == 0 ? (greater | (equal & Twos), Vector256.AndNot(equal, Twos)) : (greater, equal & Twos);
            return (held & 1) == 0 ? greater | equal : greater | (equal & Ones);
        }
    }
}
