namespace Pes.Ranking.Coarse;

/// <summary>
/// All rows of one side at one moment, as columns of bytes and bits, sorted by place and group in blocks of 256.
/// Immutable: readers share it.
/// </summary>
public sealed class CoarseSnapshot
{
    /// <summary>Rows of a block: the bits of one register.</summary>
    internal const int Block = 256;

    internal const int BlockWords = Block / 64;

    /// <summary>Rows of a large block, of as many blocks as the bits of a word.</summary>
    internal const int LargeBlock = Block * SmallOfLarge;

    internal const int SmallOfLarge = 16;

    private readonly Dictionary<int, TokenColumn> tokens;
    private readonly int[] sortedIds;
    private readonly int[] positions;

    internal CoarseSnapshot(CoarseRow[] sorted, Dictionary<int, TokenColumn> tokens)
    {
        this.tokens = tokens;
        Count = sorted.Length;
        (Small, Large) = (new(Count, Block), new(Count, LargeBlock));
        Ids = new int[Count];
        (PlaceAndAsked, BandsAB, BandsCD) = (new byte[Small.Count * Block], new byte[Small.Count * Block], new byte[Small.Count * Block]);
        AskedPlanes = [new ulong[Small.Count * BlockWords], new ulong[Small.Count * BlockWords], new ulong[Small.Count * BlockWords]];
        for (var position = 0; position < Count; position++)
        {
            var row = sorted[position];
            Ids[position] = row.Id;
            (PlaceAndAsked[position], BandsAB[position], BandsCD[position]) = (row.PlaceAndAsked, row.BandsAB, row.BandsCD);
            for (var bit = 0; bit < AskedPlanes.Length; bit++)
            {
                AskedPlanes[bit][position / 64] |= (ulong)(row.Asked >> bit & 1) << position;
            }

            Small.Add(position, row);
            Large.Add(position, row);
        }

        Runs = new(sorted);
        sortedIds = (int[])Ids.Clone();
        positions = [.. Enumerable.Range(0, Count)];
        Array.Sort(sortedIds, positions);
        for (var i = 1; i < Count; i++)
        {
            if (sortedIds[i] == sortedIds[i - 1])
            {
                throw new ArgumentException($"Two rows have the id {sortedIds[i]}.", nameof(sorted));
            }
        }
    }

    public static CoarseSnapshot Empty { get; } = new([], []);

    public int Count { get; }

    /// <summary>Bytes of memory that the columns take.</summary>
    public long Bytes => (Small.Count * Block * 27L / 8) + (Count * 12L) + Small.Bytes + Large.Bytes + Runs.Bytes + tokens.Values.Sum(t => t.Bytes);

    /// <summary>By position.</summary>
    internal int[] Ids { get; }

    internal byte[] PlaceAndAsked { get; }

    /// <summary>What each row asks once more, as three planes of bits from the lowest.</summary>
    internal ulong[][] AskedPlanes { get; }

    internal byte[] BandsAB { get; }

    internal byte[] BandsCD { get; }

    /// <summary>Blocks of <see cref="Block"/> rows.</summary>
    internal CoarseBlocks Small { get; }

    /// <summary>Blocks of <see cref="LargeBlock"/> rows.</summary>
    internal CoarseBlocks Large { get; }

    internal GroupRuns Runs { get; }

    internal static int BlocksOf(int rows) => (rows + Block - 1) / Block;

    internal int? PositionOf(int id) => Array.BinarySearch(sortedIds, id) is >= 0 and var i ? positions[i] : null;

    internal TokenColumn? Token(int token) => tokens.GetValueOrDefault(token);
}
