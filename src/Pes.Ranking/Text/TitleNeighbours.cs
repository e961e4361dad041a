using System.Buffers;

namespace Pes.Ranking.Text;

/// <summary>
/// Votes of the 200 known titles nearest to a title: cosine to the 4th power times the weight of the title, summed by
/// class and divided by their sum. Rows of titles by feature; immutable.
/// </summary>
internal sealed class TitleNeighbours
{
    private const int Neighbours = 200;
    private const float NearEnough = 0.05f;

    private readonly SparseRows _titles;
    private readonly TitleLesson[] _known;

    /// <param name="features">Size of the vocabulary.</param>
    /// <param name="known">The known titles.</param>
    public TitleNeighbours(int features, TitleLesson[] known)
    {
        _known = known;
        var starts = new int[features + 1];
        foreach (var feature in known.SelectMany(k => k.Title.Features))
        {
            starts[feature + 1]++;
        }

        for (var f = 0; f < features; f++)
        {
            starts[f + 1] += starts[f];
        }

        int[] next = [.. starts];
        var (targets, weights) = (new int[starts[^1]], new float[starts[^1]]);
        for (var title = 0; title < known.Length; title++)
        {
            var (ids, values) = known[title].Title;
            for (var i = 0; i < ids.Length; i++)
            {
                var cell = next[ids[i]]++;
                (targets[cell], weights[cell]) = (title, values[i]);
            }
        }

        _titles = new SparseRows(starts, targets, weights);
    }

    /// <summary>Shares of the vote by class, which sum to 1; all 0 where no title is near.</summary>
    public void Vote(TitleVector title, Span<float> shares)
    {
        shares.Clear();
        var rented = ArrayPool<float>.Shared.Rent(_known.Length);
        var cosines = rented.AsSpan(0, _known.Length);
        cosines.Clear();
        for (var i = 0; i < title.Features.Length; i++)
        {
            _titles.AddRow(title.Features[i], title.Weights[i], cosines);
        }

        Span<(float Cosine, int Title)> nearest = stackalloc (float, int)[Neighbours];
        nearest = nearest[..Nearest(cosines, nearest)];
        ArrayPool<float>.Shared.Return(rented);
        var sum = 0f;
        foreach (var (cosine, at) in nearest)
        {
            var vote = cosine * cosine * cosine * cosine * _known[at].Weight;
            shares[_known[at].Class] += vote;
            sum += vote;
        }

        for (var c = 0; sum > 0 && c < shares.Length; c++)
        {
            shares[c] /= sum;
        }
    }

    // Nearest first, ties by the number of the title.
    private static int Nearest(ReadOnlySpan<float> cosines, Span<(float Cosine, int Title)> nearest)
    {
        var found = 0;
        for (var i = 0; i < cosines.Length; i++)
        {
            var cosine = cosines[i];
            if (cosine <= NearEnough || (found == nearest.Length && cosine <= nearest[^1].Cosine))
            {
                continue;
            }

            var at = found < nearest.Length ? found++ : found - 1;
            for (; at > 0 && nearest[at - 1].Cosine < cosine; at--)
            {
                nearest[at] = nearest[at - 1];
            }

            nearest[at] = (cosine, i);
        }

        return found;
    }
}
