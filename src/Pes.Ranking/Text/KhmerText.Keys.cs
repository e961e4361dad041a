using System.Text;

namespace Pes.Ranking.Text;

public static partial class KhmerText
{
    /// <summary>
    /// Comparison key of a name or title: normalised, lower case (invariant), accents off, Khmer digits as ASCII,
    /// only letters and digits with their Khmer marks kept. Coeng da and coeng ta, drawn alike, become coeng ta.
    /// Idempotent; store it beside a text that is compared or sorted.
    /// </summary>
    public static string FoldKey(string text)
    {
        var key = new StringBuilder(text?.Length ?? 0);
        var decomposed = ToAsciiDigits(Normalise(text!)).ToLowerInvariant().Normalize(NormalizationForm.FormKD);
        foreach (var c in decomposed)
        {
            if (c == '\u178A' && key.Length > 0 && key[^1] == Coeng)
            {
                key.Append('\u178F');
            }
            else if (char.IsLetterOrDigit(c) || IsKhmerMark(c) || char.IsSurrogate(c))
            {
                Append(key, c);
            }
        }
        return Normalise(key.ToString().ToLowerInvariant());
    }

    private static void Append(StringBuilder key, char c)
    {
        switch (c)
        {
            case 'ı': key.Append('i'); break;
            case 'đ' or 'ð': key.Append('d'); break;
            case 'ł': key.Append('l'); break;
            case 'ø': key.Append('o'); break;
            case 'æ': key.Append("ae"); break;
            case 'œ': key.Append("oe"); break;
            case 'ß': key.Append("ss"); break;
            default: key.Append(c); break;
        }
    }

    /// <summary>
    /// Sound key of a romanised Khmer name, so that usual spellings of one name agree: Sok/Sokh, Chan/Chann,
    /// Srey/Srei/Sreï, Phally/Pali, Bunthoeun/Bunthoeurn, Sokunthea/Sokunthia, Vuthy/Wuthy. Latin letters a-z only.
    /// </summary>
    public static string LatinNameKey(string name)
    {
        var letters = new StringBuilder(name?.Length ?? 0);
        foreach (var c in FoldKey(name!))
        {
            if (char.IsAsciiLetterLower(c))
            {
                letters.Append(c);
            }
        }
        letters.Replace("chh", "ch").Replace("ch", "J").Replace('j', 'J').Replace('w', 'v').Replace('z', 's')
            .Replace('q', 'k').Replace('c', 'k').Replace("x", "ks");
        DropSilent(letters);
        foreach (var (spelling, sound) in VowelSpellings)
        {
            letters.Replace(spelling, sound);
        }
        for (var i = letters.Length - 1; i > 0; i--)
        {
            if (letters[i] == letters[i - 1])
            {
                letters.Remove(i, 1);
            }
        }
        return letters.Replace('J', 'c').ToString();
    }

    private static readonly (string Spelling, string Sound)[] VowelSpellings =
    [
        ("oeu", "e"), ("eu", "e"), ("oe", "e"), ("ou", "u"), ("oo", "u"), ("aey", "ai"), ("ay", "ai"), ("ey", "i"), ("ei", "i"),
        ("ee", "i"), ("ea", "e"), ("ia", "e"), ("ie", "e"), ("au", "ao"), ("av", "ao"), ("y", "i"),
    ];

    // h is heard only before a vowel at the start; r only before a vowel.
    private static void DropSilent(StringBuilder letters)
    {
        for (var i = letters.Length - 1; i > 0; i--)
        {
            var beforeVowel = i + 1 < letters.Length && IsLatinVowel(letters[i + 1]);
            var afterVowel = IsLatinVowel(letters[i - 1]);
            if ((letters[i] == 'h' && !(afterVowel && beforeVowel)) || (letters[i] == 'r' && afterVowel && !beforeVowel))
            {
                letters.Remove(i, 1);
            }
        }
    }

    private static bool IsLatinVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    /// <summary>
    /// Sound key of a name in Khmer script: long and short vowels, register shifters, silent signs, doubled Pali
    /// consonants and letters of one sound (ណ/ន, ឡ/ល, ឥ/អិ, ឧ/អុ, ័យ/ៃ, ំ/ម) fold together. Khmer letters only.
    /// </summary>
    public static string KhmerNameKey(string name)
    {
        var key = new StringBuilder(FoldKey(name));
        foreach (var (spelling, sound) in KhmerSpellings)
        {
            key.Replace(spelling, sound);
        }
        for (var i = key.Length - 1; i >= 0; i--)
        {
            var c = key[i];
            var doubled = c == Coeng && i > 0 && i + 1 < key.Length && key[i - 1] == key[i + 1];
            if (doubled)
            {
                key.Remove(i, 2);
            }
            else if (c is not (>= '\u1780' and <= '\u17C5' or Coeng))
            {
                key.Remove(i, 1);
            }
        }
        return key.ToString();
    }

    private static readonly (string Spelling, string Sound)[] KhmerSpellings =
    [
        ("័យ", "ៃ"), ("ឥ", "អិ"), ("ឦ", "អិ"), ("ឧ", "អុ"), ("ឩ", "អុ"), ("ឪ", "អៅ"), ("ឫ", "រឹ"), ("ឬ", "រឹ"), ("ឭ", "លឹ"), ("ឮ", "លឹ"),
        ("ឯ", "អែ"), ("ឰ", "អៃ"), ("ឲ", "អោ"), ("ឱ", "អោ"), ("ឳ", "អៅ"), ("ណ", "ន"), ("ឡ", "ល"), ("ី", "ិ"), ("ឺ", "ឹ"), ("ូ", "ុ"), ("ំ", "ម"),
    ];
}
