namespace Pes.Ranking.Coarse;

/// <summary>
/// What readers search: a snapshot, and beside it what changed since. Immutable; a change gives another index, so that a
/// reader never waits, and the search finds exactly what a snapshot built anew would.
/// </summary>
public sealed class CoarseIndex
{
    private readonly CoarseSnapshot delta;
    private readonly ulong[] removed;
    private readonly Dictionary<int, (CoarseRow Row, int[] Tokens)> changed;

    public CoarseIndex(CoarseSnapshot snapshot)
        : this(snapshot, CoarseSnapshot.Empty, [], [])
    {
    }

    private CoarseIndex(CoarseSnapshot snapshot, CoarseSnapshot delta, ulong[] removed, Dictionary<int, (CoarseRow, int[])> changed)
    {
        (Snapshot, this.delta, this.removed, this.changed) = (snapshot, delta, removed, changed);
        var gone = removed.Sum(word => System.Numerics.BitOperations.PopCount(word));
        Count = snapshot.Count - gone + delta.Count;
    }

    public CoarseSnapshot Snapshot { get; }

    /// <summary>Rows that a search looks at.</summary>
    public int Count { get; }

    /// <summary>Rows that stand beside the snapshot; when they are many, a new snapshot is due.</summary>
    public int Changed => delta.Count;

    /// <summary>Rows that are new or other than before, and ids that are no more.</summary>
    public CoarseIndex With(IEnumerable<(CoarseRow Row, int[] Tokens)> rows, IEnumerable<int> goneIds)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(goneIds);
        var next = new Dictionary<int, (CoarseRow Row, int[] Tokens)>(changed);
        var bits = new ulong[Snapshot.Blocks * CoarseSnapshot.BlockWords];
        removed.CopyTo(bits, 0);
        void Remove(int id)
        {
            if (Snapshot.PositionOf(id) is { } position)
            {
                bits[position / 64] |= 1UL << position;
            }
        }

        foreach (var id in goneIds)
        {
            next.Remove(id);
            Remove(id);
        }

        foreach (var row in rows)
        {
            next[row.Row.Id] = row;
            Remove(row.Row.Id);
        }

        var builder = new CoarseBuilder();
        foreach (var (row, tokens) in next.Values)
        {
            builder.Add(row, tokens);
        }

        return new(Snapshot, builder.Build(), bits, next);
    }

    /// <summary>The best rows, exactly; ties by id.</summary>
    /// <param name="hits">Room for as many as are wanted.</param>
    /// <returns>How many were found, best first.</returns>
    public int Top(CoarseQuery query, Span<CoarseHit> hits, CoarseScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(scratch);
        query.Check();
        scratch.Best.Reset(hits.Length);
        CoarseScan.Offer(Snapshot, query, removed, scratch);
        CoarseScan.Offer(delta, query, [], scratch);
        return scratch.Best.Take(hits);
    }
}
