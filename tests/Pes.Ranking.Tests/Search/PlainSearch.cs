using Pes.Ranking.Learning;
using Pes.Ranking.Search;
using Pes.Ranking.Text;

namespace Pes.Ranking.Tests.Search;

/// <summary>The same search, read off its definition: every document, every word, no index.</summary>
internal sealed class PlainSearch(IReadOnlyList<SearchDocument> documents, SearchTokens tokens)
{
    private readonly List<(SearchDocument Document, Dictionary<string, int> Impacts, List<string> Fields)> _rows =
        [.. documents.OrderBy(d => d.Id).Select(d => (d, Impacts(d, tokens), Enumerable.Range(0, SearchFields.Count).Select(f => Joined(d.Field(f), tokens)).ToList()))];

    private Dictionary<string, int>? _all;

    public SearchResult Search(SearchQuery query)
    {
        _all ??= _rows.SelectMany(r => r.Impacts.Keys).CountBy(k => k).ToDictionary();
        var allowed = _rows.Where(r => query.Allowed is null || query.Allowed.Contains(r.Document.Id)).ToList();
        var known = query.Allowed is null ? _all : allowed.SelectMany(r => r.Impacts.Keys).CountBy(k => k).ToDictionary();
        List<SearchCorrection> corrections = [];
        var clauses = QueryClause.Of(query.Text, tokens)
            .ConvertAll(c => (Terms: c.IsPhrase ? [.. c.Keys.Select(k => (k, 10))] : Terms(c.Keys[0], known, corrections), Phrase: c.IsPhrase && c.Keys.Count > 1 ? string.Concat(c.Keys.Select(k => $"|{k}|")) : null));
        bool Has((Dictionary<string, int> Impacts, List<string> Fields) row, (List<(string Key, int)> Terms, string? Phrase) clause) => clause.Phrase is { } phrase
            ? row.Fields.Exists(f => f.Contains(phrase, StringComparison.Ordinal))
            : clause.Terms.Exists(t => row.Impacts.ContainsKey(t.Key));
        var matching = allowed.Where(r => clauses.TrueForAll(c => Has((r.Impacts, r.Fields), c))).ToList();
        var some = clauses.Count > 1 && matching.Count == 0;
        if (some)
        {
            matching = [.. allowed.Where(r => clauses.Exists(c => Has((r.Impacts, r.Fields), c)))];
        }
        var found = matching.Where(r => Passes(r.Document, query, null)).ToList();
        var facets =
            from facet in documents.SelectMany(d => d.Facets).Select(f => f.Facet).Distinct()
            from row in matching
            where Passes(row.Document, query, facet)
            from value in row.Document.Facets.Distinct()
            where value.Facet == facet
            group row by value into counted
            orderby counted.Key.Facet, counted.Key.Value
            select new FacetCount(counted.Key.Facet, counted.Key.Value, counted.Count());
        var hits = found
            .Select(r => new SearchHit(r.Document.Id, clauses.SelectMany(c => c.Terms).Sum(t => Idf(t.Item1) * t.Item2 * r.Impacts.GetValueOrDefault(t.Item1))))
            .OrderByDescending(h => query.Ahead is { } ahead && found.Exists(r => r.Document.Id == h.Id && r.Document.Facets.Contains(ahead))).ThenByDescending(h => h.Score).ThenBy(h => h.Id);
        var ordered = query.Order == SearchOrder.Best ? hits : Sorted(found.Select(r => r.Document), query.Order).Select(d => new SearchHit(d.Id, 0));
        return new([.. ordered.Skip(query.Skip).Take(query.Take)], found.Count, [.. facets], corrections, some && found.Count > 0, clauses.SelectMany(c => c.Terms).Select(t => t.Item1).ToHashSet());
    }

