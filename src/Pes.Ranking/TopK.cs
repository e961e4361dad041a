namespace Pes.Ranking;

/// <summary>Keeps the best K of the rows offered, by score and then by position, in a heap whose root is the worst kept.</summary>
internal sealed class TopK(int take)
{
    private readonly PriorityQueue<long, long> kept = new();

    public void Offer(int score, int position)
    {
        // One number orders both: the score above, the position below and reversed, so that the first of equals wins.
        var key = ((long)score << 32) | (uint)~position;
        if (kept.Count < take)
        {
            kept.Enqueue(key, key);
        }
        else if (take > 0)
        {
            kept.EnqueueDequeue(key, key);
        }
    }

    /// <summary>Positions, best first. Empties the heap.</summary>
    public int[] TakeBestFirst()
    {
        var positions = new int[kept.Count];
        for (var i = positions.Length - 1; i >= 0; i--)
        {
            positions[i] = ~(int)(uint)kept.Dequeue();
        }

        return positions;
    }
}
