namespace Pes.Ranking.Coarse;

/// <summary>What the rows of each block of one size can be, so that a bound of their points needs no row.</summary>
internal sealed class CoarseBlocks(int rows, int size)
{
    public int Size { get; } = size;

    public int Count { get; } = (rows + size - 1) / size;

    /// <summary>A bit a place.</summary>
    public uint[] Places { get; } = new uint[(rows + size - 1) / size];

    public int[] LeastIds { get; } = new int[(rows + size - 1) / size];

    /// <summary>Four a block: the lowest of its bands + 16 × the highest.</summary>
    public byte[] Bands { get; } = new byte[(rows + size - 1) / size * 4];

    /// <summary>A bit for each number of tokens asked.</summary>
    public byte[] Asked { get; } = new byte[(rows + size - 1) / size];

    public long Bytes => Count * 13L;

    /// <summary>Rows come by ascending position.</summary>
    public void Add(int position, CoarseRow row)
    {
        var block = position / Size;
        var isFirst = position % Size == 0;
        Places[block] |= 1u << row.Place;
        Asked[block] |= (byte)(1 << row.Asked);
        LeastIds[block] = isFirst ? row.Id : Math.Min(LeastIds[block], row.Id);
        Widen(ref Bands[block * 4], row.BandA, isFirst);
        Widen(ref Bands[(block * 4) + 1], row.BandB, isFirst);
        Widen(ref Bands[(block * 4) + 2], row.BandC, isFirst);
        Widen(ref Bands[(block * 4) + 3], row.BandD, isFirst);
    }

    private static void Widen(ref byte range, byte band, bool isFirst) => range = isFirst
        ? (byte)(band | (band << 4))
        : (byte)(Math.Min(range & 15, band) | (Math.Max(range >> 4, band) << 4));
}
