using Pes.Cli.Simulation;
using Xunit;

namespace Pes.Tests.Cli;

/// <summary>The simulated labour market keeps its own rules. What its figures say is in docs/allocation.md.</summary>
public sealed class SimulationTests
{
    private const int Weeks = 20;
    private const int Centres = 5;
    private const int Capacity = 6;

    private static readonly Chance Luck = new(3);

    public static TheoryData<string> Simple => new("recency", "occupation", "prior");

    [Fact]
    public void One_seed_gives_one_result()
    {
        var size = new SimulationSize(1, 3, 200, 150, 3);
        var (first, second) = (SimulatedRun.Of(5, size, SimulatedRun.Policies, new(), default), SimulatedRun.Of(5, size, SimulatedRun.Policies, new(), default));
        Assert.Equal(SimulatedRun.Policies.Order(StringComparer.Ordinal), first.Keys.Order(StringComparer.Ordinal));
        Assert.All(first, policy => Assert.Equal(policy.Value, second[policy.Key]));
        Assert.InRange(first.Values.Select(v => v["womenExposureRatio"]).Distinct().Count(), first.Count - 1, first.Count);
    }

    [Theory]
    [MemberData(nameof(Simple))]
    public void Nobody_takes_what_is_not_there(string policy)
    {
        var (state, lists) = Run(Market(), policy);
        var market = state.Market;
        int[] placed = [.. Enumerable.Range(0, market.People.Length).Where(p => state.PlacedIn[p] != MarketState.Never)];
        Assert.NotEmpty(placed);
        Assert.Equal(placed.GroupBy(p => state.PlacedAt[p]).ToDictionary(g => g.Key, g => g.Count()), Enumerable.Range(0, market.Vacancies.Length).Where(v => state.Taken[v] > 0).ToDictionary(v => v, v => state.Taken[v]));
        Assert.All(state.Taken, (taken, v) => Assert.InRange(taken, 0, market.Vacancies[v].Profile.OpeningsLeft));
        Assert.All(placed, p => Assert.Contains(state.PlacedAt[p], state.SentTo[p]));
        Assert.All(Enumerable.Range(0, market.Vacancies.Length), v => Assert.Equal(state.SentTo.Count(s => s.Contains(v)), state.Sent[v]));
        Assert.All(lists.GroupBy(l => (l.Week, market.People[l.Person].Centre)), g => Assert.InRange(g.Count(), 1, Capacity));
        Assert.All(lists, l => Assert.Equal(l.Vacancies.Count, l.Vacancies.Select(v => v.Id).Distinct().Count()));
        Assert.All(lists, l => Assert.InRange(l.Applied.Count, 0, 3));
        Assert.All(lists, l => Assert.All(l.Vacancies, v => Assert.True(market.Vacancies[v.Id].Week <= l.Week && v.Profile.OpeningsLeft > 0)));
    }

    [Theory]
    [MemberData(nameof(Simple))]
    public void Groups_change_no_list(string policy)
    {
        // The first lists only: later ones hang on whom an employer hired, and some employers think less of a group.
        var (plain, other) = (Market(), Market());
        for (var p = 0; p < other.People.Length; p++)
        {
            other.People[p] = other.People[p] with { Groups = ~other.People[p].Groups };
        }

        List<ShownList> FirstWeek(SimulatedMarket market) => [.. Run(market, policy, weeks: 1).Lists];
        Assert.Equal(FirstWeek(plain).Select(l => string.Join(' ', l.Vacancies.Select(v => v.Id))), FirstWeek(other).Select(l => string.Join(' ', l.Vacancies.Select(v => v.Id))));
    }

    [Fact]
    public void Luck_hangs_on_who_meets_whom_alone()
    {
        var throws = (from a in Enumerable.Range(0, 100) from b in Enumerable.Range(0, 100) from luck in new[] { Pes.Cli.Simulation.Luck.Applies, Pes.Cli.Simulation.Luck.Hires } select Luck.Of(a, b, luck)).ToList();
        Assert.Equal(throws.Count, throws.Distinct().Count());
        Assert.InRange(throws.Average(), 0.49, 0.51);
        Assert.All(Enumerable.Range(0, 10), i => Assert.InRange(throws.Count(t => (int)(t * 10) == i), 1_800, 2_200));
        Assert.Equal(Luck.Of(4, 5, Pes.Cli.Simulation.Luck.Looks), new Chance(3).Of(4, 5, Pes.Cli.Simulation.Luck.Looks));
        Assert.NotEqual(Luck.Of(4, 5, Pes.Cli.Simulation.Luck.Looks), new Chance(4).Of(4, 5, Pes.Cli.Simulation.Luck.Looks));
    }

    [Fact]
    public void How_often_a_place_is_looked_at_is_learnt_from_shuffled_lists()
    {
        // What is shown does not matter here, only from which place she applied: two of three lists that are looked at.
        List<ShownList> lists = [.. Enumerable.Range(0, 20_000).Select(i => new ShownList(
            i, 0, IsShuffled: true, [.. Enumerable.Range(0, CentreWeeks.Rows).Select(v => (v, default(Pes.Ranking.VacancyProfile)!))],
            [.. Enumerable.Range(0, CentreWeeks.Rows).Where(place => Luck.Of(i, place, Pes.Cli.Simulation.Luck.Looks) < CentreWeeks.Looked(place) * 0.6)]))];
        Assert.All(BurnInTraining.Looked(lists), (looked, place) => Assert.Equal(CentreWeeks.Looked(place), looked, 0.03));
    }

    [Fact]
    public void Gini_and_confidence_are_those_of_known_cases()
    {
        Assert.Equal(0, RunMeasures.Gini([3, 3, 3, 3]), 12);
        Assert.Equal(0.75, RunMeasures.Gini([0, 0, 0, 8]), 12);
        Assert.Equal(0, RunMeasures.Gini([0, 0]));

        // 1, 2, 3: standard error 1 / sqrt 3, and t = 4.303 at two degrees of freedom.
        Assert.Equal(new RunMean(2, -0.4843, 4.4843), RunMean.Of([1, 2, 3]));
        Assert.Null(RunMean.Of([1]));
        Assert.Null(RunMean.Of([1, double.NaN]));
    }

    private static SimulatedMarket Market() => new(11, people: 300, vacancies: 200, Weeks, Centres);

    private static (MarketState State, List<ShownList> Lists) Run(SimulatedMarket market, string policy, int weeks = Weeks)
    {
        var (state, lists) = (new MarketState(market), new List<ShownList>());
        var centres = new CentreWeeks(state, Luck, Capacity, Centres);
        RankingPolicy ranking = policy switch { "recency" => new RecencyPolicy(), "occupation" => new OccupationPolicy(), _ => new PriorPolicy() };
        for (var week = 0; week < weeks; week++)
        {
            centres.Run(week, ranking, shuffles: false, (_, list) => lists.Add(list));
        }

        return (state, lists);
    }
}
