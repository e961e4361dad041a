using Pes.Ranking;

namespace Pes.Cli.Simulation;

/// <summary>A way to choose what a person is shown. It sees profiles only, never groups, tastes or chances.</summary>
internal abstract class RankingPolicy
{
    public abstract string Name { get; }

    /// <summary>Called each week before the first list.</summary>
    public abstract void BeginWeek(WeekOffer offer);

    /// <summary>Vacancies, best first; none to which she was sent already, none that a hard condition keeps out.</summary>
    public abstract IReadOnlyList<int> List(WeekOffer offer, int person, int take);

    /// <summary>The first of an order to which nothing stands in the way.</summary>
    protected static List<int> FirstOpen(WeekOffer offer, int person, IEnumerable<int> order, int take) =>
    [
        .. order.Where(v => !offer.State.SentTo[person].Contains(v) && Matcher.Prior.Explain(offer.Jobseeker(person), offer.State.Profiles[v], offer.Today).Barriers.Count == 0)
            .Take(take),
    ];
}

/// <summary>The newest first.</summary>
internal sealed class RecencyPolicy : RankingPolicy
{
    private int[] newest = [];

    public override string Name => "recency";

    public override void BeginWeek(WeekOffer offer) => newest = [.. offer.Open.OrderByDescending(v => offer.State.Profiles[v].PublishedOn).ThenBy(v => v)];

    public override IReadOnlyList<int> List(WeekOffer offer, int person, int take) => FirstOpen(offer, person, newest, take);
}

/// <summary>The occupation nearest to a wish or to what she has done, by ISCO-08 digits; equals by recency.</summary>
internal sealed class OccupationPolicy : RankingPolicy
{
    private int[] newest = [];

    public override string Name => "occupation";

    public override void BeginWeek(WeekOffer offer) => newest = [.. offer.Open.OrderByDescending(v => offer.State.Profiles[v].PublishedOn).ThenBy(v => v)];

    public override IReadOnlyList<int> List(WeekOffer offer, int person, int take)
    {
        var own = offer.Jobseeker(person);
        ushort[] known = [.. own.WishedOccupations, .. own.Career.Select(c => c.Occupation)];
        return FirstOpen(offer, person, newest.OrderByDescending(v => known.Select(o => Isco08.SharedDigits(o, offer.State.Profiles[v].Occupation)).DefaultIfEmpty(0).Max()), take);
    }
}

/// <summary>The score of docs/matching.md.</summary>
internal class PriorPolicy : RankingPolicy
{
    private VacancySnapshot snapshot = VacancySnapshot.Build([]);
    private Dictionary<Guid, int> ids = [];

    public override string Name => "prior";

    public override void BeginWeek(WeekOffer offer)
    {
        snapshot = VacancySnapshot.Build(offer.Open.Select(v => offer.State.Profiles[v]));
        ids = offer.Open.ToDictionary(v => offer.State.Profiles[v].Id);
    }

    public override IReadOnlyList<int> List(WeekOffer offer, int person, int take) => [.. Best(offer, person, take).Select(b => b.Vacancy)];

    protected IReadOnlyList<(int Vacancy, int Score)> Best(WeekOffer offer, int person, int take)
    {
        var sent = offer.State.SentTo[person];
        return
        [
            .. Matcher.Prior.VacanciesFor(offer.Jobseeker(person), snapshot, offer.Today, take + sent.Count).Rows
                .Select(m => (Vacancy: ids[m.Id], m.Score)).Where(m => !sent.Contains(m.Vacancy)).Take(take),
        ];
    }
}
