using Pes.Ranking.Learning;
using Xunit;

namespace Pes.Ranking.Tests.Learning;

public sealed class RankingQualityTests
{
    // Ranked 0 2 1 by score: gains 0, 3, 1.
    private static readonly byte[] Grades = [2, 0, 1];
    private static readonly double[] Scores = [5, 9, 1];
    private static readonly int[] OneQuery = [0, 3];

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.5213)]
    [InlineData(3, 0.6590)]
    [InlineData(10, 0.6590)]
    public void Ndcg_is_gain_by_place_against_the_best_order(int places, double expected) =>
        Assert.Equal(expected, Assert.Single(RankingQuality.Ndcg(Grades, OneQuery, Scores, places, EmptyQueries.Skip)), 1e-4);

    [Fact]
    public void Gains_may_be_set() =>
        Assert.Equal(
            ((10 / Math.Log2(3)) + (1 / 2.0)) / (10 + (1 / Math.Log2(3))),
            Assert.Single(RankingQuality.Ndcg(Grades, OneQuery, Scores, 3, EmptyQueries.Skip, [0, 1, 10])), 1e-12);

    [Fact]
    public void Average_precision_and_reciprocal_rank()
    {
        Assert.Equal(((1 / 2.0) + (2 / 3.0)) / 2, Assert.Single(RankingQuality.AveragePrecision(Grades, OneQuery, Scores, EmptyQueries.Skip)), 1e-12);
        Assert.Equal(0.5, Assert.Single(RankingQuality.ReciprocalRank(Grades, OneQuery, Scores, EmptyQueries.Skip)), 1e-12);
    }

    [Theory]
    [InlineData(EmptyQueries.One, new[] { 1.0, 1.0, 1.0 })]
    [InlineData(EmptyQueries.Zero, new[] { 1.0, 0.0, 0.0 })]
    [InlineData(EmptyQueries.Skip, new[] { 1.0 })]
    public void A_query_without_a_relevant_row_counts_as_is_said(EmptyQueries empty, double[] expected)
    {
        byte[] grades = [1, 0, 0];
        int[] starts = [0, 1, 3, 3];
        Assert.Equal(expected, RankingQuality.Ndcg(grades, starts, [1, 2, 3], 5, empty));
        Assert.Equal(expected, RankingQuality.AveragePrecision(grades, starts, [1, 2, 3], empty));
        Assert.Equal(expected, RankingQuality.ReciprocalRank(grades, starts, [1, 2, 3], empty));
    }

    [Fact]
    public void Equal_scores_keep_the_order_of_the_rows() =>
        Assert.Equal([0.5], RankingQuality.ReciprocalRank([0, 1, 0], [0, 3], [4, 4, 4], EmptyQueries.Skip));

    [Fact]
    public void A_mean_comes_with_its_standard_error()
    {
        var mean = QueryMean.Of([1, 2, 3]);
        Assert.Equal((2, 3), (mean.Mean, mean.Queries));
        Assert.Equal(1 / Math.Sqrt(3), mean.StandardError, 1e-12);
        Assert.Equal(0, QueryMean.Of([]).Queries);
    }

    [Fact]
    public void The_bootstrap_holds_the_mean_about_as_wide_as_the_normal_law()
    {
        var draw = new Draw(2);
        double[] values = [.. Enumerable.Range(0, 400).Select(_ => (double)draw.Next(100))];
        var mean = QueryMean.Of(values);
        var (low, high) = Bootstrap.OfMean(values);
        Assert.InRange(low, mean.Mean - (2.3 * mean.StandardError), mean.Mean - (1.6 * mean.StandardError));
        Assert.InRange(high, mean.Mean + (1.6 * mean.StandardError), mean.Mean + (2.3 * mean.StandardError));
        Assert.Equal((low, high), Bootstrap.OfMean(values));
        Assert.Throws<ArgumentException>(() => Bootstrap.OfMean([]));
    }

    [Fact]
    public void Each_query_is_scored_by_a_model_that_has_not_seen_it()
    {
        // Feature 0 names the query.
        var rows = new JudgedRows(1, [0, 0, 1, 2, 2, 2, 3, 4, 5], new byte[9], [0, 2, 3, 6, 7, 8, 9]);
        var scores = CrossValidation.Scores(rows, 3, 1, seen => held =>
        {
            Assert.Empty(seen.Values.Intersect(held.Values));
            Assert.Equal(4, seen.Queries);
            return [.. held.Values.Select(v => (double)v)];
        });
        Assert.Equal(rows.Values.Select(v => (double)v), scores);
    }
}
