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
        for (var end = 1; end <= clusters.Count; end++)
        {
            for (var start = Math.Max(0, end - Math.Max(lexicon.LongestWord, LongestUnknown)); start < end; start++)
            {
                var word = run.AsSpan(clusters[start].Offset, clusters[end - 1].End - clusters[start].Offset);
                var cost = best[start] + CostOf(word, clusters, start, end, run);
                if (cost < best[end])
                {
                    (best[end], from[end]) = (cost, start);
                }
            }
        }
        var at = words.Count;
        for (var end = clusters.Count; end > 0; end = from[end])
        {
            var first = clusters[from[end]].Offset;
            words.Insert(at, new(offset + first, clusters[end - 1].End - first));
        }
    }

    private int CostOf(ReadOnlySpan<char> word, List<TextSpan> clusters, int start, int end, string run)
    {
        if (lexicon.Costs.TryGetValue(word, out var known))
        {
            return known;
        }
        var cost = Never;
        if (end - start <= LongestUnknown)
        {
            cost = UnknownCost - FurtherClusterCost;
            for (var i = start; i < end; i++)
            {
                cost += FurtherClusterCost
                    + (lexicon.ClusterCosts.TryGetValue(run.AsSpan(clusters[i].Offset, clusters[i].Length), out var cluster) ? cluster : lexicon.NewClusterCost);
            }
        }
        if (end - start > 1 && word.Length <= KhmerSpelling.Longest)
        {
            Span<char> skeleton = stackalloc char[KhmerSpelling.Longest];
            var length = KhmerSpelling.Skeleton(word, skeleton);
            if (length >= ShortestSkeleton && lexicon.SkeletonCosts.TryGetValue(skeleton[..length], out var meant))
            {
                cost = Math.Min(cost, meant + MisspellingCost);
            }
        }
        return cost;
    }
}
