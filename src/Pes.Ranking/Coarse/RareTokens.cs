using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>
/// How many rare tokens each row of one large block holds, as three planes of bits: they are few rows each, so their positions are
/// written for the large block that is read and for no other. Kept between scans.
/// </summary>
internal sealed class RareTokens
{
    private const int Words = CoarseSnapshot.LargeBlock / 64;

    private readonly List<int[]> positions = [];
    private readonly ulong[] ones = new ulong[Words];
    private readonly ulong[] twos = new ulong[Words];
    private readonly ulong[] fours = new ulong[Words];
    private int larges;

    // By token and large block: which of its positions is the first there, -1 for none.
    private int[] firsts = [];

    public int Tokens => positions.Count;

    /// <summary>Begins anew.</summary>
    /// <param name="most">Tokens that are added at most.</param>
    public void Clear(int largeBlocks, int most)
    {
        positions.Clear();
        larges = largeBlocks;
        firsts = firsts.Length >= most * larges ? firsts : new int[most * larges];
    }

    /// <param name="positionsOfToken">Ascending.</param>
    public void Add(int[] positionsOfToken)
    {
        positions.Add(positionsOfToken);
        var found = firsts.AsSpan((positions.Count - 1) * larges, larges);
        found.Fill(-1);

        // From behind, so that what is written last is the first; nothing here depends on a condition.
        for (var i = positionsOfToken.Length - 1; i >= 0; i--)
        {
            found[positionsOfToken[i] / CoarseSnapshot.LargeBlock] = i;
        }
    }

    /// <summary>Whether a large block has the token that was added in that place.</summary>
    public bool IsIn(int large, int token) => firsts[(token * larges) + large] >= 0;

    /// <summary>Writes the planes of a large block.</summary>
    /// <param name="heldOfBlocks">One more in each of its blocks for each token there, up to <see cref="TokenTally.Most"/>.</param>
    public void Enter(int large, byte[] heldOfBlocks)
    {
        if (positions.Count == 0)
        {
            return;
        }

        Array.Clear(ones);
        Array.Clear(twos);
        Array.Clear(fours);
        for (var token = 0; token < positions.Count; token++)
        {
            if (firsts[(token * larges) + large] is >= 0 and var first)
            {
                Write(positions[token].AsSpan(first), large * CoarseSnapshot.LargeBlock, heldOfBlocks);
            }
        }
    }

    /// <summary>Of a block of the large block entered.</summary>
    public TokenCounts Of(int block)
    {
        var word = block * CoarseSnapshot.BlockWords % Words;
        return positions.Count == 0
            ? default
            : new() { Ones = Vector256.LoadUnsafe(ref ones[word]), Twos = Vector256.LoadUnsafe(ref twos[word]), Fours = Vector256.LoadUnsafe(ref fours[word]) };
    }

    private void Write(ReadOnlySpan<int> ofToken, int start, byte[] heldOfBlocks)
    {
        var last = -1;
        foreach (var position in ofToken)
        {
            var row = position - start;
            if (row >= CoarseSnapshot.LargeBlock)
            {
                break;
            }

            CountOne(row / 64, 1UL << row);
            if (row / CoarseSnapshot.Block != last)
            {
                last = row / CoarseSnapshot.Block;
                TokenTally.Raise(ref heldOfBlocks[last]);
            }
        }
    }

    // 7 stays 7.
    private void CountOne(int word, ulong row)
    {
        var twice = ones[word] & row;
        var fourTimes = twos[word] & twice;
        var full = fours[word] & fourTimes;
        ones[word] = (ones[word] ^ row) | full;
        twos[word] = (twos[word] ^ twice) | full;
        fours[word] |= fourTimes;
    }
}
