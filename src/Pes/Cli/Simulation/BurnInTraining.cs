using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;

namespace Pes.Cli.Simulation;

/// <summary>
/// Learns a ranking from the lists of the burn-in, as the product would from its log: what was shown, at which place, and
/// what came of it. An application from a low place weighs one part in the chance that the place is looked at at all,
/// which is estimated from the lists that were shuffled.
/// </summary>
internal static class BurnInTraining
{
    private const byte Applied = 1;
    private const byte Hired = 2;
    private const int Trees = 150;

    // Few lists end in a job: small leaves are mostly chance.
    private const double Shrinkage = 0.3;

    // Weights without a bound would make a few applications from far below decide.
    private const double LeastLooked = 0.5;

    // An application is a small step towards a job.
    private static readonly double[] Gains = [0, 1, 20];

    public static LearnedRanking Train(IReadOnlyList<ShownList> lists, MarketState state)
    {
        var looked = Looked(lists);
        var training = new PairTraining();
        List<float> weights = [];
        foreach (var list in lists)
        {
            if (list.Vacancies.Count > 0)
            {
                training.AddList(
                    state.Market.People[list.Person].Profile,
                    [.. list.Vacancies.Select((v, place) => (v.Profile, Grade(list, v.Id, place, state)))],
                    SimulatedMarket.DayOf(list.Week));
                weights.AddRange(list.Vacancies.Select((_, place) => (float)(1 / Math.Max(LeastLooked, looked[place]))));
            }
        }

        return new(LambdaMart.TrainOblivious(training.ToRows().Weighted(null, [.. weights]), new() { Trees = Trees, Shrinkage = Shrinkage, Gains = Gains, Monotone = PairFeatures.Directions }));
    }

    /// <summary>
    /// How often a place is looked at, against the first: of the curves 1 ÷ (1 + b × place) the likeliest (Poisson), given the
    /// applications by place where chance chose the places. One number is learnt; ten would be mostly chance.
    /// </summary>
    internal static double[] Looked(IReadOnlyList<ShownList> lists)
    {
        var (applied, shown) = (new double[CentreWeeks.Rows], new double[CentreWeeks.Rows]);
        foreach (var list in lists.Where(l => l.IsShuffled))
        {
            for (var place = 0; place < list.Vacancies.Count; place++)
            {
                shown[place]++;
                applied[place] += list.Applied.Contains(place) ? 1 : 0;
            }
        }

        return Enumerable.Range(0, 41).Select(step => Curve(step / 20.0)).MaxBy(curve => LogLikelihood(curve, applied, shown))!;
    }

    private static double[] Curve(double slope) => [.. Enumerable.Range(0, CentreWeeks.Rows).Select(place => 1 / (1 + (slope * place)))];

    private static double LogLikelihood(double[] curve, double[] applied, double[] shown)
    {
        var rate = (applied.Sum() + 1) / (curve.Zip(shown, (c, s) => c * s).Sum() + 1);
        return curve.Select((c, place) => (applied[place] * Math.Log(rate * c)) - (rate * c * shown[place])).Sum();
    }

    private static byte Grade(ShownList list, int vacancy, int place, MarketState state) =>
        !list.Applied.Contains(place) ? (byte)0 : state.PlacedIn[list.Person] != MarketState.Never && state.PlacedAt[list.Person] == vacancy ? Hired : Applied;
}
