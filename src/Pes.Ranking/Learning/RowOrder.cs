namespace Pes.Ranking.Learning;

/// <summary>All rows in the order of the nodes that they fell into; inside a node in their own order.</summary>
internal sealed class RowOrder(int rows)
{
    private readonly int[] order = new int[rows];
    private readonly int[] spare = new int[rows];

    public ReadOnlyMemory<int> Rows(int start, int end) => order.AsMemory(start, end - start);

    public void Reset()
    {
        for (var row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }
    }

    /// <summary>Puts rows at most <paramref name="bin"/> first.</summary>
    /// <returns>Where the others start.</returns>
    public int Part(int start, int end, ReadOnlySpan<byte> column, byte bin)
    {
        int left = start, right = 0;
        for (var at = start; at < end; at++)
        {
            // Both writes happen, one is overwritten: no branch to guess wrongly.
            var row = order[at];
            var isRight = column[row] > bin ? 1 : 0;
            order[left] = row;
            spare[right] = row;
            left += 1 - isRight;
            right += isRight;
        }

        spare.AsSpan(0, right).CopyTo(order.AsSpan(left));
        return left;
    }
}
