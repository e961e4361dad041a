using System.Runtime.InteropServices;
using Pes.Ranking.Models;

namespace Pes.Ranking.Pairs;

/// <summary>A row that a learned model ranked.</summary>
/// <param name="Score">In 2^-12; only the order of rows of one run means anything.</param>
/// <param name="Contributions">One a <see cref="Term"/>, in 2^-20; with the model's mean they sum to the score exactly.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LearnedMatch(int Id, int Score, long[] Contributions);

/// <summary>A learned model of pairs, made ready to score and explain. Safe to share between threads.</summary>
public sealed class LearnedRanking
{
    private readonly ObliviousScorer scorer;
    private readonly ObliviousShap shap;

    // Between the five words for a score; the last two must be exceeded, so that a model without an opinion says the middle.
    private readonly int[] bandBounds;

    /// <exception cref="ArgumentException">The model was trained on other features.</exception>
    public LearnedRanking(ObliviousModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Features != PairFeatures.Count)
        {
            throw new ArgumentException($"The model reads {model.Features} features; a pair has {PairFeatures.Count}.", nameof(model));
        }

        (Model, scorer, shap, Responses) = (model, new(model), new(model), new(model));
        bandBounds = Array.ConvertAll(BandShares, share => ScoreBelow(model, share));
    }

    public ObliviousModel Model { get; }

    /// <summary>How the coarse stage asks it.</summary>
    internal MeanResponses Responses { get; }

    /// <summary>The mean score over the training rows, in 2^-20.</summary>
    public long Mean => shap.Mean;

    // Share of the training rows below each band but the first.
    private static readonly double[] BandShares = [0.15, 0.40, 0.70, 0.90];

    /// <summary>1 (poor) to 5 (very good), by where the score stands among those of the training rows.</summary>
    /// <param name="score">In 2^-12.</param>
    public int Band(int score) =>
        1 + (score >= bandBounds[0] ? 1 : 0) + (score >= bandBounds[1] ? 1 : 0) + (score > bandBounds[2] ? 1 : 0) + (score > bandBounds[3] ? 1 : 0);

    /// <summary>From the weakest word to the strongest, in the unit of <see cref="Match.Score"/>; 0 for a model without an opinion.</summary>
    public int BandSpan => checked((bandBounds[^1] - bandBounds[0]) << (ObliviousShap.Bits - ObliviousModel.ScoreBits));

    internal void Score(ReadOnlySpan<byte> columns, int stride, Span<int> scores) => scorer.Score(columns, stride, scores);

    /// <summary>What each term added to the score of a row.</summary>
    internal long[] Explain(ReadOnlySpan<byte> columns, int stride, int row)
    {
        Span<byte> bins = stackalloc byte[PairFeatures.Count];
        Span<long> own = stackalloc long[PairFeatures.Count];
        for (var feature = 0; feature < bins.Length; feature++)
        {
            bins[feature] = columns[(feature * stride) + row];
        }

        shap.Explain(bins, own);
        var terms = new long[TermWeights.Count];
        var meanings = PairFeatures.Meanings;
        for (var feature = 0; feature < own.Length; feature++)
        {
            terms[(int)meanings[feature].Term] += own[feature];
        }

        return terms;
    }

    // The sum of each tree's own quantile: what a row would score that stands so high in every tree. Trees of one model mostly
    // agree; where they do not, the true quantiles lie nearer to the middle, and the outermost words are rarer than their share.
    private static int ScoreBelow(ObliviousModel model, double share)
    {
        var sum = 0;
        for (var tree = 0; tree < model.Trees; tree++)
        {
            var leaves = model.Leaves.Slice(tree * ObliviousModel.LeavesOfTree, ObliviousModel.LeavesOfTree).ToArray();
            var cover = model.Cover.Slice(tree * ObliviousModel.LeavesOfTree, ObliviousModel.LeavesOfTree).ToArray();
            Array.Sort(leaves, cover);
            var (wanted, rows, leaf) = (share * cover.Sum(rows => (long)rows), 0L, -1);
            do
            {
                rows += cover[++leaf];
            }
            while (rows < wanted);

            sum += leaves[leaf];
        }

        return sum;
    }
}
