using System.Globalization;
using Pes.Ranking.Models;
using Xunit;

namespace Pes.Ranking.Tests.Models;

/// <summary>Hand-made models in LightGBM's text form against the rule of its prediction, written down anew here.</summary>
public sealed class LightGbmTextTests
{
    private const double ZeroBand = 1.0000000180025095e-35;

    private static readonly float[] Edges =
    [
        0f, -0f, 1e-35f, -1e-35f, 2e-35f, -2e-35f, MathF.BitIncrement(1e-35f), MathF.BitDecrement(-1e-35f), float.Epsilon, -float.Epsilon, 0.1f, MathF.BitIncrement(0.1f), MathF.BitDecrement(0.1f),
        0.5f, -0.5f, 1, -1, 2.5f, -2.5f, 1e30f, -1e30f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity,
    ];

    [Fact]
    public void A_model_is_scored_to_the_bit_as_doubles_in_the_order_of_its_trees()
    {
        var ensemble = Read(Model(
            3,
            Tree([0, 2], [0.5, -1.5], [2, 2], [~0, ~1], [1, ~2], [0.1, 0.2, 0.30000000000000004]),
            Tree([1], [1e300], [2], [~0], [~1], [1e16, -1e16]),
            Tree([1], [0.1], [2], [~0], [~1], [0.7, 1])));
        Assert.Equal((3, 3, 0.0), (ensemble.Features, ensemble.Trees.Count, ensemble.Bias));
        Assert.Equal(0.1 + 1e16 + 0.7, ensemble.Sum([0.5f, 0, 0]));
        Assert.Equal(0.30000000000000004 + 1e16 + 1, ensemble.Sum([0.6f, 3, -1]));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(-0.30000000000000004)]
    [InlineData(1.0000000180025095e-35)]
    [InlineData(-1.0000000180025095e-35)]
    [InlineData(0.0)]
    [InlineData(1e-40)]
    [InlineData(5e-320)]
    [InlineData(2.5)]
    [InlineData(-2.5)]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    public void Every_kind_of_missing_and_default_goes_as_its_maker_sends_it(double threshold)
    {
        foreach (var missing in (int[])[0, 1, 2])
        {
            foreach (var defaultLeft in (bool[])[false, true])
            {
                var decision = (missing << 2) | (defaultLeft ? 2 : 0);
                var ensemble = Read(Model(1, Tree([0], [threshold], [decision], [~0], [~1], [1, 2])));
                foreach (var value in Edges.Append((float)threshold).Append(MathF.BitIncrement((float)threshold)).Append(MathF.BitDecrement((float)threshold)))
                {
                    Assert.Equal((value, missing, defaultLeft, GoesLeft(value, threshold, decision) ? 1 : 2), (value, missing, defaultLeft, ensemble.Sum([value])));
                }
            }
        }
    }

