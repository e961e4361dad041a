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
        var bits = new ulong[Snapshot.Small.Count * CoarseSnapshot.BlockWords];
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

    /// <summary>These rows alone, for searches of this index; ids that are no row do not matter.</summary>
    public CoarseMask Only(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var (own, beside) = (new ulong[Snapshot.Small.Count * CoarseSnapshot.BlockWords], new ulong[delta.Small.Count * CoarseSnapshot.BlockWords]);
        foreach (var id in ids)
        {
            Set(own, Snapshot.PositionOf(id));
            Set(beside, delta.PositionOf(id));
        }

        for (var word = 0; word < own.Length; word++)
        {
            own[word] = ~own[word] | (removed.Length > 0 ? removed[word] : 0);
        }

        for (var word = 0; word < beside.Length; word++)
        {
            beside[word] = ~beside[word];
        }

        return new(this, own, beside);
    }

    /// <summary>The best rows, exactly; ties by id.</summary>
    /// <param name="hits">Room for as many as are wanted.</param>
    /// <param name="only">Of this index; null: all rows.</param>
    /// <returns>How many were found, best first.</returns>
    /// <exception cref="ArgumentException">The mask is another index's.</exception>
    public int Top(CoarseQuery query, Span<CoarseHit> hits, CoarseScratch scratch, CoarseMask? only = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(scratch);
        query.Check();
        if (only is not null && only.Index != this)
        {
            throw new ArgumentException("The mask was made of another index.", nameof(only));
        }

        scratch.Best.Reset(hits.Length);
        CoarseScan.Offer(Snapshot, query, only?.Barred ?? removed, scratch);
        CoarseScan.Offer(delta, query, only?.BarredBeside ?? [], scratch);
        return scratch.Best.Take(hits);
    }

    private static void Set(ulong[] bits, int? position)
    {
        if (position is { } at)
        {
            bits[at / 64] |= 1UL << at;
        }
    }
}

/// <summary>Rows of one index to which a search keeps: made once, used by any number of searches.</summary>
public sealed class CoarseMask
{
    internal CoarseMask(CoarseIndex index, ulong[] barred, ulong[] barredBeside) => (Index, Barred, BarredBeside) = (index, barred, barredBeside);

    internal CoarseIndex Index { get; }

    /// <summary>A bit a row of the snapshot that is left out.</summary>
    internal ulong[] Barred { get; }

    /// <summary>The same of the rows beside it.</summary>
    internal ulong[] BarredBeside { get; }
}
