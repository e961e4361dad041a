using System.Runtime.InteropServices;
using Pes.Ranking.Learning;

namespace Pes.Ranking.Fairness;

/// <summary>How a group of people fared against the others.</summary>
/// <param name="Group">Number of the group.</param>
/// <param name="Count">Lists that say something of it.</param>
/// <param name="Ratio">1 is parity; null where the group is too small to say.</param>
/// <param name="Low">Bounds of the 95 % interval of this group alone.</param>
/// <param name="JointLow">Bounds of the interval that holds for all groups of the judgement at once, with 95 %.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GroupFinding(int Group, int Count, double? Ratio, double? Low, double? High, double? JointLow, double? JointHigh);

/// <summary>
/// Whether groups of people fare alike in rankings, by drawing lists and people again with replacement, each for itself; a row counts as often as both
/// were drawn (the pigeonhole bootstrap of crossed factors, Owen 2007). One person stands in many lists, so lists drawn alone would make a group of few
/// people look surer than it is. Of many groups some lie off parity by chance alone, so each has two intervals:
/// its own, between the 2.5th and the 97.5th hundredth of its drawn ratios; and one for all groups together,
/// R × exp(± c × s), where s is the standard deviation of ln R over the draws and c the 95th hundredth, over the same draws b, of the
/// greatest |ln R_b - ln R| ÷ s of all groups (the single-step maximum of Westfall and Young 1993, studentised as in Romano and Wolf 2005).
/// What groups have in common (women and men mirror each other, a list holds several provinces) is in the draws, so c is no wider than it must be.
/// </summary>
public static class GroupFairness
{
    private const int Draws = 2_000;
    private const double Confidence = 0.95;
    private const double Ln2 = 0.693147180559945309417;

    // Less is the rounding of sums: every draw gave the same.
    private const double LeastSpread = 1e-9;

    /// <summary>The findings of each measure, in the order given; the same input gives the same bits.</summary>
    /// <param name="sources">
    /// Measures by what they are taken over: those of one source have the same lists and people and are drawn together; sources are drawn apart,
    /// which leaves the joint interval no narrower than it should be (the Gaussian correlation inequality, Royen 2014).
    /// </param>
    /// <exception cref="ArgumentException">Measures of one source have not the same number of lists and people.</exception>
    public static IReadOnlyList<IReadOnlyList<GroupFinding>> Of(params IReadOnlyList<IReadOnlyList<GroupMeasure>> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        List<DrawnGroup> drawn = [];
        for (var source = 0; source < sources.Count; source++)
        {
            DrawAll(sources[source], (ulong)source + 1, drawn);
        }

        var critical = Critical(drawn);
        var findings = drawn.ToDictionary(d => (d.Measure, d.Group), d => d.Finding(critical));
        return
        [
            .. sources.SelectMany(s => s).Select(measure => (IReadOnlyList<GroupFinding>)
            [
                .. Enumerable.Range(0, measure.Groups).Select(group =>
                    findings.TryGetValue((measure, group), out var found) ? found : new(group, measure.CountOf(group), null, null, null, null, null)),
            ]),
        ];
    }

    private static void DrawAll(IReadOnlyList<GroupMeasure> measures, ulong seed, List<DrawnGroup> drawn)
    {
        var (lists, people) = measures.Count == 0 ? ([], []) : (new int[measures[0].Lists], new int[measures[0].People]);
        if (measures.Any(m => m.Lists != lists.Length || m.People != people.Length))
        {
            throw new ArgumentException("Measures of one source are taken over the same lists and people.", nameof(measures));
        }

        Array.Fill(lists, 1);
        Array.Fill(people, 1);
        var ratios = measures.Select(m => new double[m.Groups]).ToArray();
        DrawnGroup?[][] groups = [.. measures.Select((measure, i) =>
        {
            measure.Ratios(lists, people, ratios[i]);
            return ratios[i].Select((ratio, group) => measure.IsEnough(group) && !double.IsNaN(ratio) ? new DrawnGroup(measure, group, ratio) : null).ToArray();
        })];
        var draw = new Draw(seed);
        for (var i = 0; i < Draws; i++)
        {
            DrawAgain(draw, lists);
            DrawAgain(draw, people);
            for (var m = 0; m < measures.Count; m++)
            {
                measures[m].Ratios(lists, people, ratios[m]);
                for (var group = 0; group < groups[m].Length; group++)
                {
                    groups[m][group]?.Take(i, ratios[m][group]);
                }
            }
        }

        drawn.AddRange(groups.SelectMany(g => g).OfType<DrawnGroup>());
    }

    private static void DrawAgain(Draw draw, int[] times)
    {
        Array.Clear(times);
        for (var i = 0; i < times.Length; i++)
        {
            times[draw.Next(times.Length)]++;
        }
    }

    // A group whose ratio is the same in every draw has no spread to be measured by: it stands apart, and its intervals are its ratio.
    private static double Critical(List<DrawnGroup> drawn)
    {
        var greatest = new double[Draws];
        foreach (var group in drawn)
        {
            group.Settle();
            for (var i = 0; i < Draws; i++)
            {
                greatest[i] = Math.Max(greatest[i], group.DistanceAt(i));
            }
        }

        Array.Sort(greatest);
        return greatest[(int)Math.Ceiling(Confidence * (Draws - 1))];
    }

    private sealed class DrawnGroup(GroupMeasure measure, int group, double ratio)
    {
        // Ratios until they are settled, then their natural logarithms less that of the whole.
        private readonly double[] drawn = new double[Draws];
        private (double Low, double High)? own;
        private double spread;

        public GroupMeasure Measure { get; } = measure;

        public int Group { get; } = group;

        public void Take(int draw, double value) => drawn[draw] = value;

        public void Settle()
        {
            double[] told = [.. drawn.Where(r => !double.IsNaN(r)).Order()];
            if (told.Length < 2)
            {
                return;
            }

            var tail = (1 - Confidence) / 2;
            own = (told[(int)(tail * (told.Length - 1))], told[(int)Math.Ceiling((1 - tail) * (told.Length - 1))]);
            if (ratio <= 0 || told[^1] - told[0] < LeastSpread)
            {
                return;
            }

            // A draw in which the group had nothing at all counts as half of the least that it had in any other.
            var least = told.First(r => r > 0) / 2;
            var whole = Ln(ratio);
            var (sum, squares) = (0.0, 0.0);
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = double.IsNaN(drawn[i]) ? double.NaN : Ln(Math.Max(drawn[i], least)) - whole;
                if (!double.IsNaN(drawn[i]))
                {
                    sum += drawn[i];
                    squares += drawn[i] * drawn[i];
                }
            }

            spread = Math.Sqrt(Math.Max(0, (squares - (sum * sum / told.Length)) / (told.Length - 1)));
        }

        public double DistanceAt(int draw) => spread <= 0 || double.IsNaN(drawn[draw]) ? 0 : Math.Abs(drawn[draw]) / spread;

        public GroupFinding Finding(double critical)
        {
            var factor = StableMath.Exp(critical * spread);
            return new(Group, Measure.CountOf(Group), ratio, own?.Low ?? ratio, own?.High ?? ratio, ratio / factor, ratio * factor);
        }

        private static double Ln(double x) => Ln2 * StableMath.Log2(x);
    }
}
