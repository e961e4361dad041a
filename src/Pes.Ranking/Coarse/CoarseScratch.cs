namespace Pes.Ranking.Coarse;

/// <summary>A help whose tokens some row of the snapshot has.</summary>
/// <param name="Bits">Columns of its frequent tokens.</param>
/// <param name="Positions">Rows of its rare tokens.</param>
/// <param name="Plane">A bit a row for the rare ones, all 0 between scans.</param>
internal sealed record ScannedHelp(List<ulong[]> Bits, int[][] Positions, ulong[] Plane, byte Points);

/// <summary>Room for one scan at a time, kept between scans so that a query allocates nothing.</summary>
public sealed class CoarseScratch
{
    private readonly List<ulong[]> helpPlanes = [];
    private int planeWords;

    /// <summary>Counts of rare counted tokens by row, as three planes of bits, all 0 between scans.</summary>
    internal ulong[][] RowCounts { get; private set; } = [[], [], []];

    /// <summary>The same by block.</summary>
    internal ulong[][] BlockCounts { get; private set; } = [[], [], []];

    /// <summary>Rows with a rare token that bars: a bit a row, all 0 between scans.</summary>
    internal ulong[] RowBars { get; private set; } = [];

    /// <summary>What helps in this scan.</summary>
    internal List<ScannedHelp> Helps { get; } = [];

    /// <summary>Words of the row counts whose upper planes were touched.</summary>
    internal List<int> CarriedWords { get; } = [];

    internal List<ulong[]> Counted { get; } = [];

    internal List<ulong[]> CountedBlocks { get; } = [];

    internal List<ulong[]> Barred { get; } = [];

    internal List<ulong[]> Needed { get; } = [];

    internal byte[] RunPoints { get; private set; } = [];

    internal byte[] Bounds { get; private set; } = [];

    internal int[] BlockOrder { get; private set; } = [];

    internal BestRows Best { get; } = new();

    /// <summary>Makes room for a help: frequent tokens as columns of bits, the rare ones in a plane of its own.</summary>
    internal void AddHelp(CoarseHelp help, CoarseSnapshot snapshot)
    {
        var columns = help.Tokens.Select(snapshot.Token).OfType<TokenColumn>().ToList();
        if (columns.Count == 0)
        {
            return;
        }

        while (helpPlanes.Count <= Helps.Count)
        {
            helpPlanes.Add(new ulong[planeWords]);
        }

        Helps.Add(new([.. columns.Select(c => c.Bits).OfType<ulong[]>()], [.. columns.Select(c => c.Positions).OfType<int[]>()], helpPlanes[Helps.Count], help.Points));
    }

    internal void Fit(CoarseSnapshot snapshot)
    {
        var (words, blockWords) = (snapshot.Blocks * CoarseSnapshot.BlockWords, CoarseSnapshot.BlocksOf(snapshot.Blocks) * CoarseSnapshot.BlockWords);
        if (RowCounts[0].Length < words)
        {
            RowCounts = [new ulong[words], new ulong[words], new ulong[words]];
            RowBars = new ulong[words];
            helpPlanes.Clear();
            planeWords = words;
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
        Helps.Clear();
        Barred.Clear();
        Needed.Clear();
    }
}
