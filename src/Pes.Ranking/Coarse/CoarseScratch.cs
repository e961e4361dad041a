namespace Pes.Ranking.Coarse;

/// <summary>Room for one scan at a time, kept between scans so that a query allocates nothing.</summary>
public sealed class CoarseScratch
{
    /// <summary>Counts of rare counted tokens by row, as three planes of bits, all 0 between scans.</summary>
    internal ulong[][] RowCounts { get; private set; } = [[], [], []];

    /// <summary>The same by block.</summary>
    internal ulong[][] BlockCounts { get; private set; } = [[], [], []];

    /// <summary>Rare tokens that help, bar or are needed: a bit a row, all 0 between scans.</summary>
    internal ulong[][] RowFlags { get; private set; } = [[], []];

    /// <summary>Words of the row counts whose upper planes were touched.</summary>
    internal List<int> CarriedWords { get; } = [];

    internal List<ulong[]> Counted { get; } = [];

    internal List<ulong[]> CountedBlocks { get; } = [];

    internal List<ulong[]> Any { get; } = [];

    internal List<ulong[]> Barred { get; } = [];

    internal List<ulong[]> Needed { get; } = [];

    internal byte[] RunPoints { get; private set; } = [];

    internal byte[] Bounds { get; private set; } = [];

    internal int[] BlockOrder { get; private set; } = [];

    internal BestRows Best { get; } = new();

    internal void Fit(CoarseSnapshot snapshot)
    {
        var (words, blockWords) = (snapshot.Blocks * CoarseSnapshot.BlockWords, CoarseSnapshot.BlocksOf(snapshot.Blocks) * CoarseSnapshot.BlockWords);
        if (RowCounts[0].Length < words)
        {
            RowCounts = [new ulong[words], new ulong[words], new ulong[words]];
            RowFlags = [new ulong[words], new ulong[words]];
            Bounds = new byte[blockWords * 64];
            BlockOrder = new int[snapshot.Blocks];
            BlockCounts = [new ulong[blockWords], new ulong[blockWords], new ulong[blockWords]];
        }

        if (RunPoints.Length < snapshot.RunGroups.Length)
        {
            RunPoints = new byte[snapshot.RunGroups.Length];
        }

        CarriedWords.Clear();
        Counted.Clear();
        CountedBlocks.Clear();
        Any.Clear();
        Barred.Clear();
        Needed.Clear();
    }
}
