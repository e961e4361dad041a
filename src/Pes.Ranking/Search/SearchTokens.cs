using Pes.Ranking.Text;
using Pes.Ranking.Text.Words;

namespace Pes.Ranking.Search;

/// <summary>A word of a text as it is indexed, or a break that no phrase reaches over (an empty key).</summary>
/// <param name="Key">Latin: lower case, accents and plural off. Khmer: folded (letters drawn alike are one).</param>
/// <param name="Span">Its place in the normalised text.</param>
public readonly record struct SearchToken(string Key, TextSpan Span)
{
    public bool IsBreak => Key.Length == 0;
}

/// <summary>Cuts texts of both scripts into the words that are indexed and asked for. Immutable.</summary>
public sealed class SearchTokens(KhmerWords words)
{
    /// <param name="text">Normalised (<see cref="KhmerText.Normalise"/>).</param>
    internal List<SearchToken> Of(string text)
    {
        var khmer = KhmerText.HasKhmer(text) ? words.Of(text) : [];
        var next = 0;
        List<SearchToken> tokens = new(text.Length / 5);
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (next < khmer.Count && khmer[next].Offset == i)
            {
                var word = khmer[next++];
                tokens.Add(new(KhmerSpelling.Fold(text.Substring(word.Offset, word.Length)), word));
                i = word.End;
            }
            else if (char.IsLetterOrDigit(text[i]) || TextTokens.StartsDotNet(text, i))
            {
                i = TextTokens.WordEnd(text, i + 1);
                tokens.Add(new(Latin(text[start..i]), new(start, i - start)));
            }
            else
            {
                i++;
                if ((text[start] == '\n' || !TextTokens.Joins(text, start)) && tokens is [.., { IsBreak: false }])
                {
                    tokens.Add(new("", new(start, 1)));
                }
            }
        }
        return tokens;
    }

    private static string Latin(string word)
    {
        if (System.Text.Ascii.IsValid(word))
        {
            return WordStem.Of(word.ToLowerInvariant());
        }
        var folded = KhmerText.FoldKey(word);
        return folded.Length == 0 ? word : WordStem.Of(folded);
    }
}
