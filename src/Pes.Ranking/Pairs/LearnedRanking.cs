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

    /// <exception cref="ArgumentException">The model was trained on other features.</exception>
    public LearnedRanking(ObliviousModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Features != PairFeatures.Count)
        {
            throw new ArgumentException($"The model reads {model.Features} features; a pair has {PairFeatures.Count}.", nameof(model));
        }

        (Model, scorer, shap) = (model, new(model), new(model));
    }

    public ObliviousModel Model { get; }

    /// <summary>The mean score over the training rows, in 2^-20.</summary>
    public long Mean => shap.Mean;

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
}
