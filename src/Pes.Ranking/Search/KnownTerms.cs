namespace Pes.Ranking.Search;

/// <summary>The terms of the documents that a reader may find: what no such document has is not there, neither to complete a word nor to correct one.</summary>
/// <param name="index">The index, with terms of all documents.</param>
/// <param name="allowed">Ids of the documents; null: all.</param>
internal sealed class KnownTerms(SearchIndex index, IReadOnlyCollection<Guid>? allowed)
{
    private readonly ulong[]? _main = allowed is null ? null : RowsOf(index.Main, allowed, index.Removed);
    private readonly ulong[]? _delta = allowed is null ? null : RowsOf(index.Delta, allowed, []);

    /// <summary>A bit for each row of a segment that may be found; null: all.</summary>
    public ulong[]? RowsIn(SearchSegment segment) => ReferenceEquals(segment, index.Main) ? _main : _delta;

    /// <summary>How many of the documents have a term.</summary>
    public int Frequency(string key) => _main is null ? index.DocumentFrequency(key) : CountIn(index.Main, _main, key) + CountIn(index.Delta, _delta!, key);

    /// <summary>Khmer terms that sound like this one.</summary>
    public IEnumerable<string> Alike(string key) => Known(s => s.Spelling.Alike(key).Select(t => s.Terms[t]));

    /// <summary>Terms that may be this name in the other script.</summary>
    public IEnumerable<string> Across(string key) => Known(s => s.Spelling.Across(key).Select(t => s.Terms[t]));

    /// <summary>Terms that begin with this text.</summary>
    public IEnumerable<string> Beginning(string key) => Known(s => BeginningIn(s, key));

    /// <summary>The term that a misspelt one most likely means; null where none is near.</summary>
    public string? Nearest(string key) =>
        index.Main.Spelling.Near(key).Select(n => (Key: index.Main.Terms[n.Term], n.Distance))
            .Concat(index.Delta.Spelling.Near(key).Select(n => (Key: index.Delta.Terms[n.Term], n.Distance)))
            .Distinct()
            .Select(n => (n.Key, n.Distance, Frequency: Frequency(n.Key)))
            .Where(n => n.Frequency > 0)
            .OrderBy(n => n.Distance).ThenByDescending(n => n.Frequency).ThenBy(n => n.Key, StringComparer.Ordinal)
            .Select(n => n.Key).FirstOrDefault();

    private IEnumerable<string> Known(Func<SearchSegment, IEnumerable<string>> of) =>
        of(index.Main).Concat(of(index.Delta)).Distinct(StringComparer.Ordinal).Where(k => Frequency(k) > 0).Order(StringComparer.Ordinal);

    private static IEnumerable<string> BeginningIn(SearchSegment segment, string key)
    {
        var at = Array.BinarySearch(segment.Terms, key, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < segment.Terms.Length && segment.Terms[at].StartsWith(key, StringComparison.Ordinal); at++)
        {
            yield return segment.Terms[at];
        }
    }

    private static int CountIn(SearchSegment segment, ulong[] rows, string key)
    {
        var term = segment.TermOf(key);
        if (term < 0)
        {
            return 0;
        }
        if (segment.Dense(term) is { } dense)
        {
            return Bits.CountBoth(rows, dense.Bits);
        }
        var count = 0;
        foreach (var row in segment.RowsOf(term))
        {
            count += Bits.Has(rows, row) ? 1 : 0;
        }
        return count;
    }

    private static ulong[] RowsOf(SearchSegment segment, IReadOnlyCollection<Guid> ids, ReadOnlySpan<ulong> removed)
    {
        var rows = new ulong[segment.Words];
        foreach (var id in ids)
        {
            if (segment.RowOf(id) is >= 0 and var row)
            {
                Bits.Set(rows, row);
            }
        }
        if (!removed.IsEmpty)
        {
            Bits.AndNot(rows, removed);
        }
        return rows;
    }
}
