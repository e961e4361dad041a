using Pes.Ranking;

namespace Pes.Cli.Simulation;

/// <summary>What a week offers: the open vacancies as the service knows them, by id, and who is served, in order.</summary>
internal sealed record WeekOffer(int Week, DateOnly Today, IReadOnlyList<int> Open, IReadOnlyList<int> Served, MarketState State)
{
    public JobseekerProfile Jobseeker(int person) => State.Market.People[person].Profile;
}

/// <summary>One list that was shown.</summary>
/// <param name="Vacancies">By place, as the service knew them then.</param>
/// <param name="Applied">The places from which she applied.</param>
internal sealed record ShownList(int Person, int Week, bool IsShuffled, IReadOnlyList<(int Id, VacancyProfile Profile)> Vacancies, IReadOnlyList<int> Applied);

/// <summary>
/// The weeks of the centres. Each serves so many people a week, those who waited longest first; each gets a list of ten,
/// looks at fewer the lower they stand, and applies to three at most. Employers review three referrals for each opening
/// a week, in the order in which they came; after four weeks a referral lapses. A vacancy stands for ten weeks, a
/// jobseeker looks for 26.
/// </summary>
internal sealed class CentreWeeks(MarketState state, Chance chance, int capacity, int centres)
{
    public const int Rows = 10;

    /// <summary>Weeks.</summary>
    public const int VacancyLife = 10;

    private const int MostApplications = 3;
    private const int ReviewsPerOpening = 3;
    private const int ReferralLife = 4;
    private const int SearchLife = 26;
    private const double ShuffledShare = 0.2;
    private const int Explored = 60;

    /// <summary>The chance that the row at a place (from 0) is looked at.</summary>
    public static double Looked(int place) => 1 / (1 + (0.3 * place));

    /// <param name="shuffles">
    /// Whether one list in five holds ten by chance of the best sixty: by them the effect of a place can be learnt, and what a
    /// policy never shows.
    /// </param>
    /// <param name="onList">Told of each list.</param>
    public void Run(int week, RankingPolicy policy, bool shuffles, Action<WeekOffer, ShownList> onList)
    {
        var market = state.Market;
        List<int> open = [.. Enumerable.Range(0, market.Vacancies.Length).Where(v => market.Vacancies[v].Week <= week && week - market.Vacancies[v].Week < VacancyLife && state.OpeningsLeft(v) > 0)];
        open.ForEach(state.Refresh);
        var offer = new WeekOffer(week, SimulatedMarket.DayOf(week), open, Served(week), state);
        policy.BeginWeek(offer);
        foreach (var person in offer.Served)
        {
            state.ServedIn[person] = week;
            var isShuffled = shuffles && chance.Of(person, week, Luck.Shuffles) < ShuffledShare;
            IReadOnlyList<int> list = isShuffled
                ? [.. policy.List(offer, person, Explored).OrderBy(v => chance.Of(person, v, Luck.ShuffledPlace)).Take(Rows)]
                : policy.List(offer, person, Rows);

            onList(offer, new(person, week, isShuffled, [.. list.Select(v => (v, state.Profiles[v]))], Apply(person, week, list)));
        }

        open.ForEach(vacancy => Review(vacancy, week));
    }

    private List<int> Served(int week)
    {
        var people = state.Market.People;
        return
        [
            .. Enumerable.Range(0, people.Length)
                .Where(p => people[p].Week <= week && week - people[p].Week < SearchLife && state.PlacedIn[p] == MarketState.Never)
                .GroupBy(p => people[p].Centre).Where(g => g.Key < centres).OrderBy(g => g.Key)
                .SelectMany(g => g.OrderBy(p => state.ServedIn[p] == MarketState.Never ? people[p].Week : state.ServedIn[p]).ThenBy(p => p).Take(capacity)),
        ];
    }

    private List<int> Apply(int person, int week, IReadOnlyList<int> list)
    {
        List<int> applied = [];
        for (var place = 0; place < list.Count && applied.Count < MostApplications; place++)
        {
            var vacancy = list[place];
            if (chance.Of(person, (week * Rows) + place, Luck.Looks) < Looked(place)
                && chance.Of(person, vacancy, Luck.Applies) < HiddenPreferences.Applies(state.Market.People[person], state.Market.Vacancies[vacancy]))
            {
                applied.Add(place);
                state.SentTo[person].Add(vacancy);
                state.Sent[vacancy]++;
                state.Pending[vacancy].Enqueue(new(person, week));
            }
        }

        return applied;
    }

    private void Review(int vacancy, int week)
    {
        var reviews = ReviewsPerOpening * state.OpeningsLeft(vacancy);
        while (state.Pending[vacancy].TryPeek(out var waiting) && state.OpeningsLeft(vacancy) > 0)
        {
            var isGone = week - waiting.Week >= ReferralLife || state.PlacedIn[waiting.Person] != MarketState.Never;
            if (!isGone && reviews-- == 0)
            {
                return;
            }

            state.Pending[vacancy].Dequeue();
            if (isGone)
            {
                continue;
            }

            state.Reviewed[vacancy]++;
            if (chance.Of(waiting.Person, vacancy, Luck.Hires) < HiddenPreferences.Hires(state.Market.People[waiting.Person], state.Market.Vacancies[vacancy]))
            {
                state.Taken[vacancy]++;
                (state.PlacedIn[waiting.Person], state.PlacedAt[waiting.Person]) = (week, vacancy);
            }
        }
    }
}
