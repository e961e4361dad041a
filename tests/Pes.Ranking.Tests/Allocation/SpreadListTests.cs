using FsCheck.Fluent;
using Pes.Ranking.Allocation;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Ranking.Tests.Allocation;

/// <summary>Demand spread over the lists of the prior and of a learned model.</summary>
public sealed class SpreadListTests
{
    private const int Rows = 300;

    private const int People = 12;

    private static readonly SpreadRule Rule = new(40_000, 2);

    private static readonly List<VacancyProfile> Vacancies = [.. Given.Vacancies.Drawn(Rows).DistinctBy(v => v.Id).OrderBy(v => v.Id)];

    private static readonly VacancySnapshot Snapshot = VacancySnapshot.Build(Vacancies);

    private static readonly List<JobseekerProfile> Jobseekers = [.. Given.Jobseekers.Drawn(People)];

    private static Dictionary<Guid, VacancyProfile> ById => Vacancies.ToDictionary(v => v.Id);

    [Fact]
    public void A_list_stands_by_score_less_what_it_gives_way_and_nothing_passes_what_is_better_by_the_tolerance()
    {
        foreach (var jobseeker in Jobseekers)
        {
            var rows = List(jobseeker, Rows, Rule).Rows;
            Assert.Equal(rows.OrderByDescending(r => r.Score - Rule.Yield(ById[r.Id])).ThenBy(r => r.Id).Select(r => r.Id), rows.Select(r => r.Id));
            Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.Second.Score - pair.First.Score < Rule.Tolerance));
        }
    }

    [Fact]
    public void Each_page_goes_on_where_the_last_one_ended_and_every_row_comes_once()
    {
        foreach (var jobseeker in Jobseekers)
        {
            Guid[] all = [.. List(jobseeker, Rows, default).Rows.Select(r => r.Id)];
            List<Guid> paged = [];
            for (var page = 1; paged.Count < all.Length; page++)
            {
                paged.AddRange(List(jobseeker, (page * 20) + 1, Rule).Rows.Skip((page - 1) * 20).Take(20).Select(r => r.Id));
            }

            Assert.Equal(all.Order(), paged.Order());
        }
    }

    [Fact]
    public void A_row_says_whether_it_gave_way_or_gained_and_the_cost_is_of_the_first_places()
    {
        int down = 0, up = 0;
        foreach (var jobseeker in Jobseekers)
        {
            Guid[] before = [.. List(jobseeker, Rows, default).Rows.Select(r => r.Id)];
            var run = List(jobseeker, Rows, Rule);
            foreach (var (place, row) in run.Rows.Index())
            {
                Assert.Equal(Math.Sign(place - Array.IndexOf(before, row.Id)), row.Move switch { SpreadMove.Down => 1, SpreadMove.Up => -1, _ => 0 });
                (down, up) = (down + (row.Move == SpreadMove.Down ? 1 : 0), up + (row.Move == SpreadMove.Up ? 1 : 0));
            }

            var least = run.Rows.Take(20).Select(r => r.Score).Concat(before.Take(20).Select(id => run.Rows.Single(r => r.Id == id).Score)).Min();
            double Gained(IEnumerable<int> scores) => scores.Take(20).Select((score, place) => (score - (double)least) / Math.Log2(place + 2)).Sum();
            Assert.Equal(1 - (Gained(run.Rows.Select(r => r.Score)) / Gained(run.Rows.Select(r => r.Score).OrderDescending())), run.SpreadCost!.Value, 9);
        }

        Assert.True(down > 20 && up > 20, $"{down} down, {up} up");
    }

    [Fact]
    public void Without_a_rule_nothing_is_spread_and_the_checksum_is_that_of_before()
    {
        var (plain, spread) = (List(Jobseekers[0], 20, default), List(Jobseekers[0], 20, Rule));
        Assert.Null(plain.SpreadCost);
        Assert.All(plain.Rows, r => Assert.Equal(SpreadMove.None, r.Move));
        Assert.NotEqual(plain.InputsChecksum, spread.InputsChecksum);
        Assert.NotEqual(spread.InputsChecksum, List(Jobseekers[0], 20, Rule with { Factor = 3 }).InputsChecksum);
    }

    [Fact]
    public void A_learned_list_is_spread_within_each_portion()
    {
        var index = VacancyIndex.Build([.. Vacancies.Select((v, i) => (i, v))], Given.Today);
        var model = TinyRanking.Of(Jobseekers, Vacancies);
        var rule = new SpreadRule(model.BandSpan / 2, 2);
        Assert.True(rule.IsOn);
        var moved = 0;
        foreach (var jobseeker in Jobseekers)
        {
            var found = index.Ranked(jobseeker, model, Given.Today, Rows, new(), portionSize: 60).Select(row => (row, Vacancies[row.Id])).ToList();
            var matcher = new LearnedMatcher("test-1", model);
            var (plain, spread) = (matcher.VacanciesFor(jobseeker, found, Given.Today, Rows, Rows).Explain(), matcher.VacanciesFor(jobseeker, found, Given.Today, Rows, Rows, rule).Explain());
            Assert.Equal(plain.Rows.Select(r => r.Id).Order(), spread.Rows.Select(r => r.Id).Order());
            Assert.Equal(
                spread.Rows.OrderBy(r => r.Portion).ThenByDescending(r => r.Score - rule.Yield(ById[r.Id])).ThenBy(r => r.Id).Select(r => r.Id), spread.Rows.Select(r => r.Id));
            Assert.Equal(plain.Rows.Select(r => r.Portion), spread.Rows.Select(r => r.Portion));
            Assert.InRange(spread.SpreadCost!.Value, 0, 1);
            moved += spread.Rows.Count(r => r.Move != SpreadMove.None);
        }

        Assert.True(moved > 20, $"{moved} moved");
    }

    private static MatchRun List(JobseekerProfile jobseeker, int take, SpreadRule rule) => Matcher.Prior.VacanciesFor(jobseeker, Snapshot, Given.Today, take, rule).Explain();
}
