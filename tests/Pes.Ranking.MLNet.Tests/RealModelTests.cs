using Pes.Ranking.Models;
using Xunit;

namespace Pes.Ranking.MLNet.Tests;

/// <summary>Models that LightGBM trained and wrote itself, against its own scores.</summary>
public sealed class RealModelTests
{
    private const int Features = 8;
    private const int Queries = 60;
    private const int RowsOfQuery = 25;

    private static readonly string[] Names = [.. Enumerable.Range(0, Features).Select(i => $"Feature{i}")];

    private static readonly (float[] Values, float[] Labels) Made = Make(11);

    [Theory]
    [InlineData("objective=lambdarank", 60)]
    [InlineData("objective=lambdarank num_leaves=4 learning_rate=0.3", 200)]
    [InlineData("objective=lambdarank num_leaves=200 min_data_in_leaf=1", 10)]
    [InlineData("objective=lambdarank label_gain=0,1,2,4,8 lambdarank_truncation_level=5", 40)]
    [InlineData("objective=rank_xendcg", 40)]
    [InlineData("objective=lambdarank boosting=dart drop_rate=0.5", 40)]
    [InlineData("objective=lambdarank data_sample_strategy=goss", 60)]
    [InlineData("objective=lambdarank bagging_fraction=0.5 bagging_freq=1 feature_fraction=0.5 extra_trees=true", 40)]
    [InlineData("objective=lambdarank use_missing=false", 40)]
    [InlineData("objective=lambdarank zero_as_missing=true", 40)]
    [InlineData("objective=lambdarank zero_as_missing=true num_leaves=4 learning_rate=0.5", 100)]
    [InlineData("objective=lambdarank monotone_constraints=1,-1,0,0,0,0,0,0 monotone_constraints_method=advanced", 40)]
    [InlineData("objective=lambdarank max_bin=7 path_smooth=1 lambda_l1=0.1 min_gain_to_split=0.01", 40)]
    [InlineData("objective=lambdarank use_quantized_grad=true num_grad_quant_bins=8", 40)]
    [InlineData("objective=lambdarank min_data_in_leaf=100000", 3)]
    [InlineData("objective=binary", 40)]
    [InlineData("objective=regression boost_from_average=true", 40)]
    [InlineData("objective=regression_l1", 40)]
    [InlineData("objective=huber reg_sqrt=true", 20)]
    public void Text_of_its_own_making_scores_to_the_bit(string parameters, int trees)
    {
        var isRanking = parameters.Contains("rank", StringComparison.Ordinal);
        var labels = parameters.Contains("binary", StringComparison.Ordinal) ? [.. Made.Labels.Select(l => l > 1 ? 1f : 0)] : Made.Labels;
        using var trained = LightGbm.Train(parameters, trees, Made.Values, Features, labels, isRanking ? [.. Enumerable.Repeat(RowsOfQuery, Queries)] : [], Names);
        var text = trained.Text();
        using var kept = LightGbm.Read(text);
        var ours = Read(text);
        var (values, _) = Make(12);
        var expected = kept.Scores(values, Features);
        for (var row = 0; row < expected.Length; row++)
        {
            var own = ours.Sum(values.AsSpan(row * Features, Features));
            Assert.True(BitConverter.DoubleToInt64Bits(expected[row]) == BitConverter.DoubleToInt64Bits(own), $"row {row}: {expected[row]:R} there, {own:R} here");
        }

        if (ours.Trees.All(t => t.Cover is not null))
        {
            var explained = kept.Explained(values, Features);
            var contributions = new double[Features];
            for (var row = 0; row < 50; row++)
            {
                var usual = TreeShap.Explain(ours, values.AsSpan(row * Features, Features), contributions);
                var theirs = explained.AsSpan(row * (Features + 1), Features + 1);
                Assert.Equal(theirs[Features], usual, 1e-9);
                for (var feature = 0; feature < Features; feature++)
                {
                    Assert.Equal(theirs[feature], contributions[feature], 1e-9);
                }
            }
        }
    }

    [Theory]
    [InlineData("objective=lambdarank boosting=rf bagging_fraction=0.5 bagging_freq=1", "averages")]
    [InlineData("objective=multiclass num_class=5", "several classes")]
    [InlineData("objective=lambdarank categorical_feature=7 min_data_per_group=1 cat_smooth=0", "by categories")]
    [InlineData("objective=regression linear_tree=true", "linear leaves")]
    public void What_would_score_otherwise_is_refused(string parameters, string said)
    {
        var isRanking = parameters.Contains("rank", StringComparison.Ordinal);
        using var trained = LightGbm.Train(parameters, 10, Made.Values, Features, Made.Labels, isRanking ? [.. Enumerable.Repeat(RowsOfQuery, Queries)] : [], Names);
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Read(trained.Text())).Message, StringComparison.Ordinal);
    }

    private static TreeEnsemble Read(string text)
    {
        using var reader = new StringReader(text);
        return LightGbmText.Read(reader);
    }

    // Whole and broken numbers, many zeros, negative ones, one column with five values, one that says nothing.
    private static (float[] Values, float[] Labels) Make(int seed)
    {
        var random = new Random(seed);
        var (values, labels) = (new float[Queries * RowsOfQuery * Features], new float[Queries * RowsOfQuery]);
        for (var row = 0; row < labels.Length; row++)
        {
            var own = values.AsSpan(row * Features, Features);
            (own[0], own[1], own[2]) = (random.Next(256), (float)random.NextDouble(), random.Next(3) == 0 ? 0 : (float)(random.NextDouble() - 0.5));
            (own[3], own[4], own[5]) = (random.Next(2), random.Next(-3, 4) * 0.1f, random.Next(4) == 0 ? 1e-36f : random.Next(-2, 3));
            (own[6], own[7]) = (0, random.Next(5));
            var worth = (own[0] / 128) - own[1] + (own[2] * 2) + (own[3] * own[4] * 4) + (own[7] == 2 ? 1 : 0) + ((float)random.NextDouble() * 1.5f);
            labels[row] = Math.Clamp((int)worth, 0, 4);
        }

        return (values, labels);
    }
}
