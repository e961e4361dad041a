using Pes.Features.Matching;
using Pes.Ranking.Allocation;
using Pes.Ranking.Pairs;

namespace Pes.Cli.Simulation;

/// <summary>A model learnt from what came of the lists of the burn-in.</summary>
internal class LearnedPolicy(LearnedRanking model) : RankingPolicy
{
    // A third of what is open, as the coarse stage hands on a part of it in the product.
    private const int Candidates = 100;

    private readonly SearchScratch scratch = new();
    private VacancyIndex index = VacancyIndex.Build([], SimulatedMarket.FirstDay);

    public override string Name => "learned";

    public override void BeginWeek(WeekOffer offer) =>
        index = VacancyIndex.Build([.. offer.Open.Select(v => (v, offer.State.Profiles[v]))], offer.Today);

    public override IReadOnlyList<int> List(WeekOffer offer, int person, int take) => [.. Best(offer, person, take).Select(m => m.Id)];

    protected int Finer(int score) => model.Finer(score);

    protected List<LearnedMatch> Best(WeekOffer offer, int person, int take)
    {
        var sent = offer.State.SentTo[person];
        return [.. index.Top(offer.Jobseeker(person), model, offer.Today, take + sent.Count, scratch, Candidates).Where(m => !sent.Contains(m.Id)).Take(take)];
    }
}

/// <summary>The same, with demand spread over what is about equally good.</summary>
internal sealed class LearnedSpreadPolicy(LearnedRanking model, SpreadSettings settings) : LearnedPolicy(model), ISpreading
{
    private readonly SpreadRule rule = settings.RuleOf(new("learned", model));

    public override string Name => "learned-spread";

    public List<double> Costs { get; } = [];

    // A rule is in the unit of explanations, finer than that of scores.
    public override IReadOnlyList<int> List(WeekOffer offer, int person, int take) =>
        ISpreading.Spread(offer, [.. Best(offer, person, ISpreading.Near).Select(m => (m.Id, Finer(m.Score)))], rule, take, Costs);
}

/// <summary>The same, and every fourth week is a fair: all who are served that week are assigned together, and what was assigned stands first.</summary>
internal sealed class FairDayPolicy(LearnedRanking model) : LearnedPolicy(model)
{
    private const int Edges = 50;
    private const int WeeksBetween = 4;

    // An opening is offered to as many, since not all who are sent are hired.
    private const int OffersPerOpening = 2;

    private readonly Dictionary<int, int> assigned = [];

    public override string Name => "learned-fairs";

    public override void BeginWeek(WeekOffer offer)
    {
        base.BeginWeek(offer);
        assigned.Clear();
        if (offer.Week % WeeksBetween != 0 || offer.Open.Count == 0)
        {
            return;
        }

        List<int> starts = [0], vacancies = [], scores = [];
        var rows = offer.Open.Select((v, i) => (v, i)).ToDictionary(o => o.v, o => o.i);
        foreach (var person in offer.Served)
        {
            var best = Best(offer, person, Edges);
            foreach (var match in best)
            {
                vacancies.Add(rows[match.Id]);
                scores.Add(match.Score - best[^1].Score + 1);
            }

            starts.Add(vacancies.Count);
        }

        var found = OpeningAssigner.Solve(new(
            [.. starts], [.. vacancies], [.. scores],
            [.. offer.Open.Select(v => Math.Max(0, (OffersPerOpening * offer.State.OpeningsLeft(v)) - offer.State.Pending[v].Count))]));
        for (var i = 0; i < offer.Served.Count; i++)
        {
            if (found.VacancyOf[i] >= 0)
            {
                assigned[offer.Served[i]] = offer.Open[found.VacancyOf[i]];
            }
        }
    }

    public override IReadOnlyList<int> List(WeekOffer offer, int person, int take)
    {
        var list = base.List(offer, person, take);
        return assigned.TryGetValue(person, out var first) ? [first, .. list.Where(v => v != first).Take(take - 1)] : list;
    }
}
