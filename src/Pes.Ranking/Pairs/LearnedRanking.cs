using System.Runtime.InteropServices;
using Pes.Ranking.Models;

namespace Pes.Ranking.Pairs;

/// <summary>A row that a learned model ranked.</summary>
/// <param name="Score">In the unit of the model; only the order of rows of one run means anything.</param>
/// <param name="Contributions">One a <see cref="Term"/>, in 2^-20; with the model's mean they sum to the score exactly.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LearnedMatch(int Id, int Score, long[] Contributions);

/// <summary>A learned model of pairs, made ready to score and explain, whoever trained it. Safe to share between threads.</summary>
public sealed class LearnedRanking
{
    // Share of the training rows below each band but the first.
    private static readonly double[] BandShares = [0.15, 0.40, 0.70, 0.90];

    private readonly IRankingTrees trees;

    // Between the five words for a score; the last two must be exceeded, so that a model without an opinion says the middle.
    private readonly int[] bandBounds;

    /// <exception cref="ArgumentException">The model was trained on other features.</exception>
    public LearnedRanking(ObliviousModel model)
        : this(new ObliviousRankingTrees(Fitting(model, model?.Features == PairFeatures.Count, model?.Features)))
    {
    }

    /// <summary>Trees of another maker over bins as numbers; of an earlier version they may read the first features alone.</summary>
    /// <exception cref="ArgumentException">They were trained on other features, do not know their cover, are too large, or sum up too far.</exception>
    public LearnedRanking(TreeEnsemble ensemble)
        : this(new EnsembleRankingTrees(Fitting(ensemble, ensemble?.Features <= PairFeatures.Count, ensemble?.Features)))
    {
    }

    private LearnedRanking(IRankingTrees trees)
    {
        (this.trees, Responses) = (trees, new(trees));
        bandBounds = Array.ConvertAll(BandShares, trees.ScoreBelow);
    }

    /// <summary>How the coarse stage asks it.</summary>
    internal MeanResponses Responses { get; }

    /// <summary>The mean score over the training rows, in 2^-20.</summary>
    public long Mean => trees.Mean;

    /// <summary>Features in whose direction (<see cref="PairFeatures.Directions"/>) a tree fails; worked out anew each time.</summary>
    public IReadOnlyList<PairFeature> BrokenDirections() => [.. TreeDirections.Broken(trees.ToEnsemble(), PairFeatures.Directions).Select(f => (PairFeature)f)];

    /// <summary>1 (poor) to 5 (very good), by where the score stands among those of the training rows.</summary>
    /// <param name="score">In the unit of the model.</param>
    public int Band(int score) =>
        1 + (score >= bandBounds[0] ? 1 : 0) + (score >= bandBounds[1] ? 1 : 0) + (score > bandBounds[2] ? 1 : 0) + (score > bandBounds[3] ? 1 : 0);

    /// <summary>From the weakest word to the strongest, in the unit of <see cref="Match.Score"/>; 0 for a model without an opinion.</summary>
    public int BandSpan => Finer(bandBounds[^1] - bandBounds[0]);

    /// <summary>The score of a row of bins, in the unit of the model.</summary>
    public int Score(ReadOnlySpan<byte> row) => trees.Score(row);

    /// <summary>A score in 2^-20, in which contributions are.</summary>
    public int Finer(int score) => checked(score << (ObliviousShap.Bits - trees.ScoreBits));

    internal void Score(ReadOnlySpan<byte> columns, int stride, Span<int> scores) => trees.Score(columns, stride, scores);

    /// <summary>What each feature added to the score of a row of bins.</summary>
    internal void Explain(ReadOnlySpan<byte> row, Span<long> features) => trees.Explain(row, features);

    /// <summary>What each term added to the score of a row.</summary>
    internal long[] Explain(ReadOnlySpan<byte> columns, int stride, int row)
    {
        Span<byte> bins = stackalloc byte[PairFeatures.Count];
        Span<long> own = stackalloc long[PairFeatures.Count];
        for (var feature = 0; feature < bins.Length; feature++)
        {
            bins[feature] = columns[(feature * stride) + row];
        }

        trees.Explain(bins, own);
        return PairFeatures.ToTerms(own);
    }

    private static T Fitting<T>(T? model, bool fits, int? features)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(model);
        return fits ? model : throw new ArgumentException($"The model reads {features} features; a pair has {PairFeatures.Count}.", nameof(model));
    }
}
