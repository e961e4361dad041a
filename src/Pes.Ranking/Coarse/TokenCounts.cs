using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>Counts of 256 rows, 0 to 7 each, as three planes of bits.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TokenCounts
{
    public Vector256<ulong> Ones;
    public Vector256<ulong> Twos;
    public Vector256<ulong> Fours;

    /// <summary>Counts of 32 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> Bytes(int part) =>
        (ByteTables.Bytes(ByteTables.Part(ref Ones, part)) & Vector256.Create((byte)1))
        | (ByteTables.Bytes(ByteTables.Part(ref Twos, part)) & Vector256.Create((byte)2))
        | (ByteTables.Bytes(ByteTables.Part(ref Fours, part)) & Vector256.Create((byte)4));

    /// <summary>The rows that hold enough for the number they ask.</summary>
    /// <param name="asked">The numbers asked of all rows as three planes of bits, from the lowest.</param>
    /// <param name="numbers">A bit for each number that any of these rows asks.</param>
    /// <param name="tooFew">Eight bits a number asked: a bit for each count that is too few, from the lowest; more are never too few where fewer are not.</param>
    public readonly Vector256<ulong> Enough(ulong[][] asked, int word, byte numbers, ulong tooFew)
    {
        var (ones, twos, fours) = (Vector256.LoadUnsafe(ref asked[0][word]), Vector256.LoadUnsafe(ref asked[1][word]), Vector256.LoadUnsafe(ref asked[2][word]));
        var rows = Vector256<ulong>.Zero;
        for (uint left = numbers; left != 0; left &= left - 1)
        {
            var number = BitOperations.TrailingZeroCount(left);
            var least = BitOperations.PopCount(tooFew >> (8 * number) & 0xFF);
            if (least <= TokenTally.Most)
            {
                rows |= ((number & 1) != 0 ? ones : ~ones) & ((number & 2) != 0 ? twos : ~twos) & ((number & 4) != 0 ? fours : ~fours) & AtLeast(least);
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
