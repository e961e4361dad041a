using Pes.Ranking.Text;

namespace Pes.Ranking.Search;

/// <summary>
/// A full-text index in memory: a large segment and a small one of what has changed since, with the rows of the large one that
/// no longer hold marked as removed. Immutable: a change gives a new index and readers keep theirs; searching it and an index
/// built anew of the same documents gives the same result.
/// </summary>
public sealed class SearchIndex
{
    private const int LeastChangesToFold = 2_000;
    private const int ShareOfChangesToFold = 20;

    private readonly SearchTokens _tokens;
    private readonly SearchSegment _main;
    private readonly SearchSegment _delta;
    private readonly Dictionary<Guid, SearchRow> _changed;
    private readonly ulong[] _removed;
    private readonly Dictionary<int, int> _removedOf = [];

    private SearchIndex(SearchTokens tokens, SearchSegment main, Dictionary<Guid, SearchRow> changed, ulong[] removed)
    {
        (_tokens, _main, _changed, _removed) = (tokens, main, changed, removed);
        SegmentBuilder builder = new();
        foreach (var row in changed.Values)
        {
            builder.Add(row);
        }
        _delta = builder.Build();
        HashSet<int> terms = [];
        for (var row = 0; row < main.Rows; row++)
        {
            if (!Bits.Has(removed, row))
            {
                continue;
            }
            terms.Clear();
            foreach (var term in main.Tokens(row))
            {
                if (term >= 0 && terms.Add(term))
                {
                    _removedOf[term] = _removedOf.GetValueOrDefault(term) + 1;
                }
            }
        }
        Count = main.Rows - Bits.Count(removed) + _delta.Rows;
    }

    /// <summary>Documents that can be found.</summary>
    public int Count { get; }

    /// <summary>Changed documents that are searched beside the large segment.</summary>
    public int Changes => _delta.Rows;

    internal SearchSegment Main => _main;

    internal SearchSegment Delta => _delta;

    internal ReadOnlySpan<ulong> Removed => _removed;

    /// <exception cref="ArgumentException">Two documents have one id.</exception>
    public static SearchIndex Build(IEnumerable<SearchDocument> documents, SearchTokens tokens)
    {
        SegmentBuilder builder = new();
        foreach (var row in documents.AsParallel().AsOrdered().Select(d => SearchRow.Of(d, tokens)))
        {
            builder.Add(row);
        }
        var main = builder.Build();
        for (var i = 1; i < main.Rows; i++)
        {
            if (main.Ids[i] == main.Ids[i - 1])
            {
                throw new ArgumentException($"Two documents have the id {main.Ids[i]}.", nameof(documents));
            }
        }
        return new(tokens, main, [], new ulong[main.Words]);
    }

    /// <summary>An index with some documents added or replaced (by id) and others removed; ids that are not in it are ignored.</summary>
    public SearchIndex With(IEnumerable<SearchDocument> documents, IEnumerable<Guid> gone)
    {
        Dictionary<Guid, SearchRow> changed = new(_changed);
        ulong[] removed = [.. _removed];
        foreach (var id in gone)
        {
            changed.Remove(id);
            Remove(id, removed);
        }
        foreach (var document in documents)
        {
            changed[document.Id] = SearchRow.Of(document, _tokens);
            Remove(document.Id, removed);
        }
        return Math.Max(changed.Count, Bits.Count(removed)) > Math.Max(LeastChangesToFold, _main.Rows / ShareOfChangesToFold)
            ? Fold(changed, removed)
            : new(_tokens, _main, changed, removed);
    }

    /// <summary>What fits a query, with counts; the same for the same index and query.</summary>
    public SearchResult Search(SearchQuery query)
    {
        List<SearchCorrection> corrections = [];
        KnownTerms known = new(this, query.Allowed);
        var clauses = QueryClause.Of(query.Text, _tokens).ConvertAll(c => ResolvedClause.Of(c, known, corrections));
        using var run = new SearchRun(this, clauses, query, known);
        return run.Result(corrections);
    }

    /// <summary>Where a text has terms that were looked for, in order; nothing where it is not normalised, because places would be others.</summary>
    public IReadOnlyList<TextSpan> Marks(string text, IReadOnlySet<string> terms) => string.Equals(KhmerText.Normalise(text), text, StringComparison.Ordinal)
        ? [.. _tokens.Of(text).Where(t => terms.Contains(t.Key)).Select(t => t.Span)]
        : [];

    /// <summary>Documents that have a term.</summary>
    internal int DocumentFrequency(string key)
    {
        var main = _main.TermOf(key);
        var delta = _delta.TermOf(key);
        return (main < 0 ? 0 : _main.DocumentFrequency(main) - _removedOf.GetValueOrDefault(main)) + (delta < 0 ? 0 : _delta.DocumentFrequency(delta));
    }

    /// <summary>How rare a term is (BM25), in hundredths.</summary>
    internal int Idf(string key) => SearchFields.Rarity(Count, DocumentFrequency(key));

    private SearchIndex Fold(Dictionary<Guid, SearchRow> changed, ulong[] removed)
    {
        SegmentBuilder builder = new();
        builder.AddAll(_main, removed);
        foreach (var row in changed.Values)
        {
            builder.Add(row);
        }
        var main = builder.Build();
        return new(_tokens, main, [], new ulong[main.Words]);
    }

    private void Remove(Guid id, ulong[] removed)
    {
        if (_main.RowOf(id) is >= 0 and var row)
        {
            Bits.Set(removed, row);
        }
    }
}
