using System.Numerics;

namespace Pes.Ranking.Search;

/// <summary>One search: the rows of each segment that fit as bits, their scores, the best of them and the counts.</summary>
internal sealed class SearchRun : IDisposable
{
    private readonly SearchIndex _index;
    private readonly IReadOnlyList<ResolvedClause> _clauses;
    private readonly SearchQuery _query;
    private readonly KnownTerms _known;
    private readonly SearchScratch _scratch = SearchScratch.Take();
    private readonly Dictionary<string, int> _idf = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, int>> _counts = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _filters;
    private readonly BestHits _ahead;
    private readonly BestHits _best;
    private readonly FirstHits _first;
    private int _total;
    private int _unfiltered;

    public SearchRun(SearchIndex index, IReadOnlyList<ResolvedClause> clauses, SearchQuery query, KnownTerms known)
    {
        (_index, _clauses, _query, _known) = (index, clauses, query, known);
        _filters = query.Filters.Distinct().ToLookup(f => f.Facet, f => f.Value, StringComparer.Ordinal);
        (_ahead, _best, _first) = (new(query.Skip + query.Take), new(query.Skip + query.Take), new(query.Order, query.Skip + query.Take));
        foreach (var key in clauses.SelectMany(c => c.Terms).Select(t => t.Key))
        {
            _idf.TryAdd(key, index.Idf(key));
        }
    }

    public SearchResult Result(IReadOnlyList<SearchCorrection> corrections)
    {
        Both(all: true);

        // Where a filter alone hides those that have all words, the facets say where they are.
        var some = _unfiltered == 0 && _clauses.Count > 1;
        if (some)
        {
            _counts.Clear();
            Both(all: false);
            some = _total > 0;
        }
        return new(
            _query.Order == SearchOrder.Best ? [.. _ahead.TakeAll().Concat(_best.TakeAll()).Skip(_query.Skip).Take(_query.Take)] : _first.From(_query.Skip), _total,
            [.. _counts.SelectMany(f => f.Value.Where(v => v.Value > 0).Select(v => new FacetCount(f.Key, v.Key, v.Value)))],
            corrections, some, _idf.Keys.ToHashSet(StringComparer.Ordinal));
    }

    public void Dispose() => _scratch.GiveBack();

    private void Both(bool all)
    {
        In(_index.Main, _index.Removed, all);
        In(_index.Delta, [], all);
    }

    private void In(SearchSegment segment, ReadOnlySpan<ulong> removed, bool all)
    {
        if (segment.Rows == 0)
        {
            return;
        }
        var found = _scratch.Bits(segment.Words);
        Matching(segment, all, found);
        if (!removed.IsEmpty)
        {
            Bits.AndNot(found, removed);
        }
        if (_known.RowsIn(segment) is { } allowed)
        {
            Bits.And(found, allowed);
        }
        _unfiltered += Bits.Count(found);
        var unfiltered = found;
        if (_filters.Count > 0)
        {
            found = _scratch.Bits(segment.Words);
            unfiltered.CopyTo(found);
            Narrow(segment, found, null);
        }
        _total += Bits.Count(found);
        CountFacets(segment, found, unfiltered);
        if (_query.Take > 0 && _query.Order == SearchOrder.Best)
        {
            Score(segment, found);
        }
        else if (_query.Take > 0)
        {
            Sort(segment, found);
        }
    }

    private void Matching(SearchSegment segment, bool all, Span<ulong> found)
    {
        if (all)
        {
            Bits.SetAll(found, segment.Rows);
        }
        var has = _scratch.Bits(segment.Words);
        foreach (var clause in _clauses)
        {
            has.Clear();
            if (clause.IsPhrase)
            {
                Phrases.Mark(segment, clause, has, _scratch);
            }
            else
            {
                foreach (var term in clause.Terms)
                {
                    Mark(segment, segment.TermOf(term.Key), has);
                }
            }
            if (all)
            {
                Bits.And(found, has);
            }
            else
            {
                Bits.Or(found, has);
            }
        }
    }

