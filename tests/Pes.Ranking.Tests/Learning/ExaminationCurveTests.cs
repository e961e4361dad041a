using Pes.Ranking.Learning;
using Xunit;

namespace Pes.Ranking.Tests.Learning;

public sealed class ExaminationCurveTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(1.5)]
    public void The_power_that_made_the_rows_is_found(double power)
    {
        var random = new Random(11);
        List<ShownRow> rows = [];
        for (var i = 0; i < 200_000; i++)
        {
            // The better stand higher, as in real lists: without strata that would look like bias.
            var place = 1 + random.Next(20);
            var stratum = place <= 10 && random.Next(3) > 0 ? 1 : 0;
            rows.Add(new(stratum, place, random.NextDouble() < Math.Pow(place, -power) * (stratum == 1 ? 0.4 : 0.1)));
        }

        var found = ExaminationCurve.Fit(rows);
        Assert.Equal(power, found.Power, 0.051);
        Assert.Equal(rows.Count(r => r.ActedOn), found.Actions);
    }

    [Fact]
    public void A_handful_of_actions_gives_the_default()
    {
        var few = Enumerable.Range(0, 5_000).Select(i => new ShownRow(0, 1 + (i % 20), i < ExaminationCurve.LeastActions - 1));
        Assert.Equal(new ExaminationCurve(ExaminationCurve.DefaultPower, 0), ExaminationCurve.Fit(few));
    }

    [Fact]
    public void Weights_are_one_part_in_the_chance_and_clipped()
    {
        var curve = new ExaminationCurve(1, 500);
        Assert.Equal((1f, 4f), (curve.Weight(1), (float)Math.Round(curve.Weight(4), 4)));
        Assert.Equal((float)ExaminationCurve.MostWeight, curve.Weight(40));
        Assert.Equal(1, new ExaminationCurve(0, 500).Weight(40));
    }
}
