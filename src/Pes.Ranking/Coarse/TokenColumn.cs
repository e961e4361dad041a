namespace Pes.Ranking.Coarse;

/// <summary>
/// The rows that have a token: a bit a row where it is frequent, else their positions, ascending. A column of bits costs
/// every reader the same whatever it holds, positions cost by their number: about one row in 256 is where they meet.
/// </summary>
internal sealed class TokenColumn
{
    private int added;

    public TokenColumn(int rows, int count, bool isFrequent)
    {
        if (isFrequent)
        {
            Bits = new ulong[CoarseSnapshot.BlocksOf(rows) * CoarseSnapshot.BlockWords];
            InBlocks = new ushort[(rows + CoarseSnapshot.LargeBlock - 1) / CoarseSnapshot.LargeBlock];
        }
        else
        {
            Positions = new int[count];
        }
    }

    /// <summary>A bit a row; null for a rare token.</summary>
    public ulong[]? Bits { get; }

    /// <summary>Of each large block, a bit a block that has the token anywhere; null for a rare token.</summary>
    public ushort[]? InBlocks { get; }

    /// <summary>Ascending; null for a frequent token.</summary>
    public int[]? Positions { get; }

    public long Bytes => ((Bits?.Length ?? 0) * 8L) + ((InBlocks?.Length ?? 0) * 2L) + ((Positions?.Length ?? 0) * 4L);

    public void Add(int position)
    {
        if (Positions is not null)
        {
            Positions[added++] = position;
            return;
        }

        Bits![position / 64] |= 1UL << position;
        InBlocks![position / CoarseSnapshot.LargeBlock] |= (ushort)(1 << (position / CoarseSnapshot.Block % CoarseSnapshot.SmallOfLarge));
    }
}