    [Fact]
    public void Random_trees_score_as_the_rule_says_in_every_evaluator_and_after_a_file()
    {
        var random = new Random(3);
        for (var round = 0; round < 30; round++)
        {
            string[] trees = [.. Enumerable.Range(0, 5).Select(_ => RandomTree(random, zeros: round % 2 == 0))];
            var ensemble = Read(Model(4, trees));
            using var file = new MemoryStream();
            new RankingModelFile { Version = "lightgbm", Card = "{}", FeatureNames = ["a", "b", "c", "d"], Ensemble = ensemble }.Write(file);
            file.Position = 0;
            var kept = RankingModelFile.Read(file).Ensemble!;
            const int Rows = 300;
            var stride = EnsembleScorer.Stride(Rows);
            var (columns, rows) = (new float[4 * stride], new float[Rows][]);
            for (var row = 0; row < Rows; row++)
            {
                rows[row] = [.. Enumerable.Range(0, 4).Select(_ => random.Next(3) == 0 ? Edges[random.Next(Edges.Length)] : (float)random.Next(-30, 30) / 10)];
                for (var feature = 0; feature < 4; feature++)
                {
                    columns[(feature * stride) + row] = rows[row][feature];
                }
            }

            var scores = new float[Rows];
            var fits = ensemble.Trees.All(t => t.Leaves.Length <= 32);
            if (fits)
            {
                new EnsembleScorer(kept).Score(columns, stride, scores);
            }

            for (var row = 0; row < Rows; row++)
            {
                var expected = trees.Aggregate(0.0, (sum, tree) => sum + Predicted(tree, rows[row]));
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(ensemble.Sum(rows[row])));
                Assert.Equal(expected, kept.Sum(rows[row]));
                Assert.True(!fits || (float)expected == scores[row]);
            }
        }
    }

    // As LightGBM 2.3 to 3.1 write a tree (without is_linear), 3.2 and 3.3 (with it), in the order of its lines.
    [Theory]
    [InlineData("")]
    [InlineData("is_linear=0\n")]
    public void A_text_of_version_3_is_scored_to_the_bit_as_one_of_version_4(string linear)
    {
        string Older(string tree)
        {
            var lines = tree.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
            var leaves = lines.Single(l => l.StartsWith("leaf_value=", StringComparison.Ordinal)).Split(' ').Length;
            lines.Insert(lines.Count - 1, $"leaf_weight={Words(Enumerable.Repeat(0.25, leaves).ToArray())}\nleaf_count={Words(Enumerable.Range(10, leaves).ToArray())}");
            lines.Insert(lines.Count - 1, $"internal_value={Words(new double[leaves - 1])}\ninternal_weight={Words(new double[leaves - 1])}\ninternal_count={Words(new int[leaves - 1])}");
            return string.Join('\n', lines.SkipLast(1)) + $"\n{linear}{lines[^1]}\n";
        }

        var random = new Random(5);
        for (var round = 0; round < 30; round++)
        {
            string[] trees = [.. Enumerable.Range(0, 6).Select(_ => RandomTree(random, zeros: round % 2 == 0))];
            var (older, newer) = (Read(InForm("v3", Model(4, [.. trees.Select(Older)]))), Read(Model(4, trees)));
            for (var row = 0; row < 300; row++)
            {
                float[] values = [.. Enumerable.Range(0, 4).Select(_ => random.Next(3) == 0 ? Edges[random.Next(Edges.Length)] : (float)random.Next(-30, 30) / 10)];
                var expected = BitConverter.DoubleToInt64Bits(trees.Aggregate(0.0, (sum, tree) => sum + Predicted(tree, values)));
                Assert.Equal(expected, BitConverter.DoubleToInt64Bits(older.Sum(values)));
                Assert.Equal(expected, BitConverter.DoubleToInt64Bits(newer.Sum(values)));
            }
        }
    }

    [Fact]
    public void A_tree_of_one_leaf_is_its_value()
    {
        Assert.Equal(-0.25, Read(Model(1, "num_leaves=1\nnum_cat=0\nsplit_feature=\nthreshold=\ndecision_type=\nleft_child=\nright_child=\nleaf_value=-0.25\nshrinkage=1\n")).Sum([7]));
        Assert.Equal(0, Read(Model(1)).Sum([7]));
    }

    [Fact]
    public void The_cover_is_kept_where_every_leaf_stands_once()
    {
        var tree = Tree([0], [0.5], [2], [~0], [~1], [1, 2]) + "leaf_count=30 70\n";
        Assert.Equal([30, 70], Read(Model(1, tree)).Trees[0].Cover!);
        Assert.Null(Read(Model(1, Tree([0], [0.5], [4], [~0], [~1], [1, 2]) + "leaf_count=30 70\n")).Trees[0].Cover);
    }

    public static TheoryData<string, string> Wrong { get; } = new()
    {
        { "its first line", "hello" },
        { "its first line", "" },
        { "several classes", Model(1).Replace("num_class=1", "num_class=3", StringComparison.Ordinal) },
        { "several classes", Model(1).Replace("num_tree_per_iteration=1", "num_tree_per_iteration=3", StringComparison.Ordinal) },
        { "averages", Model(1).Replace("num_class=1", "num_class=1\naverage_output", StringComparison.Ordinal) },
        { "by categories", Model(1, Tree([0], [0], [2], [~0], [~1], [1, 2]).Replace("num_cat=0", "num_cat=1", StringComparison.Ordinal)) },
        { "by categories", Model(1, Tree([0], [0], [3], [~0], [~1], [1, 2])) },
        { "linear leaves", Model(1, Tree([0], [0], [2], [~0], [~1], [1, 2]) + "is_linear=1\n") },
        { "linear leaves", InForm("v3", Model(1, Tree([0], [0], [2], [~0], [~1], [1, 2]) + "is_linear=1\n")) },
        { "linear leaves", InForm("v3", Model(1, Tree([0], [0], [2], [~0], [~1], [1, 2]) + "leaf_const=1 2\nleaf_coeff=0.5 0.5\n")) },
        { "by categories", InForm("v3", Model(1, Tree([0], [0], [1], [~0], [~1], [1, 2]))) },
        { "averages", InForm("v3", Model(1).Replace("num_class=1", "num_class=1\naverage_output", StringComparison.Ordinal)) },
        { "of version v2", InForm("v2", Model(1)) },
        { "of version v5", InForm("v5", Model(1)) },
        { "of version none", Model(1).Replace("version=v4\n", "", StringComparison.Ordinal) },
        { "cut off", Model(1, Tree([0], [0], [2], [~0], [~1], [1, 2])).Replace("end of trees", "", StringComparison.Ordinal) },
        { "reached twice", Model(1, Tree([0, 0], [0, 1], [2, 2], [1, ~0], [1, ~2], [1, 2, 3])) },
        { "reached twice", Model(1, Tree([0], [0], [2], [~0], [~0], [1, 2])) },
        { "in a circle", Model(1, Tree([0, 0, 0], [0, 1, 2], [2, 2, 2], [~0, 2, 1], [~1, ~2, ~3], [1, 2, 3, 4])) },
        { "entries of threshold", Model(1, Tree([0], [0, 1], [2], [~0], [~1], [1, 2])) },
        { "a feature does not exist", Model(1, Tree([1], [0], [2], [~0], [~1], [1, 2])) },
        { "in leaf_value", Model(1, Tree([0], [0], [2], [~0], [~1], [1, 2]).Replace("leaf_value=1", "leaf_value=one", StringComparison.Ordinal)) },
        { "max_feature_idx", Model(1).Replace("max_feature_idx", "feature_idx", StringComparison.Ordinal) },
        { "not a number", Model(1, Tree([0], [0], [2], [~0], [~1], [1, 2]).Replace("threshold=0", "threshold=NaN", StringComparison.Ordinal)) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_would_score_otherwise_is_refused_with_its_reason(string said, string text) =>
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    // LightGBM's numerical decision for a value that is a number.
    private static bool GoesLeft(float value, double threshold, int decision) =>
        ((decision >> 2) & 3) == 1 && value >= -ZeroBand && value <= ZeroBand ? (decision & 2) != 0 : value <= threshold;

    private static TreeEnsemble Read(string text)
    {
        using var reader = new StringReader(text);
        return LightGbmText.Read(reader);
    }

    private static string Model(int features, params string[] trees) =>
        $"tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx={features - 1}\nobjective=lambdarank\n"
        + $"feature_names={string.Join(' ', Enumerable.Range(0, features).Select(i => $"Column_{i}"))}\nfeature_infos=none\ntree_sizes=1\n\n"
        + string.Concat(trees.Select((t, i) => $"Tree={i}\n{t}\n\n")) + "end of trees\n\nfeature_importances:\nColumn_0=1\n\nparameters:\n[boosting: gbdt]\nend of parameters\n";

    private static string InForm(string version, string model) => model.Replace("version=v4", $"version={version}", StringComparison.Ordinal);

    private static string Tree(int[] features, double[] thresholds, int[] decisions, int[] left, int[] right, double[] leaves) =>
        $"num_leaves={leaves.Length}\nnum_cat=0\nsplit_feature={Words(features)}\nsplit_gain={Words(features)}\nthreshold={Words(thresholds)}\ndecision_type={Words(decisions)}\n"
        + $"left_child={Words(left)}\nright_child={Words(right)}\nleaf_value={Words(leaves)}\nshrinkage=0.1\n";

    private static string Words<T>(T[] values)
        where T : IFormattable => string.Join(' ', values.Select(v => v.ToString(null, CultureInfo.InvariantCulture)));

    // Each split replaces a leaf, as LightGBM grows and numbers them.
    private static string RandomTree(Random random, bool zeros)
    {
        List<(int Left, int Right)> nodes = [];
        var leaves = 1;
        for (var split = random.Next(1, 8); split > 0; split--)
        {
            var (node, leaf) = (nodes.Count, random.Next(leaves));
            nodes = [.. nodes.Select(n => (n.Left == ~leaf ? node : n.Left, n.Right == ~leaf ? node : n.Right)), (~leaf, ~leaves)];
            leaves++;
        }

        double[] places = [0, 0.1, -0.1, ZeroBand, -ZeroBand, 1.25, -2.5];
        return Tree(
            [.. nodes.Select(_ => random.Next(4))], [.. nodes.Select(_ => places[random.Next(places.Length)])],
            [.. nodes.Select(_ => ((zeros ? random.Next(3) : 2 * random.Next(2)) << 2) | (2 * random.Next(2)))],
            [.. nodes.Select(n => n.Left)], [.. nodes.Select(n => n.Right)], [.. Enumerable.Range(0, leaves).Select(_ => random.NextDouble() - 0.5)]);
    }

    private static double Predicted(string tree, float[] row)
    {
        var block = tree.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')).ToDictionary(p => p[0], p => p[1].Split(' '), StringComparer.Ordinal);
        int Whole(string key, int at) => int.Parse(block[key][at], CultureInfo.InvariantCulture);
        double Real(string key, int at) => double.Parse(block[key][at], CultureInfo.InvariantCulture);
        var node = 0;
        while (node >= 0)
        {
            node = GoesLeft(row[Whole("split_feature", node)], Real("threshold", node), Whole("decision_type", node)) ? Whole("left_child", node) : Whole("right_child", node);
        }

        return Real("leaf_value", ~node);
    }
}
