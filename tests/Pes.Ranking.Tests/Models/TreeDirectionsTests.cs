using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Xunit;

namespace Pes.Ranking.Tests.Models;

/// <summary>Directions of trees, against every pair of rows of a small world.</summary>
public sealed class TreeDirectionsTests
{
    private const int Features = 3;

    // A row of bins beside each threshold and at both ends: what lies between asks nothing else.
    private static readonly int[] Bins = [0, 1, 2, 3, 4, 5, 6, 254, 255];

    private static readonly float[] Thresholds = [-1, 0, 0.5f, 1, 2.999f, 3, 4.5f, 254, 254.5f, 255, 300];

    [Fact]
    public void What_is_found_is_what_some_pair_of_rows_shows()
    {
        var draw = new Draw(5);
        var (kept, broken) = (0, 0);
        for (var round = 0; round < 400; round++)
        {
            var shape = RandomTrees.Tree(draw, Features, 1 + draw.Next(6));
            var tree = shape with
            {
                Thresholds = [.. shape.Thresholds.Select(_ => Thresholds[draw.Next(Thresholds.Length)])],
                Leaves = [.. shape.Leaves.Select(_ => (double)draw.Next(4))],
            };
            int[] directions = [draw.Next(3) - 1, draw.Next(3) - 1, 1];
            var expected = Enumerable.Range(0, Features).Where(f => directions[f] != 0 && PairBreaks(tree, f, directions[f])).ToList();
            Assert.Equal(expected, TreeDirections.Broken(new(Features, 0, [tree]), directions));
            (kept, broken) = expected.Count == 0 ? (kept + 1, broken) : (kept, broken + 1);
        }

        Assert.True(kept > 50 && broken > 50, $"{kept} {broken}");
    }

    [Fact]
    public void One_tree_of_many_is_enough_and_each_feature_is_named_once()
    {
        TreeNodes Split(int feature, double low, double high) => new() { Left = [~0], Right = [~1], Features = [feature], Thresholds = [7], Leaves = [low, high], Cover = [1, 1] };
        Assert.Empty(TreeDirections.Broken(new(Features, 3, [Split(0, 1, 2), Split(1, 2, 1), Split(2, 2, 1)]), [1, -1, 0]));
        Assert.Equal([0, 2], TreeDirections.Broken(new(Features, 0, [Split(2, 1, 0), Split(0, 1, 2), Split(0, 2, 1), Split(0, 4, 1)]), [1, -1, 1]));
    }

    private static bool PairBreaks(TreeNodes tree, int feature, int direction)
    {
        foreach (var a in Bins)
        {
            foreach (var b in Bins)
            {
                double? before = null;
                foreach (var own in Bins)
                {
                    var row = new float[Features];
                    (row[feature], row[(feature + 1) % Features], row[(feature + 2) % Features]) = (own, a, b);
                    var value = direction * tree.Leaves[TreeEnsemble.Leaf(tree, row)];
                    if (value < before)
                    {
                        return true;
                    }

                    before = value;
                }
            }
        }

        return false;
    }
}
