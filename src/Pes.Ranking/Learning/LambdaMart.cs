using Pes.Ranking.Models;

namespace Pes.Ranking.Learning;

/// <summary>What training is doing.</summary>
/// <param name="Tree">Trees grown so far.</param>
public sealed record TrainingProgress(int Tree);

/// <summary>
/// Gradient boosting of trees on the ranking loss (LambdaMART). Gradients are summed as whole numbers and everything
/// else in one fixed order, so that the model is the same to the bit for any number of threads.
/// </summary>
public static class LambdaMart
{
    /// <summary>Trains oblivious trees, which score rows of bins.</summary>
    public static ObliviousModel TrainOblivious(
        BinnedRows rows, LambdaMartOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var trees = Boost(rows, options, progress, (r, o) => new ObliviousGrower(r, o), cancellationToken);
        return new ObliviousModel(
            rows.Features,
            [.. trees.SelectMany(t => t.Splits.Select(s => s.Feature))],
            [.. trees.SelectMany(t => t.Splits.Select(s => s.Bin))],
            [.. trees.SelectMany(t => t.Leaves)],
            [.. trees.SelectMany(t => t.Cover)]);
    }

    /// <summary>Trains leaf-wise trees.</summary>
    /// <param name="bins">The bounds at which the rows were cut: then the ensemble scores uncut values. Null: it scores bins as numbers.</param>
    public static TreeEnsemble TrainLeafwise(
        BinnedRows rows, LambdaMartOptions options, FeatureBins? bins = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var trees = Boost(rows, options, progress, (r, o) => new LeafwiseGrower(r, o), cancellationToken);
        return new(rows.Features, bias: 0, trees.Select(t => Nodes(t, bins)));
    }

    private static TreeNodes Nodes(GrownTree tree, FeatureBins? bins)
    {
        float Threshold(GrownSplit split) => bins is null ? split.Bin : bins.Bounds(split.Feature)[split.Bin];
        return new()
        {
            Left = [.. tree.Splits.Select(s => s.Left)],
            Right = [.. tree.Splits.Select(s => s.Right)],
            Features = [.. tree.Splits.Select(s => (int)s.Feature)],
            Thresholds = [.. tree.Splits.Select(Threshold)],
            Leaves = [.. tree.Leaves.Select(leaf => leaf / (double)(1 << LambdaGradients.ScoreBits))],
            Cover = tree.Cover,
        };
    }

    private static List<GrownTree> Boost(
        BinnedRows rows,
        LambdaMartOptions options,
        IProgress<TrainingProgress>? progress,
        Func<BinnedRows, LambdaMartOptions, ITreeGrower> makeGrower,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(rows.Features);
        var (grower, gradients, draw) = (makeGrower(rows, options), new LambdaGradients(rows, options), new Draw(options.Seed));
        var (scores, packed) = (new int[rows.Rows], new long[rows.Rows]);
        List<GrownTree> trees = new(options.Trees);
        while (trees.Count < options.Trees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var used = options.QueryShare < 1 ? draw.Some(rows.Queries, options.QueryShare) : null;
            var (slopeUnit, curvatureUnit) = gradients.Fill(scores, used, packed, options.Threads);
            if (!packed.AsSpan().ContainsAnyExcept(0))
            {
                break;
            }

            trees.Add(grower.Grow(packed, slopeUnit, curvatureUnit, draw.Some(rows.Features, options.FeatureShare), scores));
            progress?.Report(new(trees.Count));
        }

        return trees;
    }
}
