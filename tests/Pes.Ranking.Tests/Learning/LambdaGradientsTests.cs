using Pes.Ranking.Learning;
using Xunit;

namespace Pes.Ranking.Tests.Learning;

public sealed class LambdaGradientsTests
{
    private static readonly LambdaMartOptions Options = new() { Truncation = 5 };

    [Fact]
    public void Gradients_are_those_of_the_formula_pair_by_pair()
    {
        var rows = Toy.Binned(Toy.Rows());
        var scores = Scores(rows);
        var (slopes, curvatures) = Filled(rows, scores, threads: 1);
        for (var query = 0; query < rows.Queries; query++)
        {
            var (start, end) = (rows.QueryStarts[query], rows.QueryStarts[query + 1]);
            var (slope, curvature) = Formula(rows.Grades[start..end], scores[start..end]);
            for (var i = 0; i < end - start; i++)
            {
                Assert.Equal(slope[i], slopes[start + i], 1e-4);
                Assert.Equal(curvature[i], curvatures[start + i], 1e-4);
            }
        }
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        var rows = Toy.Binned(Toy.Rows());
        var one = new long[rows.Rows];
        var four = new long[rows.Rows];
        Assert.Equal(
            new LambdaGradients(rows, Options).Fill(Scores(rows), null, one, 1),
            new LambdaGradients(rows, Options).Fill(Scores(rows), null, four, 4));
        Assert.Equal(one, four);
    }

    [Fact]
    public void A_query_weight_scales_its_gradients_and_a_row_weight_those_of_the_better()
    {
        BinnedRows Pairs(float[]? queries = null, float[]? rows = null) =>
            BinnedRows.FromBins(1, [0, 0, 0, 0], [1, 0, 1, 0], [0, 2, 4]).Weighted(queries, rows);
        var (usual, _) = Filled(Pairs(), new int[4], 1);
        var (byQuery, _) = Filled(Pairs(queries: [1, 3]), new int[4], 1);
        Assert.Equal([usual[0], usual[1], usual[2] * 3, usual[3] * 3], byQuery, (a, b) => Math.Abs(a - b) < 1e-6);
        var (byRow, _) = Filled(Pairs(rows: [1, 9, 2, 9]), new int[4], 1);
        Assert.Equal(usual[0], byRow[0], 1e-6);
        Assert.True(byRow[2] < usual[2] * 1.3);
    }

    [Fact]
    public void A_query_of_one_grade_teaches_nothing()
    {
        var (slopes, curvatures) = Filled(BinnedRows.FromBins(1, [0, 1, 2, 3], [0, 0, 2, 2], [0, 2, 4]), new int[4], 1);
        Assert.All(slopes.Concat(curvatures), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_dismissed_row_is_pushed_below_those_merely_shown_whatever_their_places_weigh()
    {
        static BinnedRows Rows(byte[] grades, bool[] dismissed, float[]? weights = null) =>
            BinnedRows.FromBins(1, new byte[grades.Length], grades, [0, grades.Length]).Weighted(null, weights).WithDismissed(dismissed);

        // Nothing but a dismissed row: it goes down, the two that were merely shown go up, by what a place less is worth.
        var (alone, _) = Filled(Rows([0, 0, 0], [false, true, false]), new int[3], 1);
        Assert.True(alone[0] < 0 && alone[1] > 0 && alone[2] < 0, string.Join(' ', alone));
        Assert.Equal(alone, Filled(Rows([0, 0, 0], [false, true, false], [9, 1, 7]), new int[3], 1).Slope);

        // Beside an outcome it goes down further than a row that was merely shown.
        var (beside, _) = Filled(Rows([2, 0, 0], [false, true, false]), [0, 0, 0], 1);
        Assert.True(beside[1] > beside[2] && beside[0] < 0, string.Join(' ', beside));

        // Lists without any are learnt as ever, to the bit.
        var (usual, bends) = Filled(BinnedRows.FromBins(1, new byte[3], [2, 0, 1], [0, 3]), new int[3], 1);
        var (same, sameBends) = Filled(Rows([2, 0, 1], [false, false, false]), new int[3], 1);
        Assert.Equal(usual.Concat(bends), same.Concat(sameBends));
        Assert.Throws<ArgumentException>(() => Rows([1, 0], [true, false]));
    }

    private static (double[] Slope, double[] Curvature) Filled(BinnedRows rows, int[] scores, int threads)
    {
        var packed = new long[rows.Rows];
        var (slope, curvature) = new LambdaGradients(rows, Options).Fill(scores, null, packed, threads);
        return ([.. packed.Select(p => Histogram.Slope(p) * slope)], [.. packed.Select(p => Histogram.Curvature(p) * curvature)]);
    }

    private static int[] Scores(BinnedRows rows)
    {
        var draw = new Draw(7);
        return [.. Enumerable.Range(0, rows.Rows).Select(_ => draw.Next(60_000) - 30_000)];
    }

    private static (double[] Slope, double[] Curvature) Formula(byte[] grades, int[] scores)
    {
        int[] places = new int[grades.Length];
        foreach (var (row, place) in Enumerable.Range(0, grades.Length).OrderByDescending(i => scores[i]).Select((row, place) => (row, place)))
        {
            places[row] = place;
        }

        double Discount(int place) => place < Options.Truncation ? 1 / Math.Log2(place + 2) : 0;
        double Gain(byte grade) => Math.Pow(2, grade) - 1;
        var ideal = grades.OrderDescending().Select((g, place) => Gain(g) * Discount(place)).Sum();
        var (slope, curvature) = (new double[grades.Length], new double[grades.Length]);
        for (var i = 0; i < grades.Length; i++)
        {
            for (var j = 0; j < grades.Length; j++)
            {
                if (grades[i] > grades[j])
                {
                    var rho = 1 / (1 + Math.Exp((scores[i] - scores[j]) / 4096.0));
                    var delta = (Gain(grades[i]) - Gain(grades[j])) * Math.Abs(Discount(places[i]) - Discount(places[j])) / ideal;
                    (slope[i], slope[j]) = (slope[i] - (rho * delta), slope[j] + (rho * delta));
                    (curvature[i], curvature[j]) = (curvature[i] + (rho * (1 - rho) * delta), curvature[j] + (rho * (1 - rho) * delta));
                }
            }
        }

        var sum = slope.Sum(Math.Abs);
        var scale = sum > 0 ? Math.Log2(1 + sum) / sum : 0;
        return ([.. slope.Select(s => s * scale)], [.. curvature.Select(c => c * scale)]);
    }
}
