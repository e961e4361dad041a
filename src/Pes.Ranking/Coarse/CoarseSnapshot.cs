namespace Pes.Ranking.Coarse;

/// <summary>
/// All rows of one side at one moment, as columns of bytes and bits, sorted by group and place in blocks of 256.
/// Immutable: readers share it.
/// </summary>
public sealed class CoarseSnapshot
{
    /// <summary>Rows of a block: the bits of one register.</summary>
    internal const int Block = 256;

    internal const int BlockWords = Block / 64;

    private readonly Dictionary<int, TokenColumn> tokens;
    private readonly int[] sortedIds;
    private readonly int[] positions;

    internal CoarseSnapshot(CoarseRow[] sorted, Dictionary<int, TokenColumn> tokens)
    {
        this.tokens = tokens;
        Count = sorted.Length;
        Blocks = BlocksOf(Count);
        Ids = new int[Count];
        (PlaceAndAsked, BandsAB, BandsCD) = (new byte[Blocks * Block], new byte[Blocks * Block], new byte[Blocks * Block]);
        (PlacesOfBlock, LeastIdOfBlock, BandsOfBlock, AskedOfBlock) = (new uint[Blocks], new int[Blocks], new byte[Blocks * 4], new byte[Blocks]);
        Array.Fill(LeastIdOfBlock, int.MaxValue);
        List<(ushort Group, int Start)> runs = [];
        for (var position = 0; position < Count; position++)
        {
            var row = sorted[position];
            Ids[position] = row.Id;
            (PlaceAndAsked[position], BandsAB[position], BandsCD[position]) = (row.PlaceAndAsked, row.BandsAB, row.BandsCD);
            PlacesOfBlock[position / Block] |= 1u << row.Place;
            AskedOfBlock[position / Block] |= (byte)(1 << row.Asked);
            Widen(position, row.BandA, 0);
            Widen(position, row.BandB, 1);
            Widen(position, row.BandC, 2);
            Widen(position, row.BandD, 3);
            LeastIdOfBlock[position / Block] = Math.Min(LeastIdOfBlock[position / Block], row.Id);
            if (runs.Count == 0 || runs[^1].Group != row.Group)
            {
                runs.Add((row.Group, position));
            }
        }

        RunGroups = [.. runs.Select(r => r.Group)];
        RunStarts = [.. runs.Select(r => r.Start), Count];
        FirstRunOfBlock = new int[Blocks];
        for (int block = 0, run = 0; block < Blocks; block++)
        {
            while (RunStarts[run + 1] <= block * Block)
            {
                run++;
            }

            FirstRunOfBlock[block] = run;
        }

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
    public long Bytes => (Blocks * Block * 3L) + (Count * 12L) + (Blocks * 17L) + (RunStarts.Length * 6L) + tokens.Values.Sum(t => t.Bytes);

    internal int Blocks { get; }

    /// <summary>By position.</summary>
    internal int[] Ids { get; }

    internal byte[] PlaceAndAsked { get; }

    internal byte[] BandsAB { get; }

    internal byte[] BandsCD { get; }

    /// <summary>A bit a place.</summary>
    internal uint[] PlacesOfBlock { get; }

    internal int[] LeastIdOfBlock { get; }

    /// <summary>A bit for each number of tokens asked.</summary>
    internal byte[] AskedOfBlock { get; }

    /// <summary>Four a block: the lowest of its bands + 16 × the highest.</summary>
    internal byte[] BandsOfBlock { get; }

    /// <summary>Rows of one group stand together.</summary>
    internal ushort[] RunGroups { get; }

    /// <summary>First position of each run, and the number of rows last.</summary>
    internal int[] RunStarts { get; }

    internal int[] FirstRunOfBlock { get; }

    private void Widen(int position, byte band, int column)
    {
        ref var range = ref BandsOfBlock[(position / Block * 4) + column];
        range = position % Block == 0
            ? (byte)(band | (band << 4))
            : (byte)(Math.Min(range & 15, band) | (Math.Max(range >> 4, band) << 4));
    }

    internal static int BlocksOf(int rows) => (rows + Block - 1) / Block;

    internal int? PositionOf(int id) => Array.BinarySearch(sortedIds, id) is >= 0 and var i ? positions[i] : null;

    internal TokenColumn? Token(int token) => tokens.GetValueOrDefault(token);
}
