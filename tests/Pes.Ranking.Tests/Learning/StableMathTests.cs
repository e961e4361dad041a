using Pes.Ranking.Learning;
using Xunit;

namespace Pes.Ranking.Tests.Learning;

public sealed class StableMathTests
{
    [Fact]
    public void Exponential_and_logarithm_agree_with_those_of_the_framework()
    {
        var draw = new Draw(1);
        for (var i = 0; i < 20_000; i++)
        {
            var x = (draw.Next(1_400_000) - 700_000) / 1_000.0;
            Assert.Equal(1, StableMath.Exp(x) / Math.Exp(x), 1e-14);
            var positive = Math.ScaleB(1 + (draw.Next(1 << 30) / (double)(1 << 30)), draw.Next(200) - 100);
            Assert.Equal(Math.Log2(positive), StableMath.Log2(positive), 1e-13);
        }
    }

    [Fact]
    public void Known_points_are_exact()
    {
        Assert.Equal(1, StableMath.Exp(0));
        Assert.Equal(3, StableMath.Log2(8));
        Assert.Equal(0, StableMath.Log2(1));
        Assert.Equal(StableMath.Exp(700), StableMath.Exp(10_000));
    }
}
