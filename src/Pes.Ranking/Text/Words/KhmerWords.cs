namespace Pes.Ranking.Text.Words;

/// <summary>
/// Cuts Khmer text into words: of all ways to join the clusters of a run into words the cheapest, where a word of the
/// lexicon costs what it is rare, a misspelling of one a little more, and a word that no list has what its clusters cost
/// (Viterbi over unigrams). Deterministic: costs are whole numbers, and of equal ways the one with the longer last word wins.
/// </summary>
public sealed class KhmerWords(KhmerLexicon lexicon)
{
    private const int LongestUnknown = 6;
    private const int UnknownCost = 7_824;
    private const int FurtherClusterCost = 511;
    private const int MisspellingCost = 5_000;
    private const int ShortestSkeleton = 3;
    private const int Never = int.MaxValue / 2;

    /// <summary>
    /// The words of a normalised text, in order; only runs of Khmer letters and marks are words, and none reaches over
    /// anything else.
    /// </summary>
    public IReadOnlyList<TextSpan> Of(string text)
    {
        List<TextSpan> words = [];
        for (var i = 0; i < text.Length;)
        {
            if (!KhmerSpelling.IsKhmer(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && KhmerSpelling.IsKhmer(text[i]))
            {
                i++;
            }
            Cut(KhmerSpelling.Fold(text[start..i]), start, words);
        }
        return words;
    }

    private void Cut(string run, int offset, List<TextSpan> words)
    {
        var clusters = KhmerSpelling.Clusters(run);
        var best = new int[clusters.Count + 1];
        var from = new int[clusters.Count + 1];
        Array.Fill(best, Never, 1, clusters.Count);
        for (var start = 0; start < clusters.Count; start++)
        {
            Join(run, clusters, start, best, from);
        }
        var at = words.Count;
        for (var end = clusters.Count; end > 0; end = from[end])
        {
            var first = clusters[from[end]].Offset;
            words.Insert(at, new(offset + first, clusters[end - 1].End - first));
        }
    }

    // Every word that begins with one cluster. Starts come in order, so of equal ways the longer last word is there first.
    private void Join(string run, List<TextSpan> clusters, int start, int[] best, int[] from)
    {
        var (known, meant, letters) = (CostTrie.Root, CostTrie.Root, 0);
        var unknown = best[start] + UnknownCost - FurtherClusterCost;
        for (var end = start; end < clusters.Count && (known != CostTrie.None || meant != CostTrie.None || end - start < LongestUnknown); end++)
        {
            var cluster = run.AsSpan(clusters[end].Offset, clusters[end].Length);
            foreach (var c in cluster)
            {
                known = lexicon.Words.Next(known, c);
                if (meant != CostTrie.None && KhmerSpelling.SkeletonLetter(c) is var letter and not '\0')
                {
                    (meant, letters) = (lexicon.Skeletons.Next(meant, letter), letters + 1);
                }
            }
            var cost = Never;
            if (lexicon.Words.Cost(known) is >= 0 and var whole)
            {
                cost = best[start] + whole;
            }
            if (end - start < LongestUnknown)
            {
                unknown += FurtherClusterCost + lexicon.ClusterCost(cluster);
                cost = cost < Never ? cost : unknown;
            }
            if (lexicon.Words.Cost(known) < 0 && end > start && letters >= ShortestSkeleton && lexicon.Skeletons.Cost(meant) is >= 0 and var like)
            {
                cost = Math.Min(cost, best[start] + like + MisspellingCost);
            }
            if (cost < best[end + 1])
            {
                (best[end + 1], from[end + 1]) = (cost, start);
            }
        }
    }
}
