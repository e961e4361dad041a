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
    private const int Trees = 100;

    // An application is a small step towards a job: some one in ten leads to one.
    private static readonly double[] Gains = [0, 1, 12];

    // A place that hardly anybody looks at must not weigh without bound.
    private const double LeastLooked = 0.2;

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
                weights.AddRange(list.Vacancies.Select((_, place) => (float)(1 / looked[place])));
            }
        }

        return new(LambdaMart.TrainOblivious(training.ToRows().Weighted(null, [.. weights]), new() { Trees = Trees, Gains = Gains, Monotone = PairFeatures.Directions }));
    }

    /// <summary>How often a place is looked at, against the first: applications by place where chance chose the places.</summary>
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

        var looked = new double[CentreWeeks.Rows];
        var first = (applied[0] + 1) / (shown[0] + 1);
        for (var place = 0; place < looked.Length; place++)
        {
            // Nobody looks more often at a lower place; what says otherwise is chance.
            var rate = (applied[place] + 1) / (shown[place] + 1) / first;
            looked[place] = Math.Clamp(rate, LeastLooked, place == 0 ? 1 : looked[place - 1]);
        }

        return looked;
    }

    private static byte Grade(ShownList list, int vacancy, int place, MarketState state) =>
        !list.Applied.Contains(place) ? (byte)0 : state.PlacedIn[list.Person] != MarketState.Never && state.PlacedAt[list.Person] == vacancy ? Hired : Applied;
}
