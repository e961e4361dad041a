namespace Pes.Ranking.Coarse;

/// <summary>The rows of a snapshot by group: within a place they are sorted by it, so each group is a few runs.</summary>
internal sealed class GroupRuns
{
    private readonly ushort[] groups;

    // The runs of each group, one group after the other, and where those of a group begin.
    private readonly int[] runsByGroup;
    private readonly int[] begins;

    // By run: the place of its group in the groups, its first position; the number of rows last.
    private readonly ushort[] groupOfRun;
    private readonly int[] starts;
    private readonly int[] firstOfBlocks;

    public GroupRuns(CoarseRow[] sorted)
    {
        List<(ushort Group, int Start)> runs = [];
        firstOfBlocks = new int[CoarseSnapshot.BlocksOf(sorted.Length)];
        for (var position = 0; position < sorted.Length; position++)
        {
            if (runs.Count == 0 || runs[^1].Group != sorted[position].Group)
            {
                runs.Add((sorted[position].Group, position));
            }

            if (position % CoarseSnapshot.Block == 0)
            {
                firstOfBlocks[position / CoarseSnapshot.Block] = runs.Count - 1;
            }
        }

        groups = [.. runs.Select(r => r.Group).Distinct().Order()];
        groupOfRun = [.. runs.Select(r => (ushort)Array.BinarySearch(groups, r.Group))];
        starts = [.. runs.Select(r => r.Start), sorted.Length];
        runsByGroup = [.. Enumerable.Range(0, runs.Count).OrderBy(run => groupOfRun[run])];
        begins = new int[groups.Length + 1];
        foreach (var group in groupOfRun)
        {
            begins[group + 1]++;
        }

        for (var group = 0; group < groups.Length; group++)
        {
            begins[group + 1] += begins[group];
        }
    }

    /// <summary>How many groups the rows have.</summary>
    public int Groups => groups.Length;

    public long Bytes => (groups.Length * 6L) + (groupOfRun.Length * 10L) + (firstOfBlocks.Length * 4L);

    /// <summary>The place of a group among those of the rows, from 0; negative for a group that no row has.</summary>
    public int PlaceOf(ushort group) => Array.BinarySearch(groups, group);

    /// <param name="group">Its place.</param>
    public ReadOnlySpan<int> RunsOf(int group) => runsByGroup.AsSpan(begins[group]..begins[group + 1]);

    /// <summary>Its first row, and the first behind it.</summary>
    public (int Start, int End) RowsOf(int run) => (starts[run], starts[run + 1]);

    /// <summary>The points of each row of a block.</summary>
    /// <param name="pointsOfGroups">By place.</param>
    public void Fill(int block, byte[] pointsOfGroups, Span<byte> points)
    {
        // Most runs are short and have no points: to clear all at once costs less than to fill each.
        points.Clear();
        var start = block * CoarseSnapshot.Block;
        for (var run = firstOfBlocks[block]; run < groupOfRun.Length && starts[run] < start + CoarseSnapshot.Block; run++)
        {
            if (pointsOfGroups[groupOfRun[run]] is > 0 and var lift)
            {
                points[Math.Max(0, starts[run] - start)..Math.Min(CoarseSnapshot.Block, starts[run + 1] - start)].Fill(lift);
            }
        }
    }
}
