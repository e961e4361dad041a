using Pes.Ranking.Text;

namespace Pes.Ranking.Search;

/// <summary>One condition of a query: a word, or words that must stand side by side.</summary>
internal sealed record QueryClause(IReadOnlyList<string> Keys, bool IsPhrase)
{
    private const int Most = 12;

    private const string Quotes = "\"“”„«»";

    /// <summary>The clauses of a text; the same word twice is one, and what follows the twelfth is ignored. An open quote ends with the text.</summary>
    public static List<QueryClause> Of(string text, SearchTokens tokens)
    {
        List<QueryClause> clauses = [];
        var parts = KhmerText.Normalise(text).Split([.. Quotes]);
        for (var i = 0; i < parts.Length; i++)
        {
            List<string> keys = [.. tokens.Of(parts[i]).Where(t => !t.IsBreak).Select(t => t.Key)];
            if (i % 2 == 1 && keys.Count > 1)
            {
                clauses.Add(new(keys, true));
            }
            else
            {
                clauses.AddRange(keys.Select(k => new QueryClause([k], i % 2 == 1)));
            }
        }
        return [.. clauses.DistinctBy(c => (string.Join('\n', c.Keys), c.IsPhrase)).Take(Most)];
    }
}

/// <summary>A term to look for, and what it counts in tenths of the word itself.</summary>
internal readonly record struct WeightedTerm(string Key, int Tenths);

/// <summary>A clause with the terms that satisfy it: of a phrase one a place, of a word any.</summary>
internal sealed record ResolvedClause(IReadOnlyList<WeightedTerm> Terms, bool IsPhrase)
{
    private const int Exact = 10;
    private const int Sounding = 8;
    private const int Beginning = 7;
    private const int Corrected = 6;
    private const int OtherScript = 5;
    private const int ShortestBeginning = 3;

    /// <summary>
    /// A word as it stands and the Khmer spellings that sound like it; where no document that the reader may find has any, the terms that begin with
    /// it; where none does, the nearest term (of equals the most frequent, then the first in ordinal order); where none is near, terms of the other script that may be
    /// the same name.
    /// A word in quotes is taken as it stands.
    /// </summary>
    public static ResolvedClause Of(QueryClause clause, KnownTerms known, List<SearchCorrection> corrections)
    {
        if (clause.IsPhrase)
        {
            return new([.. clause.Keys.Select(k => new WeightedTerm(k, Exact))], clause.Keys.Count > 1);
        }
        var key = clause.Keys[0];
        List<WeightedTerm> terms = [];
        if (known.Frequency(key) > 0)
        {
            terms.Add(new(key, Exact));
        }
        terms.AddRange(known.Alike(key).Where(k => !string.Equals(k, key, StringComparison.Ordinal)).Select(k => new WeightedTerm(k, Sounding)));
        if (terms.Count == 0 && key.Length >= ShortestBeginning)
        {
            terms.AddRange(known.Beginning(key).Select(k => new WeightedTerm(k, Beginning)));
        }
        if (terms.Count == 0 && known.Nearest(key) is { } nearest)
        {
            corrections.Add(new(key, nearest));
            terms.Add(new(nearest, Corrected));
        }
        if (terms.Count == 0)
        {
            terms.AddRange(known.Across(key).Select(k => new WeightedTerm(k, OtherScript)));
        }
        return new(terms, false);
    }
}
