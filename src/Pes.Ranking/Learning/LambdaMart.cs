using Pes.Ranking.Models;

namespace Pes.Ranking.Learning;

/// <summary>What training is doing.</summary>
/// <param name="Tree">Trees grown so far.</param>
/// <param name="ValidationNdcg10">NDCG@10 of the validation rows; null without them.</param>
public sealed record TrainingProgress(int Tree, double? ValidationNdcg10);

/// <summary>
/// Gradient boosting of trees on the ranking loss (LambdaMART). Gradients are summed as whole numbers and everything
/// else in one fixed order, so that the model is the same to the bit for any number of threads.
/// </summary>
public static class LambdaMart
{
    /// <summary>Trains oblivious trees, which score rows of bins.</summary>
    /// <param name="validation">Rows by which training may stop; cut at the same bounds.</param>
    public static ObliviousModel TrainOblivious(
        BinnedRows rows, LambdaMartOptions options, BinnedRows? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var trees = Boost(rows, options, validation, progress, (r, o) => new ObliviousGrower(r, o), ObliviousGrower.Answer, cancellationToken);
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
        BinnedRows rows, LambdaMartOptions options, FeatureBins? bins = null, BinnedRows? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var trees = Boost(rows, options, validation, progress, (r, o) => new LeafwiseGrower(r, o), LeafwiseGrower.Answer, cancellationToken);
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
        BinnedRows? validation,
        IProgress<TrainingProgress>? progress,
        Func<BinnedRows, LambdaMartOptions, ITreeGrower> makeGrower,
        Func<GrownTree, BinnedRows, int, int> answer,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(rows.Features);
        var (grower, gradients, draw) = (makeGrower(rows, options), new LambdaGradients(rows, options), new Draw(options.Seed));
        var (scores, packed) = (new int[rows.Rows], new long[rows.Rows]);
        var watch = validation is null ? null : new ValidationWatch(validation, options);
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
            var isEnough = watch?.Add(trees[^1], answer) ?? false;
            progress?.Report(new(trees.Count, watch?.Latest));
            if (isEnough)
            {
                trees.RemoveRange(watch!.BestTrees, trees.Count - watch.BestTrees);
                break;
            }
        }

        return trees;
    }
}
