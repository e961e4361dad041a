using Pes.Features.Matching;
using Pes.Ranking.Pairs;

namespace Pes.Cli.Simulation;

/// <summary>How large the market is and how long it is watched.</summary>
internal sealed record SimulationSize(int Months, int Centres, int People, int Vacancies, int Capacity)
{
    public const int BurnInWeeks = 26;

    public int Weeks => BurnInWeeks + (Months * 52 / 12);
}

/// <summary>One seed: half a year under the prior, from whose lists the model learns, then the same months under each policy.</summary>
internal static class SimulatedRun
{
    public static readonly string[] Policies = ["recency", "occupation", PolicyResult.Reference, "prior-spread", "learned", "learned-spread", "learned-fairs"];

    /// <returns>Of each policy, its measures by name.</returns>
    public static Dictionary<string, Dictionary<string, double>> Of(ulong seed, SimulationSize size, IReadOnlyCollection<string> policies, SpreadSettings spread, CancellationToken cancellation)
    {
        var market = new SimulatedMarket(seed, size.People, size.Vacancies, size.Weeks, size.Centres);
        var chance = new Chance(seed);
        var (state, lists) = (new MarketState(market), new List<ShownList>());
        var burnIn = new CentreWeeks(state, chance, size.Capacity, size.Centres);
        var prior = new PriorPolicy();
        for (var week = 0; week < SimulationSize.BurnInWeeks; week++)
        {
            burnIn.Run(week, prior, shuffles: true, (_, list) => lists.Add(list));
        }

        var model = policies.Any(p => p.StartsWith("learned", StringComparison.Ordinal)) ? BurnInTraining.Train(lists, state) : null;
        Dictionary<string, Dictionary<string, double>> found = [];
        foreach (var policy in policies.Select(name => Policy(name, model, spread)))
        {
            cancellation.ThrowIfCancellationRequested();
            found[policy.Name] = Run(policy, state.Copy(), chance, size);
        }

        return found;
    }

    private static Dictionary<string, double> Run(RankingPolicy policy, MarketState state, Chance chance, SimulationSize size)
    {
        var measures = new RunMeasures(SimulationSize.BurnInWeeks, size.Weeks);
        var weeks = new CentreWeeks(state, chance, size.Capacity, size.Centres);
        for (var week = SimulationSize.BurnInWeeks; week < size.Weeks; week++)
        {
            weeks.Run(week, policy, shuffles: false, (offer, list) => measures.Add(list, offer.Open, state));
        }

        return measures.Of(state, (policy as ISpreading)?.Costs ?? []);
    }

    private static RankingPolicy Policy(string name, LearnedRanking? model, SpreadSettings spread) => name switch
    {
        "recency" => new RecencyPolicy(),
        "occupation" => new OccupationPolicy(),
        "learned" => new LearnedPolicy(model!),
        "prior-spread" => new PriorSpreadPolicy(spread),
        "learned-spread" => new LearnedSpreadPolicy(model!, spread),
        "learned-fairs" => new FairDayPolicy(model!),
        _ => new PriorPolicy(),
    };
}
