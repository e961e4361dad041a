using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Xunit;

namespace Pes.Ranking.MLNet.Tests;

/// <summary>ML.NET's trainers themselves; that each row scores to the bit as there is checked by the adapter after each training.</summary>
public sealed class MLNetTrainerTests
{
    private static readonly MLNetOptions Options = new(Trees: 40, Leaves: 15, Rate: 0.1, Seed: 3, Gains: [0, 1, 3, 7, 15]);

    public static TheoryData<string> Trainers { get; } = ["FastTree", "LightGbm"];

    [Theory]
    [MemberData(nameof(Trainers))]
    public void It_ranks_rows_that_it_has_not_seen_and_the_same_rows_give_the_same_trees(string trainer)
    {
        var trained = Train(trainer, Rows(1), Options);
        Assert.InRange(trained.Trees.Count, 1, Options.Trees);
        Assert.All(trained.Trees, t => Assert.InRange(t.Leaves.Length, 1, Options.Leaves));
        var judged = Rows(2);
        double[] scores = [.. Enumerable.Range(0, judged.Rows).Select(r => trained.Sum(judged.Row(r)))];
        Assert.True(RankingQuality.Ndcg(judged.Grades, judged.QueryStarts, scores, 10, EmptyQueries.Skip).Average() > 0.75);

        var again = Train(trainer, Rows(1), Options);
        Assert.Equal(trained.Trees.SelectMany(t => t.Leaves), again.Trees.SelectMany(t => t.Leaves));
        Assert.Equal(trained.Trees.SelectMany(t => t.Thresholds), again.Trees.SelectMany(t => t.Thresholds));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void The_cover_of_each_tree_is_all_rows_and_explanations_sum_to_the_score(string trainer)
    {
        var rows = Rows(4);
        var trained = Train(trainer, rows, Options);
        Assert.All(trained.Trees, t => Assert.Equal(rows.Rows, t.Cover!.Sum()));
        var contributions = new double[rows.Features];
        for (var row = 0; row < 30; row++)
        {
            var usual = TreeShap.Explain(trained, rows.Row(row), contributions);
            Assert.Equal(trained.Sum(rows.Row(row)), usual + contributions.Sum(), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Weights_of_rows_count_and_weights_of_one_do_not(string trainer)
    {
        var rows = Rows(6);
        double[] Leaves(float[]? weights) => [.. Train(trainer, rows, Options with { Trees = 5 }, weights).Trees.SelectMany(t => t.Leaves)];
        Assert.Equal(Leaves(null), Leaves([.. Enumerable.Repeat(1f, rows.Rows)]));
        Assert.NotEqual(Leaves(null), Leaves([.. Enumerable.Range(0, rows.Rows).Select(r => 1f + (r % 5))]));
    }

    [Fact]
    public void Rows_that_say_nothing_give_trees_without_nodes_or_say_so()
    {
        var rows = Rows(5);
        var silent = new JudgedRows(rows.Features, new float[rows.Values.Length], rows.Grades, rows.QueryStarts);
        Assert.All(Train("FastTree", silent, Options with { Trees = 3 }).Trees, t => Assert.Empty(t.Left));
        Assert.Contains("nothing to split", Assert.Throws<InvalidOperationException>(() => Train("LightGbm", silent, Options with { Trees = 3 })).Message, StringComparison.Ordinal);
    }

    private static TreeEnsemble Train(string trainer, JudgedRows rows, MLNetOptions options, float[]? weights = null) =>
        trainer == "FastTree" ? MLNetTrainers.FastTree(rows, options, weights) : MLNetTrainers.LightGbm(rows, options, weights);

    private static JudgedRows Rows(int seed)
    {
        const int Features = 6;
        const int Queries = 80;
        const int RowsOfQuery = 20;
        var random = new Random(seed);
        var (values, grades) = (new float[Queries * RowsOfQuery * Features], new byte[Queries * RowsOfQuery]);
        for (var row = 0; row < grades.Length; row++)
        {
            var own = values.AsSpan(row * Features, Features);
            for (var feature = 0; feature < Features; feature++)
            {
                own[feature] = feature == 5 ? (float)(random.NextDouble() - 0.5) : random.Next(32);
            }

            grades[row] = (byte)Math.Clamp((own[0] / 8) + (own[5] * 3) - (own[1] > 20 ? 2 : 0) + random.NextDouble() - 0.5, 0, 4);
        }

        return new(Features, values, grades, [.. Enumerable.Range(0, Queries + 1).Select(q => q * RowsOfQuery)]);
    }
}
