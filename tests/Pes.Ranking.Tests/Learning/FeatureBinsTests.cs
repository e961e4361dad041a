using Pes.Ranking.Learning;
using Xunit;

namespace Pes.Ranking.Tests.Learning;

public sealed class FeatureBinsTests
{
    [Fact]
    public void Few_values_have_a_bin_each()
    {
        var bins = FeatureBins.Of(Column(3, -1, 3, 0, 7, 7));
        Assert.Equal(4, bins.Count(0));
        Assert.Equal([0, 1, 2, 3], new[] { -1f, 0, 3, 7 }.Select(v => (int)bins.Bin(0, v)));
        Assert.Equal([0, 3], new[] { float.NegativeInfinity, float.PositiveInfinity }.Select(v => (int)bins.Bin(0, v)));
    }

    [Fact]
    public void A_value_at_a_bound_is_below_it()
    {
        var bins = FeatureBins.Of(Column(1, 2));
        Assert.Equal([1.5f], bins.Bounds(0).ToArray());
        Assert.Equal((0, 1), ((int)bins.Bin(0, 1.5f), (int)bins.Bin(0, MathF.BitIncrement(1.5f))));
    }

    [Fact]
    public void Neighbouring_numbers_are_told_apart()
    {
        var next = MathF.BitIncrement(1f);
        var bins = FeatureBins.Of(Column(1f, next));
        Assert.Equal((0, 1), ((int)bins.Bin(0, 1f), (int)bins.Bin(0, next)));
    }

    [Fact]
    public void Many_values_share_bins_of_about_one_size_and_a_frequent_value_has_its_own()
    {
        float[] values = [.. Enumerable.Range(0, 3_000).Select(i => (float)i), .. Enumerable.Repeat(1_000f, 2_000)];
        var bins = FeatureBins.Of(Column(values), most: 20);
        Assert.InRange(bins.Count(0), 12, 20);
        var frequent = bins.Bin(0, 1_000);
        Assert.NotEqual(frequent, bins.Bin(0, 999));
        Assert.NotEqual(frequent, bins.Bin(0, 1_001));
        var largest = values.Where(v => v != 1_000).GroupBy(v => bins.Bin(0, v)).Max(g => g.Count());
        Assert.InRange(largest, 1, 600);
    }

    [Fact]
    public void What_is_not_a_number_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Column(1, float.NaN));
        Assert.Throws<ArgumentException>(() => FeatureBins.Of(Column(1, 2)).Bin(0, float.NaN));
    }

    private static JudgedRows Column(params float[] values) => new(1, values, new byte[values.Length], [0, values.Length]);
}
