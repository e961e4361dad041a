using Pes.Ranking.Learning;

namespace Pes.Ranking.Text.Words;

/// <summary>A word of some list.</summary>
/// <param name="Frequency">Occurrences in the text that was counted; 1 where a list only names its words.</param>
/// <param name="Lists">How many lists have it: what several name is a word, what one names may be a phrase.</param>
public sealed record ListedWord(string Word, long Frequency, int Lists);

/// <summary>
/// Khmer words with their costs, as the segmenter reads them: -log of the relative frequency, in thousandths, whole
/// numbers, so that every machine cuts alike. Lists disagree on what is one word: a compound is kept where it is frequent
/// beside the rarer of its two halves (the fewer lists have it, the more), otherwise its count goes to the halves.
/// Immutable, for any number of threads.
/// </summary>
public sealed class KhmerLexicon
{
    private const int FrequentPart = 20;
    private const int MostOfCluster = 20;
    private const int ShortestSkeleton = 3;
    private const double Thousand = 1000;

    // Share of the rarer half at which a compound of one, two, three and more lists is a word; tuned on sentences kept apart.
    private static readonly double[] KeptShare = [0.3, 0.05, 0];

    // They make nouns of verbs and are words of their own before one.
    private static readonly string[] Nominalisers = ["ការ", "ភាព"];

    private readonly Dictionary<string, int> _clusterCosts;

    private KhmerLexicon(Dictionary<string, long> words)
    {
        var total = words.Values.Sum() + 1;
        Dictionary<string, long> clusters = new(StringComparer.Ordinal);
        Span<char> skeleton = stackalloc char[KhmerSpelling.Longest];
        foreach (var (word, count) in words)
        {
            var cost = Cost(count, total);
            Words.Add(word, cost);
            var parts = KhmerSpelling.Clusters(word);
            foreach (var part in parts)
            {
                var cluster = word.Substring(part.Offset, part.Length);
                clusters[cluster] = clusters.GetValueOrDefault(cluster) + Math.Min(count, MostOfCluster);
            }
            if (parts.Count > 1 && KhmerSpelling.Skeleton(word, skeleton) is >= ShortestSkeleton and var length)
            {
                Skeletons.Add(skeleton[..length], cost);
            }
        }
        var clusterTotal = (2 * clusters.Values.Sum()) + clusters.Count + 1;
        _clusterCosts = clusters.ToDictionary(c => c.Key, c => Cost((2 * c.Value) + 1, clusterTotal), StringComparer.Ordinal);
        NewClusterCost = Cost(1, clusterTotal);
    }

    internal CostTrie Words { get; } = new();

    /// <summary>Of the cheapest word with a skeleton of consonants.</summary>
    internal CostTrie Skeletons { get; } = new();

    internal int NewClusterCost { get; }

    internal int ClusterCost(ReadOnlySpan<char> cluster) =>
        _clusterCosts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(cluster, out var cost) ? cost : NewClusterCost;

    /// <summary>Entries that are not wholly Khmer letters and marks are left out; spellings of one folded form are added up.</summary>
    public static KhmerLexicon Of(IEnumerable<ListedWord> listed)
    {
        Dictionary<string, ListedWord> all = new(StringComparer.Ordinal);
        foreach (var word in listed)
        {
            var key = KhmerSpelling.Fold(KhmerText.Normalise(word.Word));
            if (key.Length is > 0 and <= KhmerSpelling.Longest && KhmerSpelling.IsKhmer(key))
            {
                all[key] = all.TryGetValue(key, out var before)
                    ? new(key, before.Frequency + word.Frequency, Math.Max(before.Lists, word.Lists))
                    : new(key, word.Frequency, word.Lists);
            }
        }
        Dictionary<string, long> kept = new(StringComparer.Ordinal);
        List<(string Half, long Count)> given = [];
        foreach (var word in all.Values)
        {
            if (Halves(word.Word, all) is not var (first, second) || IsOneWord(word, first, second))
            {
                kept.Add(word.Word, word.Frequency);
                continue;
            }
            given.Add((first.Word, word.Frequency));
            given.Add((second.Word, word.Frequency));
        }
        foreach (var (half, count) in given)
        {
            if (kept.TryGetValue(half, out var own))
            {
                kept[half] = own + count;
            }
        }
        return new(kept);
    }

    private static bool IsOneWord(ListedWord word, ListedWord first, ListedWord second)
    {
        var share = KeptShare[Math.Min(word.Lists, KeptShare.Length) - 1];
        var noun = word.Lists < KeptShare.Length && Nominalisers.Contains(first.Word, StringComparer.Ordinal) && KhmerSpelling.Clusters(second.Word).Count > 1;
        return !noun && word.Frequency >= share * Math.Min(first.Frequency, second.Frequency);
    }

    // The two frequent words that make it up, of several pairs the one of the largest product; null where it has none.
    private static (ListedWord First, ListedWord Second)? Halves(string word, Dictionary<string, ListedWord> all)
    {
        (ListedWord First, ListedWord Second)? best = null;
        var most = 0.0;
        foreach (var cut in KhmerSpelling.Clusters(word).Skip(1))
        {
            if (all.TryGetValue(word[..cut.Offset], out var first) && all.TryGetValue(word[cut.Offset..], out var second)
                && first.Frequency >= FrequentPart && second.Frequency >= FrequentPart && (double)first.Frequency * second.Frequency > most)
            {
                (best, most) = ((first, second), (double)first.Frequency * second.Frequency);
            }
        }
        return best;
    }

    private static int Cost(long count, long total) => (int)Math.Round(StableMath.Log2(total / (double)count) * Ln2 * Thousand);

    private const double Ln2 = 0.693147180559945309417;
}
