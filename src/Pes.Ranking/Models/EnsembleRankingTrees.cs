using System.Buffers;

namespace Pes.Ranking.Models;

/// <summary>
/// Trees of another maker, over bins as numbers. The score is the sum of their leaves as doubles in the order of the trees, as the
/// maker gives it, rounded to 2^-20; contributions are rounded likewise, and what rounding leaves goes to the greatest of them.
/// </summary>
internal sealed class EnsembleRankingTrees : IRankingTrees
{
    /// <summary>A tree with more is no tree to rank lists by: explaining it would take too long.</summary>
    private const int MostLeaves = 256;

    private const double Unit = 1 << ObliviousShap.Bits;

    private readonly TreeEnsemble ensemble;

    // Null where a tree has more leaves than it scores at once.
    private readonly EnsembleScorer? scorer;
    private readonly long[][] cover;

    /// <exception cref="ArgumentException">What such trees cannot rank lists by; the message says why.</exception>
    public EnsembleRankingTrees(TreeEnsemble ensemble)
    {
        if (ensemble.Trees.FirstOrDefault(t => t.Leaves.Length > MostLeaves) is { } large)
        {
            throw new ArgumentException($"A tree has {large.Leaves.Length} leaves; at most {MostLeaves} rank lists.", nameof(ensemble));
        }

        if (ensemble.Trees.Any(t => t.Cover is null))
        {
            throw new ArgumentException("The trees do not know how many rows each leaf covers, so nothing they say could be explained.", nameof(ensemble));
        }

        // A sum of explanations has to fit into an int as well: they are at most as far apart as the leaves of each tree.
        if (!(Math.Abs(ensemble.Bias) + ensemble.Trees.Sum(t => 2 * t.Leaves.Max(Math.Abs)) < int.MaxValue / Unit))
        {
            throw new ArgumentException($"The sums of the leaves go beyond {int.MaxValue / Unit:0}.", nameof(ensemble));
        }

        this.ensemble = ensemble;
        scorer = ensemble.Trees.All(t => t.Leaves.Length <= EnsembleScorer.MostLeaves) ? new(ensemble) : null;
        cover = [.. ensemble.Trees.Select(TreeShap.NodeCover)];
        Mean = Whole(TreeShap.Mean(ensemble, cover));
    }

    public int ScoreBits => ObliviousShap.Bits;

    public long Mean { get; }

    public void Score(ReadOnlySpan<byte> columns, int stride, Span<int> scores)
    {
        if (scorer is null)
        {
            Span<byte> row = stackalloc byte[ensemble.Features];
            for (var i = 0; i < scores.Length; i++)
            {
                for (var feature = 0; feature < row.Length; feature++)
                {
                    row[feature] = columns[(feature * stride) + i];
                }

                scores[i] = Score(row);
            }

            return;
        }

        var wide = EnsembleScorer.Stride(scores.Length);
        var numbers = ArrayPool<float>.Shared.Rent(wide * ensemble.Features);
        var sums = ArrayPool<double>.Shared.Rent(scores.Length);
        for (var feature = 0; feature < ensemble.Features; feature++)
        {
            var to = numbers.AsSpan(feature * wide, wide);
            var from = columns.Slice(feature * stride, scores.Length);
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = from[i];
            }

            to[from.Length..].Clear();
        }

        scorer.Sums(numbers.AsSpan(0, wide * ensemble.Features), wide, sums.AsSpan(0, scores.Length));
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = Whole(sums[i]);
        }

        ArrayPool<float>.Shared.Return(numbers);
        ArrayPool<double>.Shared.Return(sums);
    }

    public int Score(ReadOnlySpan<byte> row)
    {
        Span<float> numbers = stackalloc float[ensemble.Features];
        Widen(row, numbers);
        return Whole(ensemble.Sum(numbers));
    }

    public void Explain(ReadOnlySpan<byte> row, Span<long> contributions)
    {
        contributions.Clear();
        Span<float> numbers = stackalloc float[ensemble.Features];
        Span<double> own = stackalloc double[ensemble.Features];
        Widen(row, numbers);
        TreeShap.Explain(ensemble, cover, numbers, own);
        var (left, greatest) = (Score(row) - Mean, 0);
        for (var feature = 0; feature < own.Length; feature++)
        {
            contributions[feature] = Whole(own[feature]);
            left -= contributions[feature];
            greatest = Math.Abs(contributions[feature]) > Math.Abs(contributions[greatest]) ? feature : greatest;
        }

        contributions[greatest] += left;
    }

    public int ScoreBelow(double share) => Whole(ensemble.Bias + ensemble.Trees.Sum(t => LeafQuantile.Of<double>(t.Leaves, t.Cover!, share)));

    public RowScores Expecting(IReadOnlySet<int> known) => new ExpectedTrees(ensemble, cover, known).Score;

    public TreeEnsemble ToEnsemble() => ensemble;

    private static int Whole(double value) => (int)Math.Round(value * Unit);

    private static void Widen(ReadOnlySpan<byte> row, Span<float> numbers)
    {
        for (var feature = 0; feature < numbers.Length; feature++)
        {
            numbers[feature] = row[feature];
        }
    }
}
