using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Xunit;

namespace Pes.Ranking.Tests.Models;

public sealed class EnsembleImportTests
{
    /// <summary>x0 at most 0.5 → leaf 0; else x1 at most -2 → leaf 2, else leaf 1.</summary>
    private static readonly ImportedTree TwoNodes = new()
    {
        NumberOfNodes = 2,
        NumberOfLeaves = 3,
        LeftChild = [~0, ~2],
        RightChild = [1, ~1],
        NumericalSplitFeatureIndexes = [0, 1],
        NumericalSplitThresholds = [0.5f, -2f],
        LeafValues = [0.1, 0.2, 0.4],
    };

    [Theory]
    [InlineData(0.5f, 0, 0.1)]
    [InlineData(0.50000006f, 0, 0.2)]
    [InlineData(1, -2, 0.4)]
    [InlineData(1, -1.9999999f, 0.2)]
    [InlineData(float.NegativeInfinity, 0, 0.1)]
    public void A_value_on_the_threshold_goes_left(float first, float second, double leaf)
    {
        var ensemble = EnsembleImport.Convert(2, 0, [], [TwoNodes]);
        Assert.Equal((float)leaf, ensemble.Score([first, second]));
        Assert.Equal(leaf, ensemble.Sum([first, second]));
    }

    [Fact]
    public void Leaves_are_summed_as_doubles_in_the_order_of_the_trees()
    {
        // 1e16 swallows 1 where they meet: only the right order gives 0 or 1.
        ImportedTree Constant(double value) => Empty with { LeafValues = [value] };
        Assert.Equal(0f, EnsembleImport.Convert(1, 0, [], [Constant(1), Constant(1e16), Constant(-1e16)]).Score([0]));
        Assert.Equal(1f, EnsembleImport.Convert(1, 0, [], [Constant(1e16), Constant(-1e16), Constant(1)]).Score([0]));
        Assert.Equal((float)(0.1 + 0.2), EnsembleImport.Convert(1, 0.1, [], [Constant(0.2)]).Score([0]));
    }

    [Fact]
    public void A_tree_without_nodes_is_its_leaf_or_nothing()
    {
        Assert.Equal(0f, EnsembleImport.Convert(1, 0, [], [Empty]).Score([9]));
        Assert.Equal(2.5f, EnsembleImport.Convert(1, 0, [], [Empty with { LeafValues = [2.5] }, Empty]).Score([9]));
    }

    [Fact]
    public void Arrays_may_be_longer_than_the_counts()
    {
        var padded = TwoNodes with
        {
            LeftChild = [~0, ~2, 0],
            RightChild = [1, ~1, 0],
            NumericalSplitFeatureIndexes = [0, 1, 77],
            NumericalSplitThresholds = [0.5f, -2f, float.NaN],
            LeafValues = [0.1, 0.2, 0.4, double.NaN],
        };
        Assert.Equal(0.4f, EnsembleImport.Convert(2, 0, [], [padded]).Score([1, -2]));
    }

    [Fact]
    public void Weights_of_trees_scale_their_leaves() =>
        Assert.Equal((0.1 * 3) + 0.2, EnsembleImport.Convert(2, 0, [3, 1], [TwoNodes, Empty with { LeafValues = [0.2] }]).Sum([0, 0]));

    [Fact]
    public void What_is_not_a_number_is_refused_when_scored() =>
        Assert.Throws<ArgumentException>(() => EnsembleImport.Convert(2, 0, [], [TwoNodes]).Score([1, float.NaN]));

    public static TheoryData<string> Faults => [.. Broken.Keys];

    private static readonly Dictionary<string, ImportedTree> Broken = new(StringComparer.Ordinal)
    {
        ["a child that does not exist"] = TwoNodes with { LeftChild = [~0, ~3] },
        ["a node below itself"] = TwoNodes with { RightChild = [1, 1] },
        ["a leaf twice"] = TwoNodes with { LeftChild = [~0, ~0] },
        ["nodes in a circle"] = TwoNodes with { NumberOfNodes = 3, NumberOfLeaves = 4, LeftChild = [~0, 2, 1], RightChild = [~1, ~2, ~3], NumericalSplitFeatureIndexes = [0, 0, 0], NumericalSplitThresholds = [1, 2, 3], LeafValues = [1, 2, 3, 4] },
        ["a feature that does not exist"] = TwoNodes with { NumericalSplitFeatureIndexes = [0, 2] },
        ["a threshold that is no number"] = TwoNodes with { NumericalSplitThresholds = [0, float.NaN] },
        ["a leaf that is no number"] = TwoNodes with { LeafValues = [0, 1, double.NaN] },
        ["fewer entries than counted"] = TwoNodes with { LeafValues = [0, 1] },
        ["leaves that do not fit the nodes"] = TwoNodes with { NumberOfLeaves = 2 },
        ["categories"] = TwoNodes with { CategoricalSplitFlags = [false, true] },
        ["a negative count"] = TwoNodes with { NumberOfNodes = -1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_malformed_tree_is_refused(string fault) =>
        Assert.ThrowsAny<ArgumentException>(() => EnsembleImport.Convert(2, 0, [], [Broken[fault]]));

    [Fact]
    public void Weights_that_do_not_fit_are_refused() =>
        Assert.Throws<ArgumentException>(() => EnsembleImport.Convert(2, 0, [1, 1], [TwoNodes]));

    [Fact]
    public void A_trained_ensemble_survives_the_way_out_and_in()
    {
        var trained = RandomTrees.Ensemble(new Draw(4), 5, 20);
        var imported = EnsembleImport.Convert(5, trained.Bias, [], [.. trained.Trees.Select(t => new ImportedTree
        {
            NumberOfNodes = t.Left.Length, NumberOfLeaves = t.Leaves.Length, LeftChild = t.Left, RightChild = t.Right,
            NumericalSplitFeatureIndexes = t.Features, NumericalSplitThresholds = t.Thresholds, LeafValues = t.Leaves,
        })]);
        var draw = new Draw(5);
        for (var i = 0; i < 200; i++)
        {
            float[] row = [.. Enumerable.Range(0, 5).Select(_ => RandomTrees.Point(draw))];
            Assert.Equal(trained.Sum(row), imported.Sum(row));
        }
    }

    private static ImportedTree Empty => new()
    {
        NumberOfNodes = 0, NumberOfLeaves = 1, LeftChild = [], RightChild = [], NumericalSplitFeatureIndexes = [], NumericalSplitThresholds = [], LeafValues = [],
    };
}
