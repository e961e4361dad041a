namespace Pes.Ranking.Search;

/// <summary>
/// Documents that were indexed together: for every term the rows that have it with their impacts, for every facet value a bit
/// a row, and the words in order for phrases. Immutable.
/// </summary>
internal sealed class SearchSegment
{
    public const int Break = -1;

    // From one row in so many on a term has a byte a row as well, which is read where the result is, and a bit a row.
    private const int DenseShare = 12;
    private const int LeastRowsForDense = 4_096;

    private readonly int[] _starts;
    private readonly int[] _tokens;
    private readonly FacetValue[][] _facetsOf;
    private readonly int[] _postingStarts;
    private readonly int[] _postingRows;
    private readonly byte[] _impacts;
    private readonly Dictionary<int, DenseTerm> _dense = [];

    public SearchSegment(Guid[] ids, string[] terms, int[] starts, int[] tokens, FacetValue[][] facetsOf, SortKeys[] sortKeys)
    {
        (Ids, Terms, _starts, _tokens, _facetsOf, SortKeys) = (ids, terms, starts, tokens, facetsOf, sortKeys);
        (_postingStarts, _postingRows, _impacts) = Invert();
        for (var term = 0; term < terms.Length; term++)
        {
            if (ids.Length >= LeastRowsForDense && (long)DocumentFrequency(term) * DenseShare > ids.Length)
            {
                _dense.Add(term, DenseTerm.Of(Rows, RowsOf(term), ImpactsOf(term)));
            }
        }
        Spelling = new(terms);
        foreach (var (row, value) in facetsOf.SelectMany((values, row) => values.Select(v => (row, v))))
        {
            Bits.Set(FacetBits(value), row);
        }
    }

    /// <summary>Ascending.</summary>
    public Guid[] Ids { get; }

    /// <summary>By row.</summary>
    public SortKeys[] SortKeys { get; }

    /// <summary>In ordinal order.</summary>
    public string[] Terms { get; }

    public int Rows => Ids.Length;

    public int Words => Bits.WordsFor(Rows);

    public SpellingNeighbours Spelling { get; }

    /// <summary>A bit a row by facet and value.</summary>
    public SortedDictionary<string, SortedDictionary<string, ulong[]>> Facets { get; } = new(StringComparer.Ordinal);

    /// <summary>The mark before the tokens of a field.</summary>
    public static int FieldMark(int field) => -2 - field;

    /// <summary>-1 where no document has it.</summary>
    public int TermOf(string key) => Array.BinarySearch(Terms, key, StringComparer.Ordinal) is >= 0 and var term ? term : -1;

    public int DocumentFrequency(int term) => _postingStarts[term + 1] - _postingStarts[term];

    public ReadOnlySpan<int> RowsOf(int term) => _postingRows.AsSpan(_postingStarts[term], DocumentFrequency(term));

    public ReadOnlySpan<byte> ImpactsOf(int term) => _impacts.AsSpan(_postingStarts[term], DocumentFrequency(term));

    public DenseTerm? Dense(int term) => _dense.GetValueOrDefault(term);

    public ReadOnlySpan<int> Tokens(int row) => _tokens.AsSpan(_starts[row].._starts[row + 1]);

    public FacetValue[] FacetsOf(int row) => _facetsOf[row];

    /// <summary>The row of an id; negative where there is none.</summary>
    public int RowOf(Guid id) => Array.BinarySearch(Ids, id);

    private ulong[] FacetBits(FacetValue value)
    {
        if (!Facets.TryGetValue(value.Facet, out var values))
        {
            Facets.Add(value.Facet, values = new(StringComparer.Ordinal));
        }
        if (!values.TryGetValue(value.Value, out var bits))
        {
            values.Add(value.Value, bits = new ulong[Words]);
        }
        return bits;
    }

    // Rows ascend within a term because documents are read in their order.
    private (int[] Starts, int[] Rows, byte[] Impacts) Invert()
    {
        List<(int Term, byte Impact)> found = new(_tokens.Length / 2);
        var ends = new int[Rows];
        var starts = new int[Terms.Length + 1];
        var mentions = new double[Terms.Length];
        List<int> touched = [];
        for (var row = 0; row < Rows; row++)
        {
            AddMentions(Tokens(row), mentions, touched);
            foreach (var term in touched)
            {
                found.Add((term, SearchFields.Impact(mentions[term])));
                starts[term + 1]++;
                mentions[term] = 0;
            }
            touched.Clear();
            ends[row] = found.Count;
        }
        for (var term = 0; term < Terms.Length; term++)
        {
            starts[term + 1] += starts[term];
        }
        var next = starts[..^1];
        var rows = new int[found.Count];
        var impacts = new byte[found.Count];
        for (int row = 0, i = 0; row < Rows; row++)
        {
            for (; i < ends[row]; i++)
            {
                var at = next[found[i].Term]++;
                (rows[at], impacts[at]) = (row, found[i].Impact);
            }
        }
        return (starts, rows, impacts);
    }

    private static void AddMentions(ReadOnlySpan<int> tokens, double[] mentions, List<int> touched)
    {
        for (var start = 0; start < tokens.Length;)
        {
            var field = -2 - tokens[start];
            var end = start + 1;
            var length = 0;
            for (; end < tokens.Length && tokens[end] >= Break; end++)
            {
                length += tokens[end] >= 0 ? 1 : 0;
            }
            var mention = length == 0 ? 0 : SearchFields.Mention(field, length);
            foreach (var term in tokens[(start + 1)..end])
            {
                if (term >= 0)
                {
                    if (mentions[term] == 0)
                    {
                        touched.Add(term);
                    }
                    mentions[term] += mention;
                }
            }
            start = end;
        }
    }
}

/// <summary>A frequent term with a place for every row: its bit, and its impact or 0.</summary>
internal sealed record DenseTerm(ulong[] Bits, byte[] Impacts)
{
    public static DenseTerm Of(int rows, ReadOnlySpan<int> has, ReadOnlySpan<byte> impacts)
    {
        DenseTerm dense = new(new ulong[Search.Bits.WordsFor(rows)], new byte[rows]);
        for (var i = 0; i < has.Length; i++)
        {
            Search.Bits.Set(dense.Bits, has[i]);
            dense.Impacts[has[i]] = impacts[i];
        }
        return dense;
    }
}
