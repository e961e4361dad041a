using System.Text;

namespace Pes.Ranking.Text;

/// <summary>
/// Khmer and mixed text as comparison needs it. Every function is pure; none of the results is meant to be shown
/// in place of what a person typed, because the line-break hints (U+200B) of Khmer are lost.
/// </summary>
public static partial class KhmerText
{
    internal const char Coeng = '\u17D2';

    /// <summary>
    /// One spelling for what looks alike: zero-width characters out, full-width forms to ASCII, deprecated Khmer
    /// letters replaced, NFC, and the marks of each Khmer cluster in canonical order without doubles.
    /// Idempotent. Order of marks after the Unicode standard (chapter Southeast Asia, Khmer):
    /// base, robat, coeng + consonant (coeng ro last), register shifter, vowel, signs.
    /// </summary>
    public static string Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text;
        }
        var current = ReplaceCharacters(text);
        while (true)
        {
            // Ordering Khmer marks may leave a foreign accent where NFC would move it, hence to the fixed point.
            var next = KhmerCluster.Order(current.Normalize(NormalizationForm.FormC));
            if (string.Equals(next, current, StringComparison.Ordinal))
            {
                return next;
            }
            current = next;
        }
    }

    /// <summary>At most <paramref name="maxChars"/> UTF-16 units, cut between clusters; never ends in U+17D2.</summary>
    public static string SafeCut(string text, int maxChars)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(maxChars);
        var whole = text.AsSpan().TrimEnd(Coeng);
        var end = Math.Min(whole.Length, maxChars);
        while (end > 0 && !IsBoundary(whole, end))
        {
            end--;
        }
        var cut = whole[..end].TrimEnd(Coeng);
        return cut.Length == text.Length ? text : cut.ToString();
    }

    /// <summary>True where a cluster may begin at <paramref name="index"/>: the text may be cut before it.</summary>
    public static bool IsBoundary(ReadOnlySpan<char> text, int index)
    {
        if (index <= 0 || index >= text.Length)
        {
            return true;
        }
        var at = text[index];
        var before = text[index - 1];
        if (IsKhmerMark(at) || at is '\u200C' or '\u200D' || (char.IsLowSurrogate(at) && char.IsHighSurrogate(before)) || IsAccent(at))
        {
            return false;
        }
        while (index > 1 && IsZeroWidth(before) && before != '\u200D')
        {
            before = text[--index - 1];
        }
        return before is not (Coeng or '\u200D');
    }

    /// <summary>True if the text has at least one Khmer letter.</summary>
    public static bool HasKhmer(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u1780', '\u17B3');

    /// <summary>Khmer digits to ASCII digits; all else is kept.</summary>
    public static string ToAsciiDigits(string text) => Shift(text, '\u17E0', '0');

    internal static bool IsKhmerMark(char c) => c is (>= '\u17B4' and <= '\u17D3') or '\u17DD';

    internal static bool IsKhmerLetter(char c) => c is >= '\u1780' and <= '\u17B3';

    internal static bool IsZeroWidth(char c) =>
        c is (>= '\u200B' and <= '\u200F') or '\uFEFF' or '\u2060' or '\u00AD' or (>= '\u202A' and <= '\u202E');

    private static bool IsAccent(char c) =>
        c > '\u02FF' && char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.SpacingCombiningMark or System.Globalization.UnicodeCategory.EnclosingMark;

    private static string Shift(string text, char fromZero, char toZero)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !text.AsSpan().ContainsAnyInRange(fromZero, (char)(fromZero + 9))
            ? text
            : string.Create(text.Length, (text, fromZero, toZero), static (target, state) =>
            {
                for (var i = 0; i < target.Length; i++)
                {
                    var c = state.text[i];
                    target[i] = c >= state.fromZero && c <= state.fromZero + 9 ? (char)(c - state.fromZero + state.toZero) : c;
                }
            });
    }

    private static string ReplaceCharacters(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '\u17B4' or '\u17B5':                                       // inherent vowels: invisible
                    break;
                case '\u17A3': result.Append('\u17A2'); break;
                case '\u17A4': result.Append("\u17A2\u17B6"); break;
                case '\u17A8': result.Append("\u17A7\u1780"); break;
                case '\u17D3': result.Append('\u17C6'); break;
                case '\u17D8': result.Append("\u17D4\u179B\u17D4"); break;
                case '\u3000' or '\u00A0' or '\u202F': result.Append(' '); break;
                case '\u3002': result.Append('.'); break;
                case '\u3001': result.Append(','); break;
                case >= '\uFF01' and <= '\uFF5E': result.Append((char)(c - 0xFEE0)); break;
                case var _ when IsZeroWidth(c):
                    break;
                case var _ when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    result.Append(c).Append(text[++i]);
                    break;
                default: result.Append(char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF' ? '\uFFFD' : c); break;
            }
        }
        return result.ToString();
    }
}
