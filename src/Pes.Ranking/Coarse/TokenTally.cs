using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>How many of some tokens each row holds: the frequent are columns of bits, the rare are written a large block at a time. Kept between scans.</summary>
internal sealed class TokenTally
{
    /// <summary>Counts end here: 7 stands for more.</summary>
    public const int Most = 7;

    private readonly List<TokenColumn> frequent = [];
    private readonly RareTokens rare = new();
    private readonly byte[] heldOfBlocks = new byte[CoarseSnapshot.SmallOfLarge];
    private byte[] heldOfLarge = [];

    public bool IsEmpty => frequent.Count + rare.Tokens == 0;

    /// <summary>Begins anew with those of the tokens that any row of the snapshot has.</summary>
    public void Take(CoarseSnapshot snapshot, IReadOnlyList<int> tokens)
    {
        var larges = snapshot.Large.Count;
        frequent.Clear();
        rare.Clear(larges, tokens.Count);
        heldOfLarge = heldOfLarge.Length >= larges ? heldOfLarge : new byte[larges];
        heldOfLarge.AsSpan(0, larges).Clear();
        foreach (var token in tokens)
        {
            if (snapshot.Token(token) is { Positions: { } positions })
            {
                rare.Add(positions);
                for (var large = 0; large < larges; large++)
                {
                    Raise(ref heldOfLarge[large], rare.IsIn(large, rare.Tokens - 1));
                }
            }
            else if (snapshot.Token(token) is { InBlocks: { } blocks } column)
            {
                frequent.Add(column);
                for (var large = 0; large < larges; large++)
                {
                    Raise(ref heldOfLarge[large], blocks[large] != 0);
                }
            }
        }
    }

    /// <summary>How many of the tokens the rows of a block have between them: no row holds more. A small block is one of the large block entered.</summary>
    public int Held(CoarseBlocks blocks, int block) =>
        blocks.Size == CoarseSnapshot.LargeBlock ? heldOfLarge[block] : heldOfBlocks[block % CoarseSnapshot.SmallOfLarge];

    /// <summary>Makes ready to count in the rows of a large block.</summary>
    public void Enter(int large)
    {
        Array.Clear(heldOfBlocks);
        rare.Enter(large, heldOfBlocks);
        foreach (var column in CollectionsMarshal.AsSpan(frequent))
        {
            for (uint blocks = column.InBlocks![large]; blocks != 0; blocks &= blocks - 1)
            {
                Raise(ref heldOfBlocks[BitOperations.TrailingZeroCount(blocks)]);
            }
        }
    }

    /// <summary>Of 256 rows of the large block entered, by carry-save addition.</summary>
    public TokenCounts Count(int block)
    {
        var (counts, many) = (rare.Of(block), Vector256<ulong>.Zero);
        foreach (var column in CollectionsMarshal.AsSpan(frequent))
        {
            var carry = Vector256.LoadUnsafe(ref column.Bits![block * CoarseSnapshot.BlockWords]);
            (counts.Ones, carry) = (counts.Ones ^ carry, counts.Ones & carry);
            (counts.Twos, carry) = (counts.Twos ^ carry, counts.Twos & carry);
            (counts.Fours, carry) = (counts.Fours ^ carry, counts.Fours & carry);
            many |= carry;
        }

        return new() { Ones = counts.Ones | many, Twos = counts.Twos | many, Fours = counts.Fours | many };
    }

    /// <summary>The rows of 256 that hold any.</summary>
    public Vector256<ulong> Any(int block)
    {
        var counts = rare.Of(block);
        var any = counts.Ones | counts.Twos | counts.Fours;
        foreach (var column in CollectionsMarshal.AsSpan(frequent))
        {
            any |= Vector256.LoadUnsafe(ref column.Bits![block * CoarseSnapshot.BlockWords]);
        }

        return any;
    }

    /// <summary>One token more, where it is held.</summary>
    public static void Raise(ref byte count, bool isHeld = true) => count += isHeld && count < Most ? (byte)1 : (byte)0;
}
