using System.Numerics;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Xunit;

namespace Pes.Ranking.Tests.Models;

public sealed class ShapTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_recursion_gives_the_mean_over_all_orders_of_learning_the_features(bool emptyLeaves)
    {
        var draw = new Draw(1);
        for (var round = 0; round < 60; round++)
        {
            var ensemble = RandomTrees.Ensemble(draw, features: 5, trees: 3, mostLeaves: 14, emptyLeaves);
            float[] row = [.. Enumerable.Range(0, 5).Select(_ => RandomTrees.Point(draw))];
            var contributions = new double[5];
            var mean = TreeShap.Explain(ensemble, row, contributions);
            Assert.Equal(Expected(ensemble, row, 0), mean, 1e-9);
            for (var feature = 0; feature < 5; feature++)
            {
                Assert.Equal(ByDefinition(ensemble, row, feature), contributions[feature], 1e-9);
            }

            Assert.Equal(ensemble.Sum(row), mean + contributions.Sum(), 1e-9);
        }
    }

    [Fact]
    public void The_tables_of_oblivious_trees_give_what_the_recursion_gives_and_sum_exactly()
    {
        var draw = new Draw(2);
        for (var round = 0; round < 30; round++)
        {
            var model = RandomTrees.Oblivious(draw, features: 1 + draw.Next(7), trees: 12);
            var (shap, nodes) = (new ObliviousShap(model), model.ToEnsemble());
            byte[] row = [.. Enumerable.Range(0, model.Features).Select(_ => (byte)draw.Next(256))];
            var (exact, reference) = (new long[model.Features], new double[model.Features]);
            shap.Explain(row, exact);
            var mean = TreeShap.Explain(nodes, [.. row.Select(b => (float)b)], reference);
            Assert.Equal((long)model.Score(row) << (ObliviousShap.Bits - ObliviousModel.ScoreBits), shap.Mean + exact.Sum());
            Assert.Equal(mean, Math.ScaleB(shap.Mean, -ObliviousShap.Bits), 1e-4);
            for (var feature = 0; feature < model.Features; feature++)
            {
                Assert.Equal(reference[feature], Math.ScaleB(exact[feature], -ObliviousShap.Bits), 1e-4);
            }
        }
    }

    [Fact]
    public void What_a_model_expects_is_its_mean_over_the_training_rows_where_a_feature_is_not_known()
    {
        var draw = new Draw(7);
        for (var round = 0; round < 30; round++)
        {
            var model = RandomTrees.Oblivious(draw, features: 5, trees: 12);
            HashSet<int> known = [.. draw.Shuffled(5).Take(1 + draw.Next(4))];
            var (expecting, nodes) = (model.Expecting(known), model.ToEnsemble());
            var rows = Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 5).Select(_ => (byte)draw.Next(256)).ToArray()).ToList();
            var apart = rows.Select(row => (expecting.Score(row) / 4096.0) - Expected(nodes, [.. row.Select(b => (float)b)], known.Sum(feature => 1 << feature))).ToList();

            // Trees without a known feature are the same for all rows; a leaf is rounded to 2^-12.
            Assert.All(apart, a => Assert.Equal(apart[0], a, 13.0 / 4096));
            Assert.All(rows, row => Assert.Equal(expecting.Score(row), expecting.Score([.. row.Select((bin, feature) => known.Contains(feature) ? bin : (byte)draw.Next(256))])));
        }

        var any = RandomTrees.Oblivious(draw, features: 4, trees: 9);
        Assert.Equal(0, any.Expecting(new HashSet<int>()).Trees);
        byte[] some = [9, 99, 199, 249];
        Assert.Equal(any.Score(some), any.Expecting(new HashSet<int> { 0, 1, 2, 3 }).Score(some) + any.Score([0, 0, 0, 0]) - any.Expecting(new HashSet<int> { 0, 1, 2, 3 }).Score([0, 0, 0, 0]));
    }

    [Fact]
    public void A_feature_that_no_tree_asks_adds_nothing()
    {
        var model = new ObliviousModel(3, [0, 0, 1, 1, 0], [3, 9, 9, 200, 255], [.. Enumerable.Range(0, 32).Select(i => (short)(i * 10))], [.. Enumerable.Range(1, 32)]);
        var contributions = new long[3];
        new ObliviousShap(model).Explain([5, 50, 77], contributions);
        Assert.Equal(0, contributions[2]);
        Assert.NotEqual(0, contributions[0]);
        Assert.NotEqual(0, contributions[1]);
    }

    [Fact]
    public void A_trained_model_explains_its_rows_exactly()
    {
        var rows = Learning.Toy.Binned(Learning.Toy.Rows());
        var model = LambdaMart.TrainOblivious(rows, new() { Trees = 60 });
        var shap = new ObliviousShap(model);
        var contributions = new long[rows.Features];
        double meanOfScores = 0;
        for (var row = 0; row < rows.Rows; row++)
        {
            var bins = Learning.Toy.RowOf(rows, row);
            shap.Explain(bins, contributions);
            Assert.Equal((long)model.Score(bins) << 8, shap.Mean + contributions.Sum());
            meanOfScores += model.Score(bins);
        }

        Assert.Equal(meanOfScores / rows.Rows, shap.Mean / 256.0, 1.0);
    }

    [Fact]
    public void Trees_that_do_not_know_their_cover_are_not_explained()
    {
        var tree = RandomTrees.Tree(new Draw(1), 2, 4) with { Cover = null };
        Assert.Throws<ArgumentException>(() => TreeShap.Explain(new(2, 0, [tree]), [0, 0], new double[2]));
    }

    // Shapley's formula over all subsets of the other features.
    private static double ByDefinition(TreeEnsemble ensemble, float[] row, int feature)
    {
        double sum = 0;
        for (var known = 0; known < 1 << row.Length; known++)
        {
            if ((known >> feature & 1) == 0)
            {
                var size = BitOperations.PopCount((uint)known);
                var weight = Factorial(size) * Factorial(row.Length - size - 1) / Factorial(row.Length);
                sum += weight * (Expected(ensemble, row, known | 1 << feature) - Expected(ensemble, row, known));
            }
        }

        return sum;
    }

    private static double Expected(TreeEnsemble ensemble, float[] row, int known) =>
        ensemble.Bias + ensemble.Trees.Sum(tree => Expected(tree, tree.Left.Length == 0 ? ~0 : 0, row, known));

    private static double Expected(TreeNodes tree, int node, float[] row, int known)
    {
        if (node < 0)
        {
            return tree.Leaves[~node];
        }

        var (left, right) = (tree.Left[node], tree.Right[node]);
        if ((known >> tree.Features[node] & 1) != 0)
        {
            return Expected(tree, row[tree.Features[node]] <= tree.Thresholds[node] ? left : right, row, known);
        }

        double coverLeft = Cover(tree, left), coverRight = Cover(tree, right);
        var share = coverLeft + coverRight > 0 ? coverLeft / (coverLeft + coverRight) : 0.5;
        return (share * Expected(tree, left, row, known)) + ((1 - share) * Expected(tree, right, row, known));
    }

    private static long Cover(TreeNodes tree, int node) => node < 0 ? tree.Cover![~node] : Cover(tree, tree.Left[node]) + Cover(tree, tree.Right[node]);

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
