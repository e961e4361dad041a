using System.Collections.Frozen;

namespace Pes.Ranking.Text;

/// <summary>
/// Titles as numbers of the words that titles of occupations use, so that two titles can be compared. Whatever else a title
/// says (a place, a wage, who is wanted) has no number. Safe to share between threads.
/// </summary>
public sealed class OccupationWords
{
    private const int KhmerPiece = 2;

    private const int MostOnStack = 64;

    private readonly FrozenSet<int> known;

    /// <param name="titles">Titles of occupations in Khmer and English.</param>
    public OccupationWords(IEnumerable<string> titles)
    {
        ArgumentNullException.ThrowIfNull(titles);
        known = titles.SelectMany(Numbers).ToFrozenSet();
    }

    /// <summary>The known words of some titles, ascending, each once; a title that is not there adds none.</summary>
    public int[] Of(params ReadOnlySpan<string?> titles) => Known(NumbersOf(titles));

    /// <summary>Those of some numbers that are known, in their order.</summary>
    public int[] Known(ReadOnlySpan<int> numbers)
    {
        var kept = numbers.Length <= MostOnStack ? stackalloc int[MostOnStack] : new int[numbers.Length];
        var count = 0;
        foreach (var number in numbers)
        {
            if (known.Contains(number))
            {
                kept[count++] = number;
            }
        }

        return kept[..count].ToArray();
    }

    /// <summary>The numbers of all words of some titles, known or not, ascending, each once: what depends on no list.</summary>
    public static int[] NumbersOf(params ReadOnlySpan<string?> titles)
    {
        SortedSet<int> found = [];
        foreach (var title in titles)
        {
            found.UnionWith(title is null ? [] : Numbers(title));
        }

        return [.. found];
    }

    private static IEnumerable<int> Numbers(string title) => TitleWords.Of(title).Where(w => !TitleWords.IsRank(w)).SelectMany(Pieces);

    // Khmer is written without spaces: two clusters at a time stand for words.
    private static IEnumerable<int> Pieces(string word)
    {
        if (!KhmerText.IsKhmerLetter(word[0]))
        {
            return [Number(word)];
        }

        var starts = Enumerable.Range(0, word.Length).Where(i => !KhmerText.IsKhmerMark(word[i]) && (i == 0 || word[i - 1] != KhmerText.Coeng)).Append(word.Length).ToList();
        return starts.Count <= KhmerPiece
            ? [Number(word)]
            : Enumerable.Range(0, starts.Count - KhmerPiece).Select(i => Number(word.AsSpan(starts[i], starts[i + KhmerPiece] - starts[i])));
    }

    // FNV-1a; positive, so that it packs like any code.
    private static int Number(ReadOnlySpan<char> piece)
    {
        var hash = 2_166_136_261u;
        foreach (var letter in piece)
        {
            hash = (hash ^ letter) * 16_777_619u;
        }

        return (int)(hash & int.MaxValue);
    }
}
