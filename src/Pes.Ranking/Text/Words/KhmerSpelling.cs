namespace Pes.Ranking.Text.Words;

/// <summary>Spellings of Khmer words that are written alike, drawn alike or sound alike.</summary>
internal static class KhmerSpelling
{
    /// <summary>UTF-16 units of the longest word that is looked up.</summary>
    public const int Longest = 64;

    // Letters of one sound of the two series, in pairs.
    private const string Series = "គកឃខជចឈឆឌតទតធថឋថឍថណនភផឡលដតឫរឬរ";

    /// <summary>The stretches of a run of Khmer letters and marks that are not cut further.</summary>
    public static List<TextSpan> Clusters(ReadOnlySpan<char> run)
    {
        List<TextSpan> clusters = [];
        for (var i = 0; i < run.Length;)
        {
            var start = i++;
            while (i < run.Length && (!KhmerText.IsKhmerLetter(run[i]) || run[i - 1] == KhmerText.Coeng))
            {
                i++;
            }
            clusters.Add(new(start, i - start));
        }
        return clusters;
    }

    public static bool IsKhmer(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!IsKhmer(c))
            {
                return false;
            }
        }
        return KhmerText.IsKhmerLetter(text[0]);
    }

    public static bool IsKhmer(char c) => KhmerText.IsKhmerLetter(c) || KhmerText.IsKhmerMark(c);

    /// <summary>Of each pair that is drawn alike one: coeng da as coeng ta, ឲ as ឱ, ៏ as ៍, ៈ as ះ. As long as the text.</summary>
    public static string Fold(string text) => string.Create(text.Length, text, static (target, source) => Fold(source, target));

    public static void Fold(ReadOnlySpan<char> text, Span<char> target)
    {
        for (var i = 0; i < text.Length; i++)
        {
            target[i] = text[i] switch
            {
                'ដ' when i > 0 && text[i - 1] == KhmerText.Coeng => 'ត',
                'ឲ' => 'ឱ',
                '\u17CF' => '\u17CD',
                '\u17C8' => '\u17C7',
                var c => c,
            };
        }
    }

    /// <summary>
    /// What a misspelling mostly keeps: the consonants in order, of one sound one letter, without vowels and signs; ំ as ម.
    /// Gives how many.
    /// </summary>
    public static int Skeleton(ReadOnlySpan<char> word, Span<char> target)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (SkeletonLetter(c) is var letter and not '\0')
            {
                target[length++] = letter;
            }
        }
        return length;
    }

    /// <summary>The letter of the skeleton that stands for this one; 0 where none does.</summary>
    public static char SkeletonLetter(char c)
    {
        var letter = c == 'ំ' ? 'ម' : c;
        if (!KhmerText.IsKhmerLetter(letter))
        {
            return '\0';
        }
        var pair = Series.IndexOf(letter, StringComparison.Ordinal);
        return pair >= 0 && pair % 2 == 0 ? Series[pair + 1] : letter;
    }
}
