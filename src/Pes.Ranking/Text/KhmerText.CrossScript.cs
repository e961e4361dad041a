using System.Text;

namespace Pes.Ranking.Text;

public static partial class KhmerText
{
    // Sounds of the consonants from ក on, as the romanisation of names keeps them apart: b and p, d and t are one, y and h are not heard.
    private const string KhmerSounds = "kkkkNccccnttttnttttnppppm-rlvsss-l-";

    private static readonly (string Spelling, string Sound)[] LatinSounds =
    [
        ("chh", "c"), ("ch", "c"), ("ng", "N"), ("nh", "n"), ("kh", "k"), ("gh", "k"), ("ph", "p"), ("th", "t"), ("dh", "t"), ("g", "k"), ("q", "k"),
        ("w", "v"), ("j", "c"), ("z", "s"), ("x", "ks"), ("b", "p"), ("d", "t"),
    ];

    /// <summary>
    /// What a name in Khmer script and its romanisation share: the consonants that are heard, in order, as Latin letters
    /// (ng is N): ចន្ទ្រា and Chantrea are cnt. Rough: several names have one key. Empty where nothing is left.
    /// </summary>
    public static string CrossScriptKey(string name)
    {
        var key = FoldKey(name);
        return Sounded(HasKhmer(key) ? KhmerConsonants(key) : LatinConsonants(key));
    }

    private static StringBuilder KhmerConsonants(string key)
    {
        StringBuilder sounds = new(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            if (c is >= 'ក' and <= 'អ')
            {
                var (next, after) = (i + 1 < key.Length ? key[i + 1] : '\0', i + 2 < key.Length ? key[i + 2] : '\0');

                // ៍ silences its letter, with a vowel between or not.
                if (next != '\u17CD' && after != '\u17CD' && KhmerSounds[c - 'ក'] != '-')
                {
                    sounds.Append(KhmerSounds[c - 'ក']);
                }
            }
            else if (c is 'ឫ' or 'ឬ')
            {
                sounds.Append('r');
            }
            else if (c == 'ំ' && (i + 1 >= key.Length || key[i + 1] != 'ង'))
            {
                sounds.Append('m');
            }
            else if (c == 'ៅ')
            {
                sounds.Append('v');
            }
        }
        return sounds;
    }

    private static StringBuilder LatinConsonants(string key)
    {
        StringBuilder sounds = new(key);
        foreach (var (spelling, sound) in LatinSounds)
        {
            sounds.Replace(spelling, sound);
        }
        for (var i = sounds.Length - 1; i >= 0; i--)
        {
            if (sounds[i] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'h' or not ((>= 'a' and <= 'z') or 'N'))
            {
                sounds.Remove(i, 1);
            }
        }
        return sounds;
    }

    // Doubled letters are one, and r at the end is not heard.
    private static string Sounded(StringBuilder sounds)
    {
        for (var i = sounds.Length - 1; i > 0; i--)
        {
            if (sounds[i] == sounds[i - 1])
            {
                sounds.Remove(i, 1);
            }
        }
        return sounds.ToString().TrimEnd('r');
    }
}
