using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>A help whose tokens some row of the snapshot has. Planes are all 0 between scans.</summary>
/// <param name="Frequent">Columns of bits.</param>
/// <param name="Rare">Columns of positions.</param>
/// <param name="Ones">A bit a row: how many rare tokens it has, the lower bit.</param>
/// <param name="Twos">The higher bit; 3 stands for more.</param>
/// <param name="InBlocks">Of each large block, a bit a block with any rare token.</param>
internal sealed record ScannedHelp(List<TokenColumn> Frequent, List<TokenColumn> Rare, ulong[] Ones, ulong[] Twos, ushort[] InBlocks, byte[] Points)
{
    /// <summary>The points as a table of bytes.</summary>
    public Vector256<byte> Table { get; } = ByteTables.Table([.. Points, .. new byte[12]]);

    public bool HasRare(int block) => (InBlocks[block / CoarseSnapshot.SmallOfLarge] >> (block % CoarseSnapshot.SmallOfLarge) & 1) != 0;

    /// <summary>Of a large block, a bit a block in which it may help.</summary>
    public ushort HelpedBlocks(int large)
    {
        var helped = InBlocks[large];
        foreach (var column in Frequent)
        {
            helped |= column.InBlocks![large];
        }

        return helped;
    }
}

/// <summary>Room for one scan at a time, kept between scans so that a query allocates little.</summary>
public sealed class CoarseScratch
{
    private readonly List<(ulong[] Ones, ulong[] Twos, ushort[] InBlocks)> helpPlanes = [];
    private int planeWords;

    /// <summary>Counts of rare counted tokens by row, as three planes of bits, all 0 between scans.</summary>
    internal ulong[][] RowCounts { get; private set; } = [[], [], []];

    /// <summary>How many of them each block has, all 0 between scans.</summary>
    internal byte[] HeldOfBlocks { get; private set; } = [];

    /// <summary>The same of large blocks.</summary>
    internal byte[] HeldOfLarge { get; private set; } = [];

    /// <summary>Rows with a rare token that bars: a bit a row, all 0 between scans.</summary>
    internal ulong[] RowBars { get; private set; } = [];

    /// <summary>What helps in this scan.</summary>
    internal List<ScannedHelp> Helps { get; } = [];

    /// <summary>Words of the row counts whose upper planes were touched.</summary>
    internal List<int> CarriedWords { get; } = [];

    internal List<TokenColumn> Counted { get; } = [];

    internal List<TokenColumn> CountedRare { get; } = [];

    internal List<ulong[]> Barred { get; } = [];

    internal List<TokenColumn> BarredRare { get; } = [];

    internal List<ulong[]> Needed { get; } = [];

    internal byte[] GroupPoints { get; private set; } = [];

    internal CoarseBounds Bounds { get; } = new();

    /// <summary>Of large blocks.</summary>
    internal byte[] BoundsOfLarge { get; private set; } = [];

    /// <summary>Whether any row of a large block can be let in.</summary>
    internal bool[] IsOpen { get; private set; } = [];

    /// <summary>Large blocks that a scan may read, in their order.</summary>
    internal int[] Order { get; private set; } = [];

    internal BestRows Best { get; } = new();

    /// <summary>Makes room for a help, where any row has one of its tokens and that is worth a point.</summary>
    internal void AddHelp(CoarseHelp help, CoarseSnapshot snapshot)
    {
        List<TokenColumn> frequent = [], rare = [];
        foreach (var token in help.Points[^1] > 0 ? help.Tokens : [])
        {
            if (snapshot.Token(token) is { } column)
            {
                (column.Bits is null ? rare : frequent).Add(column);
            }
        }

        if (frequent.Count + rare.Count == 0)
        {
            return;
        }

        while (helpPlanes.Count <= Helps.Count)
        {
            helpPlanes.Add((new ulong[planeWords], new ulong[planeWords], new ushort[HeldOfLarge.Length]));
        }

        var (ones, twos, inBlocks) = helpPlanes[Helps.Count];
        Helps.Add(new(frequent, rare, ones, twos, inBlocks, help.Points));
    }

    internal void Fit(CoarseSnapshot snapshot)
    {
        var words = snapshot.Small.Count * CoarseSnapshot.BlockWords;
        if (RowCounts[0].Length < words)
        {
            RowCounts = [new ulong[words], new ulong[words], new ulong[words]];
            RowBars = new ulong[words];
            helpPlanes.Clear();
            planeWords = words;
            HeldOfBlocks = new byte[snapshot.Large.Count * CoarseSnapshot.SmallOfLarge];
            (HeldOfLarge, BoundsOfLarge, IsOpen, Order) = (new byte[snapshot.Large.Count], new byte[snapshot.Large.Count], new bool[snapshot.Large.Count], new int[snapshot.Large.Count]);
        }

        if (GroupPoints.Length < snapshot.Groups.Length)
        {
            GroupPoints = new byte[snapshot.Groups.Length];
        }

        CarriedWords.Clear();
        Counted.Clear();
        CountedRare.Clear();
        Helps.Clear();
        Barred.Clear();
        BarredRare.Clear();
        Needed.Clear();
    }
}
