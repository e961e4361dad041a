namespace Pes.Ranking.Coarse;

/// <summary>
/// Keeps the best K of the rows offered, exactly, ties by id: by a histogram of the 256 scores it knows the least score
/// that still matters, and only when its room is full does it throw out what cannot be among the best.
/// </summary>
internal sealed class BestRows
{
    private readonly int[] counts = new int[256];
    private ulong[] kept = [];
    private int[] ids = [];
    private int take;
    private int count;

    // Rows above the least score; they never reach K.
    private int above;

    /// <summary>Scores below it are of no use.</summary>
    public int LeastScore { get; private set; }

    /// <summary>At the least score, ids from here on are of no use.</summary>
    public int IdLimit { get; private set; }

    public void Reset(int k)
    {
        (take, count, above, LeastScore, IdLimit) = (k, 0, 0, 0, int.MaxValue);
        Array.Clear(counts);
        var room = Math.Max((4 * k) + 1_024, 4_096);
        (kept, ids) = kept.Length >= room ? (kept, ids) : (new ulong[room], new int[room]);
    }

    public bool MayHold(int bound, int leastId) => bound > LeastScore || (bound == LeastScore && leastId < IdLimit);

    public void Offer(byte score, int id)
    {
        if (score < LeastScore || (score == LeastScore && id >= IdLimit) || take == 0)
        {
            return;
        }

        if (count == kept.Length)
        {
            CutTies();
        }

        // Ascending keys are descending scores, then ascending ids.
        kept[count++] = Key(score, id);
        counts[score]++;
        above += score > LeastScore ? 1 : 0;
        while (above >= take)
        {
            LeastScore++;
            above -= counts[LeastScore];
            IdLimit = int.MaxValue;
        }
    }

    /// <summary>Best first.</summary>
    public int Take(Span<CoarseHit> hits)
    {
        Drop();

        // Laid out by score first: what is left to sort are the ids of each score.
        Span<int> ends = stackalloc int[256];
        ends.Clear();
        foreach (var key in kept.AsSpan(0, count))
        {
            ends[(int)(key >> 32)]++;
        }

        for (var i = 1; i < ends.Length; i++)
        {
            ends[i] += ends[i - 1];
        }

        foreach (var key in kept.AsSpan(0, count))
        {
            ids[--ends[(int)(key >> 32)]] = (int)(uint)key;
        }

        var taken = Math.Min(take, count);
        for (var rank = 0; rank < ends.Length && ends[rank] < taken; rank++)
        {
            var end = rank + 1 < ends.Length ? ends[rank + 1] : count;
            var own = ids.AsSpan(ends[rank]..end);
            own.Sort();
            for (var i = 0; i < own.Length && ends[rank] + i < taken; i++)
            {
                hits[ends[rank] + i] = new(own[i], (byte)~rank);
            }
        }

        return taken;
    }

    private static ulong Key(byte score, int id) => ((ulong)(byte)~score << 32) | (uint)id;

    private void Drop()
    {
        var limit = Key((byte)LeastScore, IdLimit);
        var left = 0;
        for (var i = 0; i < count; i++)
        {
            kept[left] = kept[i];
            left += kept[i] < limit ? 1 : 0;
        }

        count = left;
    }

    // First what fell below the least score goes; if that is little, the ties with the greatest ids go too.
    private void CutTies()
    {
        Drop();
        if (count > kept.Length / 2)
        {
            Array.Sort(kept, 0, count);
            IdLimit = (int)(uint)kept[take - 1] + 1;
            count = take;
            counts[LeastScore] = take - above;
        }
    }
}
