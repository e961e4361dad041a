using System.Runtime.InteropServices;

namespace Pes.Ranking.Text;

/// <summary>A stretch of the text as it was given: offset and length in UTF-16 units.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextSpan(int Offset, int Length)
{
    public int End => Offset + Length;
}

/// <summary>One comparable unit: a Latin word (stemmed) or a Khmer cluster (normalised), or a break between phrases.</summary>
internal readonly record struct TextToken(string Key, TextSpan Span)
{
    public bool IsBreak => Key.Length == 0;
}

internal static class TextTokens
{
    /// <summary>Tokens with their place in <paramref name="text"/>. Spaces, hyphens, slashes and hidden characters do not break a phrase.</summary>
    public static List<TextToken> Of(string text)
    {
        var tokens = new List<TextToken>(text.Length / 4);
        var i = 0;
        while (i < text.Length)
        {
            var start = i;
            if (KhmerText.IsKhmerLetter(text[i]))
            {
                do
                {
                    i++;
                }
                while (i < text.Length && !KhmerText.IsBoundary(text, i));
                tokens.Add(new(KhmerText.FoldKey(text[start..i]), new(start, i - start)));
            }
            else if (char.IsLetterOrDigit(text[i]) || StartsDotNet(text, i))
            {
                i = WordEnd(text, i + 1);
                tokens.Add(new(StemOf(text[start..i]), new(start, i - start)));
            }
            else
            {
                i++;
                if (!Joins(text, start) && tokens is [.., { IsBreak: false }])
                {
                    tokens.Add(new("", new(start, 1)));
                }
            }
        }
        return tokens;
    }

    internal static int WordEnd(string text, int i)
    {
        while (i < text.Length && ((char.IsLetterOrDigit(text[i]) && !KhmerText.IsKhmerLetter(text[i])) || text[i] is '+' or '#' or '\u0301'
            || (KhmerText.IsZeroWidth(text[i]) && i + 1 < text.Length && char.IsAsciiLetter(text[i + 1]))))
        {
            i++;
        }
        return i;
    }

    internal static bool StartsDotNet(string text, int i) =>
        text[i] == '.' && text.AsSpan(i + 1).StartsWith("net", StringComparison.OrdinalIgnoreCase) && (i + 4 >= text.Length || !char.IsLetter(text[i + 4]));

    internal static bool Joins(string text, int i) =>
        text[i] is ' ' or '\t' or '-' or '/' or '&' or '\'' or '\u2019' or '\u00A0' or '\u2013' || KhmerText.IsZeroWidth(text[i])
        || (text[i] == '.' && ((i + 1 < text.Length && char.IsLetter(text[i + 1])) || EndsAbbreviation(text, i)));

    /// <summary>"MS. Word": a stop after one or two letters, the first a capital, shortens a word and ends no phrase.</summary>
    internal static bool EndsAbbreviation(string text, int stop)
    {
        var start = stop;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }
        return stop - start is 1 or 2 && char.IsAsciiLetterUpper(text[start]) && (start == 0 || !char.IsLetterOrDigit(text[start - 1]));
    }

    /// <summary>Plural, -ing and a final e off: "driving", "drives" and "drive" agree.</summary>
    private static string StemOf(string word)
    {
        var plain = WordStem.Of(KhmerText.ToAsciiDigits(KhmerText.Normalise(word)).ToLowerInvariant());
        if (plain.Length >= 6 && plain.EndsWith("ing", StringComparison.Ordinal))
        {
            plain = plain[..^3];
            if (plain[^1] == plain[^2] && plain[^1] is not ('l' or 's' or 'e'))
            {
                plain = plain[..^1];
            }
        }
        return plain.Length >= 4 && plain[^1] == 'e' ? plain[..^1] : plain;
    }
}
