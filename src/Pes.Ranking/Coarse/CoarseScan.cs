namespace Pes.Ranking.Coarse;

/// <summary>
/// The best rows of a snapshot for one query, exactly: a row's score is the saturating sum of its points. Large blocks
/// come in the order of a bound that no row of them exceeds, so that many are never looked at, and each of their blocks is read
/// only where its own bound gives it a chance.
/// </summary>
internal static class CoarseScan
{
    /// <param name="removed">A bit a row that is no more; empty: none.</param>
    /// <returns>Blocks that were read.</returns>
    public static int Offer(CoarseSnapshot snapshot, CoarseQuery query, ulong[] removed, CoarseScratch scratch)
    {
        if (snapshot.Count == 0 || !scratch.Tokens.Collect(snapshot, query))
        {
            return 0;
        }

        scratch.Groups.Prepare(snapshot, query);
        scratch.Bounds.Prepare(query);
        scratch.Order.Sort(snapshot.Large, scratch.Bounds);
        var reader = new BlockReader(snapshot, query, removed, scratch);
        var (best, small) = (scratch.Best, snapshot.Small);
        var read = 0;
        foreach (var large in scratch.Order.Blocks)
        {
            if (scratch.Order.BoundOf(large) < best.LeastScore)
            {
                break;
            }

            if (!best.MayHold(scratch.Order.BoundOf(large), snapshot.Large.LeastIds[large]))
            {
                continue;
            }

            scratch.Tokens.Enter(large);
            var end = Math.Min(small.Count, (large + 1) * CoarseSnapshot.SmallOfLarge);
            for (var block = large * CoarseSnapshot.SmallOfLarge; block < end; block++)
            {
                var bound = scratch.Bounds.Of(small, block);
                if (bound.IsOpen && best.MayHold(bound.Points, small.LeastIds[block]))
                {
                    read++;
                    reader.Read(block, bound);
                }
            }
        }

        return read;
    }
}
