using Pes.Ranking.Text.Words;

namespace Pes.Ranking.Text;

/// <summary>
/// Titles as numbers of their words, so that two titles can be compared. Khmer is written without spaces: its words, and every two
/// neighbouring clusters beside them, so that a compound shares something with its parts. Safe to share between threads.
/// </summary>
/// <param name="words">Cuts Khmer into words; null: clusters alone, with which the bench compares.</param>
public sealed class TitleNumbers(KhmerWords? words)
{
    private const int KhmerPiece = 2;

    /// <summary>The numbers of all words of some titles, ascending, each once; a title that is not there adds none.</summary>
    public int[] Of(params ReadOnlySpan<string?> titles)
    {
        SortedSet<int> found = [];
        foreach (var title in titles)
        {
            foreach (var word in title is null ? [] : TitleWords.Of(title))
            {
                if (!KhmerText.IsKhmerLetter(word[0]))
                {
                    if (!TitleWords.IsRank(word))
                    {
                        found.Add(Number(word));
                    }
                }
                else
                {
                    AddKhmer(KhmerSpelling.Fold(word), found);
                }
            }
        }

        return [.. found];
    }

    private void AddKhmer(string run, SortedSet<int> found)
    {
        var clusters = KhmerSpelling.Clusters(run);
        if (clusters.Count <= KhmerPiece)
        {
            found.Add(Number(run));
        }

        for (var i = 0; i <= clusters.Count - KhmerPiece; i++)
        {
            found.Add(Number(run.AsSpan(clusters[i].Offset, clusters[i + KhmerPiece - 1].End - clusters[i].Offset)));
        }

        foreach (var word in words?.Of(run) ?? [])
        {
            found.Add(Number(run.AsSpan(word.Offset, word.Length)));
        }
    }

    // FNV-1a; positive, so that it packs like any code.
    private static int Number(ReadOnlySpan<char> piece)
    {
        var hash = 2_166_136_261u;
        foreach (var letter in piece)
        {
            hash = (hash ^ letter) * 16_777_619u;
        }

        return (int)(hash & int.MaxValue);
    }
}
