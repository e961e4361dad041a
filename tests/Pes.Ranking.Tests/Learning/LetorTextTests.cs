using Pes.Ranking.Learning;
using Xunit;

namespace Pes.Ranking.Tests.Learning;

public sealed class LetorTextTests
{
    [Fact]
    public void Rows_that_name_their_query()
    {
        var rows = LetorText.Read(new StringReader("2 qid:7 1:0.5 3:-1e2 # a remark\n\n0 qid:7 2:4\n1.0 qid:9 1:1\t3:2\n"));
        Assert.Equal((4, 3, 2), (rows.Features, rows.Rows, rows.Queries));
        Assert.Equal([0, 2, 3], rows.QueryStarts);
        Assert.Equal([2, 0, 1], rows.Grades.Select(g => (int)g));
        Assert.Equal([0, 0.5f, 0, -100], rows.Row(0).ToArray());
        Assert.Equal([0, 1, 0, 2], rows.Row(2).ToArray());
    }

    [Fact]
    public void Rows_with_query_sizes_beside()
    {
        var rows = LetorText.Read(new StringReader("0 0:1\n1\n3 0:2\n"), new StringReader("1\n2\n"));
        Assert.Equal([0, 1, 3], rows.QueryStarts);
        Assert.Equal([1f, 0, 2], rows.Values);
        Assert.Equal([1f, 0, 0], rows.WithFeatures(3).Row(0).ToArray());
    }

    [Theory]
    [InlineData("0 1:1", null, "Line 1")]
    [InlineData("1 qid:1 1:1\n-1 qid:1", null, "Line 2")]
    [InlineData("1.5 qid:1", null, "Line 1")]
    [InlineData("32 qid:1", null, "Line 1")]
    [InlineData("1 qid:1 1:x", null, "Line 1")]
    [InlineData("1 qid:1 1:NaN", null, "Line 1")]
    [InlineData("1 qid:1 70000:1", null, "Line 1")]
    [InlineData("1 qid:1\n1 qid:2\n1 qid:1", null, "Line 3")]
    [InlineData("1 1:1\n1 1:1", "1\n", "add up")]
    [InlineData("1 1:1", "2\n", "line 1")]
    [InlineData("1 1:1", "x\n", "line 1")]
    public void What_cannot_be_read_is_named(string text, string? sizes, string where) =>
        Assert.Contains(
            where,
            Assert.Throws<FormatException>(() => LetorText.Read(new StringReader(text), sizes is null ? null : new StringReader(sizes))).Message,
            StringComparison.Ordinal);

    [SharedDataFact("ltr/lightgbm-example/rank.train", "ltr/lightgbm-example/rank.train.query", "ltr/lightgbm-example/rank.test")]
    public void The_sample_is_learnt_better_than_its_best_single_feature_ranks()
    {
        var (train, test) = (Sample("rank.train"), Sample("rank.test"));
        Assert.Equal((3_005, 201, 768, 50), (train.Rows, train.Queries, test.Rows, test.Queries));
        var features = Math.Max(train.Features, test.Features);
        (train, test) = (train.WithFeatures(features), test.WithFeatures(features));
        var bins = FeatureBins.Of(train);
        var model = LambdaMart.TrainOblivious(BinnedRows.Of(train, bins), new() { Trees = 100, Threads = 2 });
        var cut = BinnedRows.Of(test, bins);
        double[] scores = [.. Enumerable.Range(0, test.Rows).Select(row => (double)model.Score(Toy.RowOf(cut, row)))];
        Assert.True(RankingQuality.Ndcg(test.Grades, test.QueryStarts, scores, 10, EmptyQueries.One).Average() > 0.694);
    }

    private static JudgedRows Sample(string name)
    {
        using var rows = File.OpenText(SharedData.Path($"ltr/lightgbm-example/{name}"));
        using var sizes = File.OpenText(SharedData.Path($"ltr/lightgbm-example/{name}.query"));
        return LetorText.Read(rows, sizes);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        JudgedRows rows = new(3, [1, 0, 2.5f, 0, 0, 0, -3, 1e-7f, 255], [2, 0, 31], [0, 2, 3]);
        using var text = new StringWriter();
        using var sizes = new StringWriter();
        LetorText.Write(rows, text, sizes);
        Assert.Equal(("2 0:1 2:2.5\n0\n31 0:-3 1:1E-07 2:255\n", "2\n1\n"), (text.ToString(), sizes.ToString()));
        using var textAgain = new StringReader(text.ToString());
        using var sizesAgain = new StringReader(sizes.ToString());
        var again = LetorText.Read(textAgain, sizesAgain);
        Assert.Equal(rows.Values, again.Values);
        Assert.Equal(rows.Grades, again.Grades);
        Assert.Equal(rows.QueryStarts, again.QueryStarts);
    }
}
