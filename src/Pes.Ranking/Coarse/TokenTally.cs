using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>
/// How many of some tokens each row holds. Frequent tokens are columns of bits; the positions of rare ones are written into planes of bits
/// of one large block at a time. Kept between scans.
/// </summary>
internal sealed class TokenTally
{
    /// <summary>Counts end here: 7 stands for more.</summary>
    public const int Most = 7;

    private const int Words = CoarseSnapshot.LargeBlock / 64;

    private readonly List<TokenColumn> frequent = [];
    private readonly List<TokenColumn> rare = [];
    private readonly byte[] heldOfBlocks = new byte[CoarseSnapshot.SmallOfLarge];
    private readonly ulong[] ones = new ulong[Words];
    private readonly ulong[] twos = new ulong[Words];
    private readonly ulong[] fours = new ulong[Words];
    private byte[] heldOfLarge = [];
    private int larges;

    // By rare token and large block: which of its positions is the first there, -1 for none.
    private int[] firsts = [];

    public bool IsEmpty => frequent.Count + rare.Count == 0;

    /// <summary>Begins anew with those of the tokens that any row of the snapshot has.</summary>
    public void Take(CoarseSnapshot snapshot, IReadOnlyList<int> tokens)
    {
        frequent.Clear();
        rare.Clear();
        foreach (var token in tokens)
        {
            if (snapshot.Token(token) is { } column)
            {
                (column.Bits is null ? rare : frequent).Add(column);
            }
        }

        larges = snapshot.Large.Count;
        heldOfLarge = heldOfLarge.Length >= larges ? heldOfLarge : new byte[larges];
        firsts = firsts.Length >= rare.Count * larges ? firsts : new int[rare.Count * larges];
        heldOfLarge.AsSpan(0, larges).Clear();
        for (var i = 0; i < rare.Count; i++)
        {
            FindFirsts(rare[i].Positions!, firsts.AsSpan(i * larges, larges));
        }

        foreach (var column in frequent)
        {
            for (var large = 0; large < larges; large++)
            {
                heldOfLarge[large] += column.InBlocks![large] != 0 && heldOfLarge[large] < Most ? (byte)1 : (byte)0;
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
        foreach (var column in CollectionsMarshal.AsSpan(frequent))
        {
            for (uint blocks = column.InBlocks![large]; blocks != 0; blocks &= blocks - 1)
            {
                Raise(ref heldOfBlocks[BitOperations.TrailingZeroCount(blocks)]);
            }
        }

        if (rare.Count == 0)
        {
            return;
        }

        Array.Clear(ones);
        Array.Clear(twos);
        Array.Clear(fours);
        for (var i = 0; i < rare.Count; i++)
        {
            if (firsts[(i * larges) + large] is >= 0 and var first)
            {
                Write(rare[i].Positions.AsSpan(first), large);
            }
        }
    }

    /// <summary>Of 256 rows of the large block entered.</summary>
    public TokenCounts Count(int block)
    {
        var (planes, word) = Planes(block);
        var many = Vector256<ulong>.Zero;
        foreach (var column in CollectionsMarshal.AsSpan(frequent))
        {
            var carry = Vector256.LoadUnsafe(ref column.Bits![word]);
            (planes.Ones, carry) = (planes.Ones ^ carry, planes.Ones & carry);
            (planes.Twos, carry) = (planes.Twos ^ carry, planes.Twos & carry);
            (planes.Fours, carry) = (planes.Fours ^ carry, planes.Fours & carry);
            many |= carry;
        }

        return new() { Ones = planes.Ones | many, Twos = planes.Twos | many, Fours = planes.Fours | many };
    }

    /// <summary>The rows of 256 that hold any.</summary>
    public Vector256<ulong> Any(int block)
    {
        var (planes, word) = Planes(block);
        var any = planes.Ones | planes.Twos | planes.Fours;
        foreach (var column in CollectionsMarshal.AsSpan(frequent))
        {
            any |= Vector256.LoadUnsafe(ref column.Bits![word]);
        }

        return any;
    }

    // Of the rare tokens alone.
    private (TokenCounts Planes, int Word) Planes(int block)
    {
        var word = block * CoarseSnapshot.BlockWords;
        return rare.Count == 0
            ? (default, word)
            : (new() { Ones = Vector256.LoadUnsafe(ref ones[word % Words]), Twos = Vector256.LoadUnsafe(ref twos[word % Words]), Fours = Vector256.LoadUnsafe(ref fours[word % Words]) }, word);
    }

    // From behind, so that what is written last is the first; nothing here depends on a condition.
    private void FindFirsts(int[] positions, Span<int> found)
    {
        found.Fill(-1);
        for (var i = positions.Length - 1; i >= 0; i--)
        {
            found[positions[i] / CoarseSnapshot.LargeBlock] = i;
        }

        for (var large = 0; large < found.Length; large++)
        {
            heldOfLarge[large] += found[large] >= 0 && heldOfLarge[large] < Most ? (byte)1 : (byte)0;
        }
    }

    private void Write(ReadOnlySpan<int> positions, int large)
    {
        var (start, last) = (large * CoarseSnapshot.LargeBlock, -1);
        foreach (var position in positions)
        {
            var row = position - start;
            if (row >= CoarseSnapshot.LargeBlock)
            {
                break;
            }

            Add(row / 64, 1UL << row);
            if (row / CoarseSnapshot.Block != last)
            {
                last = row / CoarseSnapshot.Block;
                Raise(ref heldOfBlocks[last]);
            }
        }
    }

    // One more; 7 stays 7.
    private void Add(int word, ulong row)
    {
        var twice = ones[word] & row;
        var fourTimes = twos[word] & twice;
        var full = fours[word] & fourTimes;
        ones[word] = (ones[word] ^ row) | full;
        twos[word] = (twos[word] ^ twice) | full;
        fours[word] |= fourTimes;
    }

    private static void Raise(ref byte count) => count += count < Most ? (byte)1 : (byte)0;
}
