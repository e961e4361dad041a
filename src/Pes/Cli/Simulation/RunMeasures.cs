namespace Pes.Cli.Simulation;

/// <summary>What one policy did in one run, between two weeks.</summary>
internal sealed class RunMeasures(int from, int to)
{
    private const int Sampled = 8;

    private static readonly (Groups Group, string Name)[] Compared =
        [(Groups.Women, "women"), (Groups.Young, "young"), (Groups.Disabled, "disabled"), (Groups.Returnees, "returnees"), (Groups.OutsideCapital, "outsideCapital")];

    private readonly List<double> ndcg = [];
    private readonly List<(Groups Groups, double Worth)> exposures = [];
    private int lists;
    private int applications;

    /// <summary>Of every eighth list, how much of the best order's worth (by the hidden chances) its own has.</summary>
    public void Add(ShownList list, IReadOnlyList<int> open, MarketState state)
    {
        applications += list.Applied.Count;
        var person = state.Market.People[list.Person];
        double[] worth = [.. list.Vacancies.Select(v => HiddenPreferences.Worth(person, state.Market.Vacancies[v.Id]))];
        exposures.Add((person.Groups, worth.Select((w, place) => w * CentreWeeks.Looked(place)).Sum()));
        if (lists++ % Sampled == 0 && open.Count > 0)
        {
            var best = open.Select(v => HiddenPreferences.Worth(person, state.Market.Vacancies[v])).OrderDescending().Take(CentreWeeks.Rows);
            ndcg.Add(Discounted(worth) / Discounted(best));
        }
    }

    /// <summary>Every measure by name.</summary>
    /// <param name="costs">What spreading cost each list; empty where nothing is spread.</param>
    public Dictionary<string, double> Of(MarketState state, IReadOnlyCollection<double> costs)
    {
        var (people, vacancies) = (state.Market.People, state.Market.Vacancies);
        int[] placed = [.. Enumerable.Range(0, people.Length).Where(p => state.PlacedIn[p] >= from && state.PlacedIn[p] < to)];
        int[] published = [.. Enumerable.Range(0, vacancies.Length).Where(v => vacancies[v].Week >= from && vacancies[v].Week < to)];
        int[] sought = [.. Enumerable.Range(0, people.Length).Where(p => people[p].Week < to && (state.PlacedIn[p] == MarketState.Never || state.PlacedIn[p] >= from))];
        double[] perOpening = [.. published.Select(v => state.Sent[v] / (double)vacancies[v].Profile.OpeningsLeft)];
        Dictionary<string, double> values = new(StringComparer.Ordinal)
        {
            ["placements"] = placed.Length,
            ["openingsFilledShare"] = published.Sum(v => state.Taken[v]) / (double)published.Sum(v => vacancies[v].Profile.OpeningsLeft),
            ["weeksToFill"] = WeeksToFill(state),
            ["applicationsPerPlacement"] = applications / (double)Math.Max(1, placed.Length),
            ["giniOfReferralsPerOpening"] = Gini(perOpening),
            ["vacanciesWithoutCandidateShare"] = perOpening.Count(r => r == 0) / (double)perOpening.Length,
            ["referralsNotReviewedShare"] = 1 - (published.Sum(v => state.Reviewed[v]) / (double)Math.Max(1, published.Sum(v => state.Sent[v]))),
            ["ndcg10ByHiddenWorth"] = Mean(ndcg),
        };
        foreach (var (group, name) in Compared)
        {
            values[name + "PlacementRatio"] = Ratio(sought, p => (people[p].Groups & group) != Groups.None, p => state.PlacedIn[p] >= from ? 1 : 0);
            values[name + "ExposureRatio"] = Ratio(exposures, e => (e.Groups & group) != Groups.None, e => e.Worth);
        }

        if (costs.Count > 0)
        {
            values["spreadCostNdcg10"] = costs.Average();
        }

        return values;
    }

    // Restricted to the life of a vacancy, so that a policy that fills the easy openings alone does not look quick: one that stays open counts all of it.
    private double WeeksToFill(MarketState state)
    {
        var vacancies = state.Market.Vacancies;
        int[] watched = [.. Enumerable.Range(0, vacancies.Length).Where(v => vacancies[v].Week >= from && vacancies[v].Week + CentreWeeks.VacancyLife <= to)];
        var filledAfter = state.PlacedIn.Zip(state.PlacedAt).Where(p => p.First >= from && p.First < to).ToLookup(p => p.Second, p => p.First - vacancies[p.Second].Week);
        return watched.Sum(v => filledAfter[v].Sum() + (state.OpeningsLeft(v) * CentreWeeks.VacancyLife)) / (double)watched.Sum(v => vacancies[v].Profile.OpeningsLeft);
    }

    /// <summary>0 where all have the same, near 1 where one has all.</summary>
    internal static double Gini(IReadOnlyCollection<double> values)
    {
        double weighted = 0, sum = 0;
        foreach (var (value, i) in values.Order().Select((v, i) => (v, i)))
        {
            weighted += (i + 1) * value;
            sum += value;
        }

        return sum > 0 ? (2 * weighted / (values.Count * sum)) - ((values.Count + 1.0) / values.Count) : 0;
    }

    private static double Ratio<T>(IReadOnlyCollection<T> all, Func<T, bool> isMember, Func<T, double> value) =>
        Mean(all.Where(isMember).Select(value)) / Mean(all.Where(one => !isMember(one)).Select(value));

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();

    private static double Discounted(IEnumerable<double> worth) => worth.Select((w, place) => w / Math.Log2(place + 2)).Sum();
}
