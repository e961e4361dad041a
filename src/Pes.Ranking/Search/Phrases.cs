using System.Numerics;

namespace Pes.Ranking.Search;

/// <summary>Marks the rows in which the terms of a phrase stand side by side in one field, with no break between.</summary>
internal static class Phrases
{
    public static void Mark(SearchSegment segment, ResolvedClause phrase, Span<ulong> has, SearchScratch scratch)
    {
        var terms = new int[phrase.Terms.Count];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = segment.TermOf(phrase.Terms[i].Key);
            if (terms[i] < 0)
            {
                return;
            }
        }
        Bits.SetAll(has, segment.Rows);
        var one = scratch.Bits(segment.Words);
        foreach (var term in terms)
        {
            one.Clear();
            SearchRun.Mark(segment, term, one);
            Bits.And(has, one);
        }
        for (var word = 0; word < has.Length; word++)
        {
            for (var bits = has[word]; bits != 0; bits &= bits - 1)
            {
                var row = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (segment.Tokens(row).IndexOf(terms) < 0)
                {
                    has[word] &= ~(1ul << row);
                }
            }
        }
    }
}
