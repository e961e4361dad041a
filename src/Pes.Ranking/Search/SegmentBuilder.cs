namespace Pes.Ranking.Search;

/// <summary>Gathers cut documents in any order and turns them into a <see cref="SearchSegment"/>: rows by id, terms in ordinal order.</summary>
internal sealed class SegmentBuilder
{
    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly List<Guid> _ids = [];
    private readonly List<int> _starts = [0];
    private readonly List<int> _tokens = [];
    private readonly List<FacetValue[]> _facets = [];
    private readonly List<SortKeys> _sortKeys = [];
    private readonly Dictionary<FacetValue, FacetValue> _shared = [];

    public void Add(SearchRow row)
    {
        _ids.Add(row.Id);
        for (var field = 0; field < row.Fields.Length; field++)
        {
            _tokens.Add(SearchSegment.FieldMark(field));
            foreach (var key in row.Fields[field])
            {
                _tokens.Add(key.Length == 0 ? SearchSegment.Break : TermOf(key));
            }
        }
        _starts.Add(_tokens.Count);
        _facets.Add([.. row.Facets.Select(Shared)]);
        _sortKeys.Add(row.SortKeys);
    }

    /// <summary>The rows of a segment that are not marked as removed, as they were cut.</summary>
    public void AddAll(SearchSegment segment, ulong[] removed)
    {
        var term = new int[segment.Terms.Length];
        Array.Fill(term, -1);
        for (var row = 0; row < segment.Rows; row++)
        {
            if (Bits.Has(removed, row))
            {
                continue;
            }
            _ids.Add(segment.Ids[row]);
            foreach (var token in segment.Tokens(row))
            {
                _tokens.Add(token < 0 ? token : term[token] >= 0 ? term[token] : term[token] = TermOf(segment.Terms[token]));
            }
            _starts.Add(_tokens.Count);
            _facets.Add(segment.FacetsOf(row));
            _sortKeys.Add(segment.SortKeys[row]);
        }
    }

    public SearchSegment Build()
    {
        var keys = new string[_terms.Count];
        foreach (var (key, term) in _terms)
        {
            keys[term] = key;
        }
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        Array.Sort(keys, order, StringComparer.Ordinal);
        var rank = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
        {
            rank[order[i]] = i;
        }
        Guid[] ids = [.. _ids];
        var rows = new int[ids.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }
        Array.Sort(ids, rows);
        var starts = new int[rows.Length + 1];
        var tokens = new int[_tokens.Count];
        for (var row = 0; row < rows.Length; row++)
        {
            var at = starts[row];
            for (var i = _starts[rows[row]]; i < _starts[rows[row] + 1]; i++)
            {
                tokens[at++] = _tokens[i] < 0 ? _tokens[i] : rank[_tokens[i]];
            }
            starts[row + 1] = at;
        }
        return new(ids, keys, starts, tokens, [.. rows.Select(r => _facets[r])], [.. rows.Select(r => _sortKeys[r])]);
    }

    private int TermOf(string key)
    {
        if (!_terms.TryGetValue(key, out var term))
        {
            _terms.Add(key, term = _terms.Count);
        }
        return term;
    }

    private FacetValue Shared(FacetValue value) => _shared.TryAdd(value, value) ? value : _shared[value];
}
