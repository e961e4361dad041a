using System.Text;

namespace Pes.Ranking.Text;

/// <summary>The marks of one Khmer orthographic cluster, gathered in any order and written in the canonical one.</summary>
internal sealed class KhmerCluster
{
    private const char Robat = '\u17CC';
    private const char VowelAa = '\u17B6';
    private const char VowelIi = '\u17B8';
    private const char VowelU = '\u17BB';
    private const char VowelE = '\u17C1';
    private const char SignSamyok = '\u17D0';
    private const char Muusikatoan = '\u17C9';
    private const char Triisap = '\u17CA';

    // Consonants of the second series: below an upper vowel their shifter is muusikatoan drawn like the vowel u.
    private const string SecondSeries = "\u1784\u1789\u1798\u1799\u179A\u179C";

    private readonly List<char> _coengs = [];
    private readonly List<char> _shifters = [];
    private readonly List<char> _vowels = [];
    private readonly List<char> _signs = [];
    private bool _robat;
    private char _base;

    /// <summary>Rewrites every cluster; a U+17D2 without a letter after it is dropped.</summary>
    public static string Order(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u1780', '\u17DD'))
        {
            return text;
        }
        var result = new StringBuilder(text.Length);
        var cluster = new KhmerCluster();
        var i = 0;
        while (i < text.Length)
        {
            var c = text[i];
            if (KhmerText.IsKhmerMark(c))
            {
                i = cluster.Take(text, i);
                cluster.WriteTo(result);
                continue;
            }
            result.Append(c);
            cluster._base = c;
            i++;
        }
        return result.ToString();
    }

    private int Take(string text, int i)
    {
        for (; i < text.Length && KhmerText.IsKhmerMark(text[i]); i++)
        {
            var c = text[i];
            switch (c)
            {
                case KhmerText.Coeng:
                    if (i + 1 < text.Length && KhmerText.IsKhmerLetter(text[i + 1]))
                    {
                        AddOnce(_coengs, text[++i]);
                    }
                    break;
                case Robat: _robat = true; break;
                case Muusikatoan or Triisap: AddOnce(_shifters, c); break;
                case >= VowelAa and <= '\u17C5': AddOnce(_vowels, c); break;
                default: AddOnce(_signs, c); break;
            }
        }
        return i;
    }

    private void WriteTo(StringBuilder result)
    {
        ComposeVowels();
        RestoreShifter();
        if (_robat)
        {
            result.Append(Robat);
        }
        foreach (var consonant in _coengs.Where(c => c != '\u179A'))
        {
            result.Append(KhmerText.Coeng).Append(consonant);
        }
        if (_coengs.Contains('\u179A'))
        {
            result.Append(KhmerText.Coeng).Append('\u179A');
        }
        _signs.Sort();
        result.AppendJoin("", _shifters).AppendJoin("", _vowels).AppendJoin("", _signs);
        _coengs.Clear();
        _shifters.Clear();
        _vowels.Clear();
        _signs.Clear();
        _robat = false;
        _base = '\0';
    }

    private void ComposeVowels()
    {
        Compose(VowelIi, '\u17BE');
        Compose(VowelAa, '\u17C4');
    }

    private void Compose(char second, char whole)
    {
        var at = _vowels.IndexOf(VowelE);
        if (at < 0 || !_vowels.Contains(second))
        {
            return;
        }
        _vowels[at] = whole;
        _vowels.Remove(second);
        while (_vowels.LastIndexOf(whole) is var last && last != _vowels.IndexOf(whole))
        {
            _vowels.RemoveAt(last);
        }
    }

    // A shifter under an upper vowel is drawn like the vowel u, and is often typed as one.
    private void RestoreShifter()
    {
        var upper = _signs.Contains(SignSamyok)
            || _vowels.Exists(v => v is '\u17B7' or VowelIi or '\u17B9' or '\u17BA' or '\u17BE');
        if (upper && _shifters.Count == 0 && KhmerText.IsKhmerLetter(_base) && _vowels.Remove(VowelU))
        {
            _shifters.Add(SecondSeries.Contains(_base) ? Muusikatoan : Triisap);
        }
    }

    private static void AddOnce(List<char> marks, char mark)
    {
        if (!marks.Contains(mark))
        {
            marks.Add(mark);
        }
    }
}
