using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>
/// What the rows of a snapshot have by their group, for one query. Most groups have no points, so only the runs of the others are looked at,
/// and most blocks need no work a row. Kept between scans.
/// </summary>
internal sealed class GroupLifts
{
    private GroupRuns runs = CoarseSnapshot.Empty.Runs;
    private byte[] points = [];
    private byte[] mostOfBlocks = [];
    private byte[] mostOfLarge = [];

    public void Prepare(CoarseSnapshot snapshot, CoarseQuery query)
    {
        runs = snapshot.Runs;
        points = Cleared(points, runs.Groups);
        mostOfBlocks = Cleared(mostOfBlocks, snapshot.Small.Count);
        mostOfLarge = Cleared(mostOfLarge, snapshot.Large.Count);
        foreach (var (group, lift) in query.GroupPoints)
        {
            if (lift > 0 && runs.PlaceOf(group) is >= 0 and var place)
            {
                points[place] = lift;
                foreach (var run in runs.RunsOf(place))
                {
                    var (start, end) = runs.RowsOf(run);
                    Raise(mostOfBlocks, start / CoarseSnapshot.Block, (end - 1) / CoarseSnapshot.Block, lift);
                    Raise(mostOfLarge, start / CoarseSnapshot.LargeBlock, (end - 1) / CoarseSnapshot.LargeBlock, lift);
                }
            }
        }
    }

    /// <summary>The most points of any row of a block.</summary>
    public byte Most(CoarseBlocks blocks, int block) => blocks.Size == CoarseSnapshot.LargeBlock ? mostOfLarge[block] : mostOfBlocks[block];

    /// <summary>The points of each row of a block, and a bit a row that has any.</summary>
    public Vector256<ulong> Fill(int block, Span<byte> ofRows)
    {
        runs.Fill(block, points, ofRows);
        var lifted = Vector256<ulong>.Zero;
        for (var part = 0; part < CoarseSnapshot.Block / 32; part++)
        {
            ByteTables.Part(ref lifted, part) = ~Vector256.Equals(Vector256.Create<byte>(ofRows.Slice(part * 32, 32)), Vector256<byte>.Zero).ExtractMostSignificantBits();
        }

        return lifted;
    }

    private static byte[] Cleared(byte[] kept, int count)
    {
        if (kept.Length < count)
        {
            return new byte[count];
        }

        kept.AsSpan(0, count).Clear();
        return kept;
    }

    private static void Raise(byte[] most, int first, int last, byte lift)
    {
        for (var block = first; block <= last; block++)
        {
            most[block] = Math.Max(most[block], lift);
        }
    }
}
