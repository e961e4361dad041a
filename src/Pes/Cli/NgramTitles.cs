using System.Runtime.InteropServices;
using Pes.Ranking.Text;

namespace Pes.Cli;

/// <summary>
/// What one would do without learning, for comparison: TF-IDF of the letter groups of 2 to 4 within a word, cosine, and
/// the best label of each code. The titles it is given are labels of a classification.
/// </summary>
internal sealed class NgramTitles
{
    private const int Shortest = 2;

    private const int Longest = 4;

    private readonly Dictionary<string, int> grams = new(StringComparer.Ordinal);
    private readonly List<List<(int Label, float Weight)>> postings = [];
    private readonly string[] codes;
    private readonly float[] idf;

    public NgramTitles(IReadOnlyList<TitleExample> labels)
    {
        codes = [.. labels.Select(l => l.Code)];
        var counted = labels.Select(l => Counts(l.Title, learns: true)).ToList();
        var frequency = new int[grams.Count];
        foreach (var gram in counted.SelectMany(c => c.Keys))
        {
            frequency[gram]++;
        }

        idf = Array.ConvertAll(frequency, f => 1 + MathF.Log((1f + labels.Count) / (1 + f)));
        postings.AddRange(grams.Select(_ => new List<(int, float)>()));
        for (var label = 0; label < counted.Count; label++)
        {
            foreach (var (gram, weight) in Unit(counted[label]))
            {
                postings[gram].Add((label, weight));
            }
        }
    }

    /// <summary>At most <paramref name="count"/> codes by the cosine of their nearest label, which stands as confidence.</summary>
    public IReadOnlyList<TitleCode> Code(string title, int count)
    {
        var cosines = new float[codes.Length];
        foreach (var (gram, weight) in Unit(Counts(title, learns: false)))
        {
            foreach (var (label, other) in postings[gram])
            {
                cosines[label] += weight * other;
            }
        }

        Dictionary<string, float> best = new(StringComparer.Ordinal);
        for (var label = 0; label < cosines.Length; label++)
        {
            if (cosines[label] > 0)
            {
                ref var cosine = ref CollectionsMarshal.GetValueRefOrAddDefault(best, codes[label], out _);
                cosine = Math.Max(cosine, cosines[label]);
            }
        }

        return [.. best.OrderByDescending(b => b.Value).ThenBy(b => b.Key, StringComparer.Ordinal).Take(count).Select(b => new TitleCode(b.Key, Math.Min(1, b.Value)))];
    }

    private Dictionary<int, int> Counts(string title, bool learns)
    {
        Dictionary<int, int> counts = [];
        foreach (var word in title.ToLowerInvariant().Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var edged = $" {word} ";
            for (var size = Shortest; size <= Longest; size++)
            {
                for (var i = 0; i + size <= edged.Length; i++)
                {
                    var gram = edged.Substring(i, size);
                    if (!grams.TryGetValue(gram, out var id) && learns)
                    {
                        grams[gram] = id = grams.Count;
                    }
                    else if (!grams.ContainsKey(gram))
                    {
                        continue;
                    }

                    CollectionsMarshal.GetValueRefOrAddDefault(counts, id, out _)++;
                }
            }
        }

        return counts;
    }

    private List<(int Gram, float Weight)> Unit(Dictionary<int, int> counts)
    {
        List<(int Gram, float Weight)> cells = [.. counts.Select(c => (c.Key, c.Value * idf[c.Key]))];
        var length = MathF.Sqrt(cells.Sum(c => c.Weight * c.Weight));
        return cells.ConvertAll(c => (c.Gram, c.Weight / length));
    }
}
