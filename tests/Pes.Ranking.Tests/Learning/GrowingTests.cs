using Pes.Ranking.Learning;
using Xunit;

namespace Pes.Ranking.Tests.Learning;

public sealed class GrowingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Histograms_are_the_sums_by_bin_and_a_child_is_what_its_sibling_leaves(int threads)
    {
        var rows = Toy.Binned(Toy.Rows(queries: 700));
        var histograms = new GradientHistograms(rows);
        var draw = new Draw(1);
        long[] packed = [.. Enumerable.Range(0, rows.Rows).Select(_ => ((long)(draw.Next(2_000) - 1_000) << 32) + draw.Next(500))];
        int[] all = [.. Enumerable.Range(0, rows.Rows)];
        int[] left = [.. all.Where(r => rows.Column(0)[r] < 100)];
        var (whole, part) = (new long[histograms.Bins], new long[histograms.Bins]);
        histograms.Sum(all, packed, whole, threads);
        histograms.Sum(left, packed, part, threads);
        Assert.Equal(Naive(rows, histograms, all, packed), whole);
        Histogram.Subtract(whole, part);
        Assert.Equal(Naive(rows, histograms, [.. all.Except(left)], packed), whole);
    }

    [Fact]
    public void Rows_are_parted_in_their_order()
    {
        var order = new RowOrder(6);
        order.Reset();
        Assert.Equal(4, order.Part(0, 6, [9, 1, 2, 8, 3, 4], 4));
        Assert.Equal([1, 2, 4, 5, 0, 3], order.Rows(0, 6).ToArray());
        Assert.Equal(2, order.Part(1, 3, [0, 0, 0, 0, 9, 0], 4));
        Assert.Equal([1, 2, 4, 5, 0, 3], order.Rows(0, 6).ToArray());
    }

    [Fact]
    public void Leaves_are_put_in_the_order_of_rising_and_falling_levels_and_those_in_order_stay()
    {
        var draw = new Draw(4);
        for (var round = 0; round < 500; round++)
        {
            int[] directions = [.. Enumerable.Range(0, 5).Select(_ => draw.Next(3) - 1)];
            double[] values = [.. Enumerable.Range(0, 32).Select(_ => draw.Next(1_000) / 100.0)];
            double[] weights = [.. Enumerable.Range(0, 32).Select(_ => draw.Next(100) + 1.0)];
            MonotoneLeaves.Order(values, weights, directions);
            for (var leaf = 0; leaf < 32; leaf++)
            {
                for (var level = 0; level < 5; level++)
                {
                    var other = leaf | (16 >> level);
                    Assert.True((values[other] - values[leaf]) * directions[level] >= 0);
                }
            }

            var again = (double[])values.Clone();
            MonotoneLeaves.Order(again, weights, directions);
            Assert.Equal(values, again);
        }
    }

    private static long[] Naive(BinnedRows rows, GradientHistograms histograms, int[] some, long[] packed)
    {
        var sums = new long[histograms.Bins];
        foreach (var row in some)
        {
            for (var feature = 0; feature < rows.Features; feature++)
            {
                sums[histograms.Offsets[feature] + rows.Column(feature)[row]] += packed[row];
            }
        }

        return sums;
    }
}
