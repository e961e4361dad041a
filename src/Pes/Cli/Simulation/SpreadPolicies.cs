using Pes.Features.Matching;
using Pes.Features.RankingModels;
using Pes.Ranking.Allocation;

namespace Pes.Cli.Simulation;

/// <summary>A policy that spreads demand over what is about equally good, by the product's own settings.</summary>
internal interface ISpreading
{
    /// <summary>Rows from which a list is spread.</summary>
    const int Near = 60;

    /// <summary>What spreading cost each list, by the policy's own score.</summary>
    List<double> Costs { get; }

    /// <summary>As the product: what gives way gives way to the referrals that are pending now.</summary>
    /// <param name="near">Vacancies with their scores, the best first.</param>
    static IReadOnlyList<int> Spread(WeekOffer offer, IReadOnlyList<(int Vacancy, int Score)> near, SpreadRule rule, int take, List<double> costs)
    {
        int[] scores = [.. near.Select(n => n.Score)];
        var order = DemandSpread.Order(scores, [.. near.Select(n => new Demand(offer.State.Pending[n.Vacancy].Count, offer.State.OpeningsLeft(n.Vacancy)))], rule.Tolerance, Math.Max(1, rule.Factor));
        costs.Add(DemandSpread.Cost(scores, order, take));
        return [.. order.Take(take).Select(i => near[i].Vacancy)];
    }
}

/// <summary>The score of docs/matching.md, with demand spread.</summary>
internal sealed class PriorSpreadPolicy(SpreadSettings settings) : PriorPolicy, ISpreading
{
    private readonly SpreadRule rule = settings.RuleOf(RankingVersion.Prior);

    public override string Name => "prior-spread";

    public List<double> Costs { get; } = [];

    public override IReadOnlyList<int> List(WeekOffer offer, int person, int take) => ISpreading.Spread(offer, Best(offer, person, ISpreading.Near), rule, take, Costs);
}
