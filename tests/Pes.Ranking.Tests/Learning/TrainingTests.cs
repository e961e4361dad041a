using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Xunit;

namespace Pes.Ranking.Tests.Learning;

public sealed class TrainingTests
{
    private static readonly LambdaMartOptions Options = new() { Trees = 40, Rate = 0.1, FeatureShare = 0.7 };

    // 1 up, -1 down, 0 free: what the grades of the toy really follow, and one feature that says nothing.
    private static readonly int[] Directions = [1, 1, -1, 1, 1, 0, 0, 0];

    [Fact]
    public void Trees_learn_what_grades_follow()
    {
        var (rows, others) = (Toy.Rows(), Toy.Rows(seed: 2));
        var bins = FeatureBins.Of(rows);
        var oblivious = LambdaMart.TrainOblivious(BinnedRows.Of(rows, bins), Options);
        var leafwise = LambdaMart.TrainLeafwise(BinnedRows.Of(rows, bins), Options, bins);
        var cut = BinnedRows.Of(others, bins);
        Assert.True(Ndcg10(others, i => oblivious.Score(Toy.RowOf(cut, i))) > 0.9);
        Assert.True(Ndcg10(others, i => leafwise.Score(others.Row(i))) > 0.9);
        Assert.True(Ndcg10(others, _ => 0) < 0.75);
    }

    [Fact]
    public void Threads_change_no_bit_of_a_model()
    {
        // Large enough that histograms are summed by several threads.
        var rows = Toy.Binned(Toy.Rows(queries: 600));
        Assert.True(rows.Rows > 10_000);
        var few = Options with { Trees = 5 };
        var (one, four) = (LambdaMart.TrainOblivious(rows, few), LambdaMart.TrainOblivious(rows, few with { Threads = 4 }));
        Assert.Equal(one.AskedFeatures.ToArray(), four.AskedFeatures.ToArray());
        Assert.Equal(one.AskedBins.ToArray(), four.AskedBins.ToArray());
        Assert.Equal(one.Leaves.ToArray(), four.Leaves.ToArray());
        Assert.Equal(one.Cover.ToArray(), four.Cover.ToArray());
        var (alone, together) = (LambdaMart.TrainLeafwise(rows, few), LambdaMart.TrainLeafwise(rows, few with { Threads = 4 }));
        Assert.Equal(alone.Trees.SelectMany(t => t.Thresholds), together.Trees.SelectMany(t => t.Thresholds));
        Assert.Equal(alone.Trees.SelectMany(t => t.Leaves), together.Trees.SelectMany(t => t.Leaves));
    }

    [Fact]
    public void A_seed_gives_one_model_and_another_seed_another()
    {
        var rows = Toy.Binned(Toy.Rows());
        var leaves = LambdaMart.TrainOblivious(rows, Options).Leaves.ToArray();
        Assert.Equal(leaves, LambdaMart.TrainOblivious(rows, Options).Leaves.ToArray());
        Assert.NotEqual(leaves, LambdaMart.TrainOblivious(rows, Options with { Seed = 2 }).Leaves.ToArray());
    }

    [Theory]
    [InlineData(TreeShape.Oblivious)]
    [InlineData(TreeShape.LeafWise)]
    public void A_monotone_feature_never_lowers_a_score(TreeShape shape)
    {
        var rows = Toy.Binned(Toy.Rows(queries: 40));
        var score = Scorer(rows, shape, Options with { Monotone = Directions });
        var broken = Scorer(rows, shape, Options);
        var draw = new Draw(3);
        var freeFalls = 0;
        for (var pair = 0; pair < 100_000; pair++)
        {
            var row = Toy.RowOf(rows, draw.Next(rows.Rows));
            var better = (byte[])row.Clone();
            var feature = draw.Next(5);
            better[feature] = (byte)(Directions[feature] > 0 ? row[feature] + draw.Next(256 - row[feature]) : draw.Next(row[feature] + 1));
            Assert.True(score(better) >= score(row));
            freeFalls += broken(better) < broken(row) ? 1 : 0;
        }

        Assert.True(freeFalls > 0, "without constraints the same data break the order, or this test shows nothing");
    }

    [Fact]
    public void Covers_are_the_rows_of_each_leaf()
    {
        var rows = Toy.Binned(Toy.Rows());
        var model = LambdaMart.TrainOblivious(rows, Options with { Trees = 3 });
        for (var tree = 0; tree < model.Trees; tree++)
        {
            var counted = new int[ObliviousModel.LeavesOfTree];
            for (var row = 0; row < rows.Rows; row++)
            {
                counted[model.Leaf(tree, Toy.RowOf(rows, row))]++;
            }

            Assert.Equal(counted, model.Cover.Slice(tree * ObliviousModel.LeavesOfTree, ObliviousModel.LeavesOfTree).ToArray());
        }
    }

    [Fact]
    public void Leafwise_trees_over_bins_and_over_values_answer_alike()
    {
        var rows = Toy.Rows();
        var bins = FeatureBins.Of(rows);
        var cut = BinnedRows.Of(rows, bins);
        var (byBin, byValue) = (LambdaMart.TrainLeafwise(cut, Options), LambdaMart.TrainLeafwise(cut, Options, bins));
        for (var row = 0; row < rows.Rows; row++)
        {
            Assert.Equal(byBin.Score([.. Toy.RowOf(cut, row).Select(b => (float)b)]), byValue.Score(rows.Row(row)));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(32)]
    public void A_leafwise_tree_has_no_more_leaves_than_asked(int leaves) =>
        Assert.Equal(leaves, LambdaMart.TrainLeafwise(Toy.Binned(Toy.Rows(200)), Options with { Leaves = leaves, Trees = 5, LeastShare = 0 }).Trees.Max(t => t.Leaves.Length));

    [Fact]
    public void Rows_without_any_order_give_a_model_without_trees() =>
        Assert.Equal(0, LambdaMart.TrainOblivious(BinnedRows.FromBins(2, [1, 2, 3, 4], [1, 1], [0, 2]), Options).Trees);

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        var rows = Toy.Binned(Toy.Rows(3));
        Assert.Throws<ArgumentException>(() => LambdaMart.TrainOblivious(rows, Options with { Monotone = [1] }));
        Assert.Throws<ArgumentException>(() => LambdaMart.TrainOblivious(rows, Options with { FeatureShare = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LambdaMart.TrainLeafwise(rows, Options with { Leaves = 33 }));
    }

    private static Func<byte[], double> Scorer(BinnedRows rows, TreeShape shape, LambdaMartOptions options)
    {
        if (shape == TreeShape.Oblivious)
        {
            var model = LambdaMart.TrainOblivious(rows, options);
            return row => model.Score(row);
        }

        var ensemble = LambdaMart.TrainLeafwise(rows, options);
        return row => ensemble.Score([.. row.Select(b => (float)b)]);
    }

    private static double Ndcg10(JudgedRows rows, Func<int, double> score) => RankingQuality
        .Ndcg(rows.Grades, rows.QueryStarts, [.. Enumerable.Range(0, rows.Rows).Select(score)], 10, EmptyQueries.Skip).Average();
}
