using Pes.Ranking.Text;
using Pes.Ranking.Text.Words;

namespace Pes.Ranking.Search;

/// <summary>
/// Finds the terms within a distance of 1 or 2 of a misspelt one by the words that are left when letters are taken out of both
/// (deletion neighbourhood, Mor and Fraenkel 1982). Letters of Khmer are clusters. Terms with digits have no neighbours.
/// </summary>
internal sealed class SpellingNeighbours
{
    // Only the beginning is thinned out, which bounds the size; what follows is compared when a candidate is looked at.
    private const int Prefix = 7;

    private const int ShortestCrossScript = 3;

    private readonly string[] _terms;
    private readonly uint[] _hashes;
    private readonly int[] _owners;
    private readonly Dictionary<string, List<int>> _bySound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byCrossScript = new(StringComparer.Ordinal);

    public SpellingNeighbours(string[] terms)
    {
        _terms = terms;
        List<uint> all = [];
        List<int> owners = [];
        HashSet<uint> hashes = [];
        for (var term = 0; term < terms.Length; term++)
        {
            var letters = Letters(terms[term]);
            var distance = DistanceFor(letters);
            hashes.Clear();
            if (distance > 0)
            {
                Thin(letters.AsSpan(0, Math.Min(Prefix, letters.Length)), distance, hashes);
            }
            foreach (var hash in hashes)
            {
                all.Add(hash);
                owners.Add(term);
            }
            Keep(_bySound, Sound(terms[term]), term);
            Keep(_byCrossScript, CrossScript(terms[term]), term);
        }
        _hashes = [.. all];
        _owners = [.. owners];
        Array.Sort(_hashes, _owners);
    }

    /// <summary>How far a word may be from what was meant: 1 from four letters (three clusters), 2 from eight (six).</summary>
    public static int DistanceFor(ReadOnlySpan<string> letters)
    {
        foreach (var letter in letters)
        {
            if (char.IsDigit(letter[0]))
            {
                return 0;
            }
        }
        var khmer = letters.Length > 0 && KhmerText.IsKhmerLetter(letters[0][0]);
        return letters.Length >= (khmer ? 6 : 8) ? 2 : letters.Length >= (khmer ? 3 : 4) ? 1 : 0;
    }

    /// <summary>The letters of a term: UTF-16 units, or clusters of Khmer.</summary>
    public static string[] Letters(string term) => term.Length > 0 && KhmerText.IsKhmerLetter(term[0])
        ? [.. KhmerSpelling.Clusters(term).Select(c => term.Substring(c.Offset, c.Length))]
        : [.. term.Select(c => c.ToString())];

    /// <summary>Terms of Khmer that sound like this one, itself included, ascending.</summary>
    public IReadOnlyList<int> Alike(string key) => Sound(key) is { } sound && _bySound.TryGetValue(sound, out var alike) ? alike : [];

    /// <summary>Terms of the other script that may be this name, ascending.</summary>
    public IEnumerable<int> Across(string key) => CrossScript(key) is { } bones && _byCrossScript.TryGetValue(bones, out var alike)
        ? alike.Where(t => KhmerText.HasKhmer(_terms[t]) != KhmerText.HasKhmer(key))
        : [];

    /// <summary>What a name and its romanisation share; null where it is too short to mean one.</summary>
    public static string? CrossScript(string term) => KhmerText.CrossScriptKey(term) is { Length: >= ShortestCrossScript } key ? key : null;

    /// <summary>Terms within the distance that its length allows, with their distance; ascending by term.</summary>
    public IEnumerable<(int Term, int Distance)> Near(string key)
    {
        var letters = Letters(key);
        var most = DistanceFor(letters);
        if (most == 0)
        {
            return [];
        }
        HashSet<uint> hashes = [];
        Thin(letters.AsSpan(0, Math.Min(Prefix, letters.Length)), most, hashes);
        SortedSet<int> candidates = [];
        foreach (var hash in hashes)
        {
            var at = Array.BinarySearch(_hashes, hash);
            while (at > 0 && _hashes[at - 1] == hash)
            {
                at--;
            }
            for (; at >= 0 && at < _hashes.Length && _hashes[at] == hash; at++)
            {
                candidates.Add(_owners[at]);
            }
        }
        return candidates.Select(c => (Term: c, Distance: Distance(letters, Letters(_terms[c]), most))).Where(c => c.Distance <= most);
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); more than <paramref name="most"/> gives most + 1.</summary>
    public static int Distance(string[] a, string[] b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
        {
            return most + 1;
        }
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }
        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = string.Equals(a[i - 1], b[j - 1], StringComparison.Ordinal) ? 0 : 1;
                var least = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && string.Equals(a[i - 1], b[j - 2], StringComparison.Ordinal) && string.Equals(a[i - 2], b[j - 1], StringComparison.Ordinal))
                {
                    least = Math.Min(least, rows[i - 2, j - 2] + 1);
                }
                rows[i, j] = least;
            }
        }
        return Math.Min(rows[a.Length, b.Length], most + 1);
    }

    /// <summary>What Khmer spellings of one word share: សំរាក and សម្រាក; null for what is not Khmer.</summary>
    public static string? Sound(string term) =>
        term.Length > 1 && KhmerText.IsKhmerLetter(term[0]) && KhmerText.KhmerNameKey(term) is { Length: > 1 } sound
            ? sound.Replace("ម\u17D2", "ម", StringComparison.Ordinal)
            : null;

    private static void Keep(Dictionary<string, List<int>> terms, string? key, int term)
    {
        if (key is null)
        {
            return;
        }
        if (!terms.TryGetValue(key, out var alike))
        {
            terms.Add(key, alike = []);
        }
        alike.Add(term);
    }

    private static void Thin(ReadOnlySpan<string> letters, int deletions, HashSet<uint> hashes)
    {
        hashes.Add(HashOf(letters));
        if (deletions == 0 || letters.Length <= 1)
        {
            return;
        }
        var rest = new string[letters.Length - 1];
        for (var left = 0; left < letters.Length; left++)
        {
            letters[..left].CopyTo(rest);
            letters[(left + 1)..].CopyTo(rest.AsSpan(left));
            Thin(rest, deletions - 1, hashes);
        }
    }

    // FNV-1a, 32 bits; a clash only makes one candidate more.
    private static uint HashOf(ReadOnlySpan<string> letters)
    {
        var hash = 2166136261u;
        foreach (var letter in letters)
        {
            foreach (var c in letter)
            {
                hash = (hash ^ c) * 16777619u;
            }
            hash = (hash ^ 0x1F) * 16777619u;
        }
        return hash;
    }
}