    internal static void Mark(SearchSegment segment, int term, Span<ulong> has)
    {
        if (term < 0)
        {
            return;
        }
        if (segment.Dense(term) is { } dense)
        {
            Bits.Or(has, dense.Bits);
            return;
        }
        foreach (var row in segment.RowsOf(term))
        {
            Bits.Set(has, row);
        }
    }

    // By every filter but those of one facet.
    private void Narrow(SearchSegment segment, Span<ulong> found, string? but)
    {
        foreach (var filter in _filters)
        {
            if (string.Equals(filter.Key, but, StringComparison.Ordinal))
            {
                continue;
            }
            var any = _scratch.Bits(segment.Words);
            if (segment.Facets.TryGetValue(filter.Key, out var values))
            {
                foreach (var value in filter)
                {
                    if (values.TryGetValue(value, out var bits))
                    {
                        Bits.Or(any, bits);
                    }
                }
            }
            Bits.And(found, any);
        }
    }

    private void CountFacets(SearchSegment segment, ReadOnlySpan<ulong> found, ReadOnlySpan<ulong> unfiltered)
    {
        foreach (var (facet, values) in segment.Facets)
        {
            var over = found;
            if (_filters.Contains(facet))
            {
                var without = _scratch.Bits(segment.Words);
                unfiltered.CopyTo(without);
                Narrow(segment, without, facet);
                over = without;
            }
            if (!_counts.TryGetValue(facet, out var counts))
            {
                _counts.Add(facet, counts = new(StringComparer.Ordinal));
            }
            foreach (var (value, bits) in values)
            {
                counts[value] = counts.GetValueOrDefault(value) + Bits.CountBoth(over, bits);
            }
        }
    }

    private void Score(SearchSegment segment, ReadOnlySpan<ulong> found)
    {
        var scores = _scratch.ScoresFor(segment.Rows);
        scores.Clear();
        foreach (var term in _clauses.SelectMany(c => c.Terms))
        {
            var at = segment.TermOf(term.Key);
            if (at < 0)
            {
                continue;
            }
            var weight = _idf[term.Key] * term.Tenths;
            if (segment.Dense(at) is { } dense)
            {
                AddDense(dense.Impacts, weight, found, scores);
                continue;
            }
            var rows = segment.RowsOf(at);
            var impacts = segment.ImpactsOf(at);
            for (var i = 0; i < rows.Length; i++)
            {
                scores[rows[i]] += weight * impacts[i];
            }
        }
        var ahead = _query.Ahead is { } value && segment.Facets.TryGetValue(value.Facet, out var values) && values.TryGetValue(value.Value, out var has) ? has : null;
        for (var word = 0; word < found.Length; word++)
        {
            for (var bits = found[word]; bits != 0; bits &= bits - 1)
            {
                var row = (word << 6) + BitOperations.TrailingZeroCount(bits);
                var best = ahead is not null && Bits.Has(ahead, row) ? _ahead : _best;
                if (scores[row] >= best.Least)
                {
                    best.Offer(segment.Ids[row], scores[row]);
                }
            }
        }
    }

    private void Sort(SearchSegment segment, ReadOnlySpan<ulong> found)
    {
        for (var word = 0; word < found.Length; word++)
        {
            for (var bits = found[word]; bits != 0; bits &= bits - 1)
            {
                var row = (word << 6) + BitOperations.TrailingZeroCount(bits);
                _first.Offer(segment.Ids[row], segment.SortKeys[row]);
            }
        }
    }

    private static void AddDense(byte[] impacts, int weight, ReadOnlySpan<ulong> found, Span<int> scores)
    {
        for (var word = 0; word < found.Length; word++)
        {
            for (var bits = found[word]; bits != 0; bits &= bits - 1)
            {
                var row = (word << 6) + BitOperations.TrailingZeroCount(bits);
                scores[row] += weight * impacts[row];
            }
        }
    }
}
