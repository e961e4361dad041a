using Pes.Ranking.Learning;
using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class CalibrationCurveTests
{
    [Fact]
    public void Without_answers_it_is_the_diagonal() => Assert.All(new[] { 0, 0.3, 1 }, x => Assert.Equal(x, new CalibrationCurve([]).At(x), 12));

    [Fact]
    public void Never_falls_even_where_higher_scores_were_right_less_often()
    {
        Draw draw = new(5);
        CalibrationCurve curve = new(Enumerable.Range(0, 2_000).Select(i => i / 2_000d).Select(score => (score, draw.Next(100) < (score is > 0.4 and < 0.6 ? 10 : 100 * score * score))));
        var shares = Enumerable.Range(0, 1_001).Select(i => curve.At(i / 1_000d)).ToList();
        Assert.Equal(shares.Order(), shares);
        Assert.All(shares, s => Assert.InRange(s, 0, 1));
        Assert.InRange(curve.At(0.9), 0.7, 0.9);
        Assert.InRange(curve.At(0.5), 0.05, 0.35);
    }

    [Fact]
    public void Scores_outside_are_held_at_the_ends()
    {
        CalibrationCurve curve = new(Enumerable.Repeat((0.5, true), 60).Concat(Enumerable.Repeat((0.5, false), 40)));
        Assert.Equal(0.6, curve.At(0.5), 6);
        Assert.Equal(curve.At(1), curve.At(2));
        Assert.Equal(0, curve.At(-1));
    }
}
