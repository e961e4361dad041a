using System.Collections.Frozen;

namespace Pes.Ranking.Text;

/// <summary>
/// The words that titles of occupations use, as numbers. Whatever else a title says (a place, a wage, who is wanted) has none.
/// Safe to share between threads.
/// </summary>
public sealed class OccupationWords
{
    private const int MostOnStack = 64;

    private readonly TitleNumbers numbers;
    private readonly FrozenDictionary<string, int[]> byCode;
    private readonly FrozenSet<int> known;

    /// <param name="numbers">Cuts titles.</param>
    /// <param name="titles">Titles of occupations in Khmer and English with their ISCO-08 codes: official ones and those that people use.</param>
    public OccupationWords(TitleNumbers numbers, IEnumerable<TitleExample> titles)
    {
        ArgumentNullException.ThrowIfNull(titles);
        this.numbers = numbers;
        byCode = titles.GroupBy(t => t.Code, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => numbers.Of([.. g.Select(t => t.Title)]), StringComparer.Ordinal);
        known = byCode.Values.SelectMany(of => of).ToFrozenSet();
    }

    /// <summary>The known words of some titles, ascending, each once; a title that is not there adds none.</summary>
    public int[] Of(params ReadOnlySpan<string?> titles) => Known(numbers.Of(titles));

    /// <summary>The words of all titles of an occupation, ascending; none where the code is not known.</summary>
    public int[] OfOccupation(string? code) => code is not null && byCode.TryGetValue(code, out var words) ? words : [];

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
}