    private static IEnumerable<SearchDocument> Sorted(IEnumerable<SearchDocument> found, SearchOrder order) => order switch
    {
        SearchOrder.Newest => found.OrderByDescending(d => d.SortKeys.Since).ThenByDescending(d => d.SortKeys.Number),
        SearchOrder.Closing => found.OrderBy(d => d.SortKeys.Closes).ThenBy(d => d.SortKeys.Number),
        SearchOrder.Title => found.OrderBy(d => d.SortKeys.Title, StringComparer.Ordinal).ThenBy(d => d.SortKeys.Number),
        _ => found.OrderBy(d => d.SortKeys.Number),
    };

    private static bool Passes(SearchDocument document, SearchQuery query, string? but) =>
        query.Filters.GroupBy(f => f.Facet).Where(g => g.Key != but).All(g => g.Any(document.Facets.Contains));

    private List<(string Key, int Tenths)> Terms(string key, Dictionary<string, int> all, List<SearchCorrection> corrections)
    {
        List<(string, int)> terms = all.ContainsKey(key) ? [(key, 10)] : [];
        if (SpellingNeighbours.Sound(key) is { } sound)
        {
            terms.AddRange(all.Keys.Where(t => t != key && SpellingNeighbours.Sound(t) == sound).Select(t => (t, 8)));
        }
        if (terms.Count == 0 && key.Length >= 3)
        {
            terms.AddRange(all.Keys.Where(t => t.StartsWith(key, StringComparison.Ordinal)).Select(t => (t, 7)));
        }
        var letters = SpellingNeighbours.Letters(key);
        var most = SpellingNeighbours.DistanceFor(letters);
        if (terms.Count == 0 && most > 0)
        {
            var near = all.Keys.Select(t => (Term: t, Letters: SpellingNeighbours.Letters(t)))
                .Where(t => SpellingNeighbours.DistanceFor(t.Letters) > 0)
                .Select(t => (t.Term, Distance: SpellingNeighbours.Distance(letters, t.Letters, most)))
                .Where(t => t.Distance <= Math.Min(most, 1) || (t.Distance <= most && Reach(t.Term) == most))
                .OrderBy(t => t.Distance).ThenByDescending(t => all[t.Term]).ThenBy(t => t.Term, StringComparer.Ordinal)
                .Select(t => t.Term).FirstOrDefault();
            if (near is not null)
            {
                corrections.Add(new(key, near));
                terms.Add((near, 6));
            }
        }
        if (terms.Count == 0 && SpellingNeighbours.CrossScript(key) is { } bones)
        {
            terms.AddRange(all.Keys.Where(t => KhmerText.HasKhmer(t) != KhmerText.HasKhmer(key) && SpellingNeighbours.CrossScript(t) == bones).Select(t => (t, 5)));
        }
        return terms;
    }

    private static int Reach(string term) => SpellingNeighbours.DistanceFor(SpellingNeighbours.Letters(term));

    private int Frequency(string key) => _all!.GetValueOrDefault(key);

    private int Idf(string key) => (int)Math.Round(100 * 0.693147180559945309417 * StableMath.Log2(1 + ((_rows.Count - Frequency(key) + 0.5) / (Frequency(key) + 0.5))));

    private static string Joined(string text, SearchTokens tokens) => string.Concat(tokens.Of(KhmerText.Normalise(text)).Select(t => $"|{t.Key}|"));

    private static Dictionary<string, int> Impacts(SearchDocument document, SearchTokens tokens)
    {
        Dictionary<string, double> mentions = new(StringComparer.Ordinal);
        for (var field = 0; field < SearchFields.Count; field++)
        {
            var keys = tokens.Of(KhmerText.Normalise(document.Field(field))).Where(t => !t.IsBreak).Select(t => t.Key).ToList();
            foreach (var key in keys)
            {
                mentions[key] = mentions.GetValueOrDefault(key) + SearchFields.Mention(field, keys.Count);
            }
        }
        return mentions.ToDictionary(m => m.Key, m => (int)SearchFields.Impact(m.Value));
    }
}
