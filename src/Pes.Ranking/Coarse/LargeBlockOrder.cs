namespace Pes.Ranking.Coarse;

/// <summary>Large blocks by descending bound, equals by position, without those that no row can be let in from. Kept between scans.</summary>
internal sealed class LargeBlockOrder
{
    private byte[] bounds = [];
    private bool[] isOpen = [];
    private int[] order = [];
    private int open;

    public ReadOnlySpan<int> Blocks => order.AsSpan(0, open);

    /// <summary>255 stands for more.</summary>
    public int BoundOf(int large) => bounds[large];

    public void Sort(CoarseBlocks large, CoarseBounds boundsOfQuery)
    {
        if (order.Length < large.Count)
        {
            (bounds, isOpen, order) = (new byte[large.Count], new bool[large.Count], new int[large.Count]);
        }

        Span<int> starts = stackalloc int[257];
        starts.Clear();
        for (var block = 0; block < large.Count; block++)
        {
            var bound = boundsOfQuery.Of(large, block);
            isOpen[block] = bound.IsOpen;
            bounds[block] = (byte)Math.Min(byte.MaxValue, bound.Points);
            starts[256 - bounds[block]] += bound.IsOpen ? 1 : 0;
        }

        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        // starts[255 - bound] is now where blocks of that bound begin.
        open = starts[256];
        for (var block = 0; block < large.Count; block++)
        {
            if (isOpen[block])
            {
                order[starts[255 - bounds[block]]++] = block;
            }
        }
    }
}
