using System.Buffers;

namespace Pes.Ranking.Text;

/// <summary>A title that is known to carry an ISCO-08 unit group (four digits).</summary>
public sealed record TitleExample(string Title, string Code);

/// <summary>One proposal: an ISCO-08 code and how likely it is right, 0 to 1.</summary>
public readonly record struct TitleCode(string Code, double Confidence);

/// <summary>
/// Proposes ISCO-08 codes for a job title, Khmer or English, from titles whose code is known. Each code's score blends
/// the votes of the 60 nearest examples (cosine of TF-IDF vectors to the 6th power) with the cosine of the code's
/// centroid, each divided by its best. Built once, then immutable: any number of threads may ask.
/// </summary>
public sealed class TitleCoder(IEnumerable<TitleExample> examples)
{
    private const int Neighbours = 60;
    private const float NearEnough = 0.05f;
    private const float CentroidShare = 0.45f;
    private const double Sharpness = 4;

    // Share right over stated share on three tenths of the shared titles: docs/text.md.
    private const double Calibration = 0.72;

    private readonly TitleIndex _index = new(examples);

    /// <summary>The codes this coder can propose, in the order they were first seen.</summary>
    public IReadOnlyList<string> Codes => _index.Codes;

    /// <summary>
    /// At most <paramref name="count"/> codes, likeliest first, ties by code; empty where no word of the title is known.
    /// The confidences of one title sum to at most 1. How they were calibrated: docs/text.md.
    /// </summary>
    public IReadOnlyList<TitleCode> Code(string title, int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var vector = _index.Vector(title);
        if (vector.Count == 0)
        {
            return [];
        }
        var sums = ArrayPool<float>.Shared.Rent(_index.CodeOfExample.Length);
        var codes = ArrayPool<float>.Shared.Rent(2 * _index.Codes.Length);
        try
        {
            var similarities = sums.AsSpan(0, _index.CodeOfExample.Length);
            var votes = codes.AsSpan(0, _index.Codes.Length);
            var centroids = codes.AsSpan(_index.Codes.Length, _index.Codes.Length);
            similarities.Clear();
            votes.Clear();
            centroids.Clear();
            foreach (var (feature, weight) in vector)
            {
                _index.Examples.AddRow(feature, weight, similarities);
                _index.Centroids.AddRow(feature, weight, centroids);
            }
            var nearest = Vote(similarities, votes);
            Blend(votes, centroids);
            return Best(votes, nearest, count);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(sums);
            ArrayPool<float>.Shared.Return(codes);
        }
    }

    private float Vote(ReadOnlySpan<float> similarities, Span<float> votes)
    {
        Span<(float Similarity, int Example)> near = stackalloc (float, int)[Neighbours];
        var found = 0;
        for (var i = 0; i < similarities.Length; i++)
        {
            var similarity = similarities[i];
            if (similarity <= NearEnough || (found == Neighbours && similarity <= near[^1].Similarity))
            {
                continue;
            }
            var at = found < Neighbours ? found++ : Neighbours - 1;
            for (; at > 0 && near[at - 1].Similarity < similarity; at--)
            {
                near[at] = near[at - 1];
            }
            near[at] = (similarity, i);
        }
        foreach (var (similarity, example) in near[..found])
        {
            var square = similarity * similarity;
            votes[_index.CodeOfExample[example]] += square * square * square;
        }
        return found == 0 ? 0 : near[0].Similarity;
    }

    private static void Blend(Span<float> votes, ReadOnlySpan<float> centroids)
    {
        float bestVote = float.Epsilon, bestCentroid = float.Epsilon;
        for (var c = 0; c < votes.Length; c++)
        {
            bestVote = Math.Max(bestVote, votes[c]);
            bestCentroid = Math.Max(bestCentroid, centroids[c]);
        }
        for (var c = 0; c < votes.Length; c++)
        {
            votes[c] = ((1 - CentroidShare) * votes[c] / bestVote) + (CentroidShare * centroids[c] / bestCentroid);
        }
    }

    private List<TitleCode> Best(ReadOnlySpan<float> scores, float nearest, int count)
    {
        List<TitleCode> best = new(count + 1);
        var total = 0d;
        for (var c = 0; c < scores.Length; c++)
        {
            var mass = Math.Pow(scores[c], Sharpness);
            total += mass;
            var at = best.Count;
            for (; at > 0 && Precedes(mass, _index.Codes[c], best[at - 1]); at--)
            {
            }
            if (mass > 0 && at < count)
            {
                best.Insert(at, new(_index.Codes[c], mass));
                if (best.Count > count)
                {
                    best.RemoveAt(count);
                }
            }
        }
        return best.ConvertAll(b => b with { Confidence = b.Confidence / total * Trust(nearest) });
    }

    private static bool Precedes(double mass, string code, TitleCode other) =>
        mass > other.Confidence || (mass == other.Confidence && string.CompareOrdinal(code, other.Code) < 0);

    private static double Trust(float nearest) => Calibration * Math.Clamp(nearest, 0, 1);
}
