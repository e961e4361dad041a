namespace Pes.Ranking.Text;

/// <summary>Receives one feature of a title; the name is valid only during the call.</summary>
internal delegate void FeatureSink(ReadOnlySpan<char> name, float weight);

/// <summary>Features of a title: its words, neighbouring words, letter groups of a word, cluster groups of Khmer.</summary>
internal static class TitleFeatures
{
    private const float Word = 1, RankWord = 0.5f, Pair = 0.7f, RankPair = 0.6f, Letters = 0.35f, LastWord = 0.3f, Clusters = 1, OneCluster = 0.4f, Written = 0.5f, Edge = 0.4f;
    private const int LongestName = 128;

    public static void Visit(List<string> words, FeatureSink add)
    {
        Span<char> name = stackalloc char[LongestName];
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (KhmerText.HasKhmer(word))
            {
                VisitClusters(word, add);
                continue;
            }
            var rank = TitleWords.IsRank(word);
            add(word, rank ? RankWord : Word);
            if (!rank)
            {
                VisitLetters(word, name, add);
            }
            if (i > 0 && name.TryWrite($"{words[i - 1]} {word}", out var length))
            {
                add(name[..length], rank || TitleWords.IsRank(words[i - 1]) ? RankPair : Pair);
            }
            if (i == words.Count - 1 && !rank && name.TryWrite($"{word}$", out length))
            {
                add(name[..length], LastWord);
            }
        }
    }

    /// <summary>The features of the telling words, and every word as it was written, the first and the last marked.</summary>
    public static void VisitAll(string title, FeatureSink add)
    {
        Visit(TitleWords.Of(title), add);
        var words = TitleWords.All(title);
        for (var i = 0; i < words.Count; i++)
        {
            if (!KhmerText.HasKhmer(words[i]))
            {
                add($"*{words[i]}", Written);
                if (i == 0)
                {
                    add($"^{words[i]}", Edge);
                }

                if (i == words.Count - 1)
                {
                    add($"*{words[i]}$", Edge);
                }
            }
        }
    }

    private static void VisitLetters(string word, Span<char> name, FeatureSink add)
    {
        if (!name.TryWrite($"~<{word}>", out var length))
        {
            return;
        }
        for (var size = 3; size <= 4; size++)
        {
            for (var i = 1; i + size <= length; i++)
            {
                // The mark ~ stands before each group in turn, so that "cook" as letters differs from the word.
                var kept = name[i - 1];
                name[i - 1] = '~';
                add(name.Slice(i - 1, size + 1), Letters);
                name[i - 1] = kept;
            }
        }
    }

    private static void VisitClusters(string word, FeatureSink add)
    {
        List<int> starts = [];
        for (var i = 0; i < word.Length; i++)
        {
            if (KhmerText.IsBoundary(word, i))
            {
                starts.Add(i);
            }
        }
        starts.Add(word.Length);
        for (var size = 1; size <= 4; size++)
        {
            for (var i = 0; i + size < starts.Count; i++)
            {
                add(word.AsSpan(starts[i]..starts[i + size]), size == 1 ? OneCluster : Clusters);
            }
        }
    }
}
