using FsCheck.Fluent;
using Pes.Ranking.Allocation;
using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;
using Pes.Ranking.WhatIf;
using Xunit;

namespace Pes.Ranking.Tests.WhatIf;

/// <summary>Every answer against ranking all vacancies again from nothing, by the product's own ranking.</summary>
public sealed class WhatIfTests
{
    private const int Rows = 400;
    private const int People = 10;
    private const int Places = 20;

    // Skills of the generators are 1 to 12; licences 0 to 2, some two at once.
    private static readonly List<VacancyProfile> Vacancies =
        [.. Given.Vacancies.Drawn(Rows).DistinctBy(v => v.Id).Select((v, i) => v with { LicencesRequired = (i % 7) switch { 0 => [i % 3], 1 => [0, 2], _ => [] } }).OrderBy(v => v.Id)];

    private static readonly List<JobseekerProfile> Jobseekers =
        [.. Given.Jobseekers.Drawn(People).Select((j, i) => j with { Licences = (i % 4) switch { 0 => [0], 1 => [2], _ => [] } })];

    private static readonly VacancySnapshot Snapshot = VacancySnapshot.Build(Vacancies);

    private static readonly VacancyIndex Index = VacancyIndex.Build([.. Vacancies.Select((v, i) => (i, v))], Given.Today);

    private static readonly LearnedRanking Model = Learnt();

    [Fact]
    public void By_the_prior_the_value_of_a_gain_is_that_of_ranking_every_vacancy_again() =>
        AllAgree(j => WhatIfRanking.ByPrior(j, Snapshot, Given.Today), j => PriorList(j), PriorYardstick);

    [Fact]
    public void By_a_model_the_value_of_a_gain_is_that_of_ranking_every_vacancy_again() =>
        AllAgree(j => WhatIfRanking.ByModel(j, Index, Model, Given.Today, candidates: Rows), j => LearnedList(j, Rows), LearnedYardstick);

    [Fact]
    public void By_a_model_with_few_candidates_it_is_that_of_both_stages_run_again() =>
        AllAgree(j => WhatIfRanking.ByModel(j, Index, Model, Given.Today, candidates: 90), j => LearnedList(j, 90), LearnedYardstick);

    [Fact]
    public void Changes_beside_a_snapshot_count()
    {
        var index = VacancyIndex.Build([.. Vacancies.Select((v, i) => (i, i % 5 == 0 ? v with { EssentialSkills = [99], OpeningsLeft = 0 } : v))], Given.Today)
            .With([.. Vacancies.Select((v, i) => (i, v)).Where(v => v.i % 5 == 0)], [], Given.Today);
        foreach (var jobseeker in Jobseekers)
        {
            Assert.Equal(
                WhatIfRanking.ByModel(jobseeker, Index, Model, Given.Today, candidates: Rows).Values(50),
                WhatIfRanking.ByModel(jobseeker, index, Model, Given.Today, candidates: Rows).Values(50));
        }
    }

    [Fact]
    public void Of_one_vacancy_places_and_scores_are_those_of_the_lists_before_and_after()
    {
        int opened = 0, lifted = 0;
        foreach (var jobseeker in Jobseekers)
        {
            var (prior, learned) = (WhatIfRanking.ByPrior(jobseeker, Snapshot, Given.Today), WhatIfRanking.ByModel(jobseeker, Index, Model, Given.Today, candidates: Rows));
            for (var row = 0; row < Vacancies.Count; row += 41)
            {
                var byPrior = prior.ForVacancy(row, Vacancies[row]);
                AssertPair(byPrior, jobseeker, row, j => PriorList(j), (j, v) => Given.Score(j, v));
                AssertPair(learned.ForVacancy(row, Vacancies[row]), jobseeker, row, j => LearnedList(j, Rows), LearnedScore);
                opened += byPrior.Count(g => g is { PlaceBefore: null, PlaceAfter: not null });
                lifted += byPrior.Count(g => g.PlaceAfter < g.PlaceBefore);
            }
        }

        Assert.True(opened > 0 && lifted > 20, $"{opened} opened, {lifted} lifted");
    }

    [Fact]
    public void Of_a_page_of_vacancies_each_has_the_gain_that_lifts_it_most_and_what_that_brings()
    {
        var lifted = 0;
        foreach (var jobseeker in Jobseekers)
        {
            foreach (var ranking in (WhatIfRanking[])[WhatIfRanking.ByPrior(jobseeker, Snapshot, Given.Today), WhatIfRanking.ByModel(jobseeker, Index, Model, Given.Today, candidates: Rows)])
            {
                (int Row, VacancyProfile Vacancy)[] page = [.. Enumerable.Range(0, Places).Select(i => (i * 19, Vacancies[i * 19]))];
                var values = ranking.Values(100).ToDictionary(v => v.Gain, v => v.Entering);
                foreach (var (lift, one) in ranking.Lifts(page).Zip(page))
                {
                    Assert.Equal(ranking.ForVacancy(one.Row, one.Vacancy).FirstOrDefault(), lift?.Pair);
                    Assert.Equal(lift is null ? 0 : values.GetValueOrDefault(lift.Pair.Gain), lift?.Entering ?? 0);
                    lifted += lift is null ? 0 : 1;
                }
            }
        }

        Assert.True(lifted > 100, $"{lifted} lifted");
    }

    [Fact]
    public void Places_are_those_of_the_list_as_demand_is_spread_over_it()
    {
        var rule = new SpreadRule(60_000, 2);
        var moved = 0;
        foreach (var jobseeker in Jobseekers)
        {
            List<(int Row, int Score)> Spread(JobseekerProfile j) =>
                [.. Matcher.Prior.VacanciesFor(j, Snapshot, Given.Today, Rows, rule).Explain().Rows.Select(m => (Snapshot.RowOf(m.Id)!.Value, m.Score - rule.Yield(Vacancies[Snapshot.RowOf(m.Id)!.Value])))];
            var ranking = WhatIfRanking.ByPrior(jobseeker, Snapshot, Given.Today, rule);
            for (var row = 0; row < Vacancies.Count; row += 43)
            {
                AssertPair(ranking.ForVacancy(row, Vacancies[row]), jobseeker, row, Spread, (j, v) => Given.Score(j, v) - rule.Yield(v));
            }

            moved += Matcher.Prior.VacanciesFor(jobseeker, Snapshot, Given.Today, Rows, rule).Explain().Rows.Count(m => m.Move != SpreadMove.None);
        }

        Assert.True(moved > Rows, $"{moved} moved");
    }

    [Fact]
    public void A_missing_licence_opens_what_it_alone_keeps_out()
    {
        VacancyProfile Asking(int id, params int[] licences) => Given.Vacancy with { Id = Given.IdOf(id), LicencesRequired = licences };
        var vacancies = VacancySnapshot.Build([Asking(1), Asking(2, 5), Asking(3, 5), Asking(4, 5, 6)]);
        var values = WhatIfRanking.ByPrior(Given.Jobseeker, vacancies, Given.Today).Values(10);
        Assert.Equal([new GainValue(new(GainKind.Licence, 5), Entering: 2, Passing: 2, Opened: 2)], values);
    }

    [Fact]
    public void A_licence_that_the_law_requires_opens_as_one_that_is_asked()
    {
        var vacancies = VacancySnapshot.Build([Given.Vacancy with { Id = Given.IdOf(1), LicencesByLaw = [5] }, Given.Vacancy with { Id = Given.IdOf(2), LicencesByLaw = [5], LicencesRequired = [5] }]);
        Assert.Equal([new GainValue(new(GainKind.Licence, 5), Entering: 2, Passing: 2, Opened: 2)], WhatIfRanking.ByPrior(Given.Jobseeker, vacancies, Given.Today).Values(10));
    }

    [Fact]
    public void One_who_holds_all_has_nothing_to_gain()
    {
        var jobseeker = Given.Jobseeker with { Skills = [.. Enumerable.Range(1, 12)], Licences = [0, 1, 2] };
        Assert.Empty(WhatIfRanking.ByPrior(jobseeker, Snapshot, Given.Today).Values(10));
        Assert.Empty(WhatIfRanking.ByPrior(jobseeker, Snapshot, Given.Today).ForVacancy(3, Vacancies[3]));
    }

    [Fact]
    public void A_row_is_found_by_its_id()
    {
        Assert.All(Vacancies, (v, i) => Assert.Equal(i, Snapshot.RowOf(v.Id)));
        Assert.Null(Snapshot.RowOf(Guid.Empty));
    }

    private static void AllAgree(
        Func<JobseekerProfile, WhatIfRanking> ranking, Func<JobseekerProfile, List<(int Row, int Score)>> list, Func<JobseekerProfile, GainKind, int, int> yardstick)
    {
        var some = 0;
        foreach (var jobseeker in Jobseekers)
        {
            var whatIf = ranking(jobseeker);
            var before = list(jobseeker).Take(Places).Select(r => r.Row).ToList();
            var expected = whatIf.Candidates()
                .Select(gain =>
                {
                    var after = list(gain.AddedTo(jobseeker));
                    var asking = after.Where(r => IsAsked(gain, Vacancies[r.Row])).ToList();
                    var last = before.Count == Places ? (yardstick(jobseeker, gain.Kind, before[^1]), before[^1]) : (int.MinValue, int.MaxValue);
                    return new GainValue(
                        gain,
                        after.Take(Places).Count(r => !before.Contains(r.Row)),
                        asking.Count(r => !before.Contains(r.Row) && (r.Score > last.Item1 || (r.Score == last.Item1 && r.Row < last.Item2))),
                        gain.Kind == GainKind.Licence ? asking.Count : 0);
                })
                .Where(v => v.Entering + v.Passing + v.Opened > 0)
                .OrderByDescending(v => v.Entering).ThenByDescending(v => v.Passing).ThenByDescending(v => v.Opened).ThenByDescending(v => v.Gain.Kind).ThenBy(v => v.Gain.Id)
                .ToList();
            Assert.Equal(expected, whatIf.Values(100));
            Assert.Equal(expected.Take(2), whatIf.Values(2));
            some += expected.Count(v => v is { Entering: > 0, Passing: > 0 });
        }

        Assert.True(some > 20, $"{some} gains brought something");
    }

    private static void AssertPair(
        IReadOnlyList<PairGain> gains, JobseekerProfile jobseeker, int row, Func<JobseekerProfile, List<(int Row, int Score)>> list, Func<JobseekerProfile, VacancyProfile, int> score)
    {
        int? Place(JobseekerProfile j) => list(j).FindIndex(r => r.Row == row) is >= 0 and var at ? at + 1 : null;
        var before = Place(jobseeker);
        var expected = Gain.Missing(jobseeker, Vacancies[row])
            .Select(g => new PairGain(g, before, Place(g.AddedTo(jobseeker)), score(jobseeker, Vacancies[row]), score(g.AddedTo(jobseeker), Vacancies[row])))
            .Where(g => g.ScoreAfter > g.ScoreBefore || (g.PlaceAfter ?? int.MaxValue) < (g.PlaceBefore ?? int.MaxValue)).ToHashSet();
        Assert.True(expected.SetEquals(gains));
        Assert.Equal(gains, gains.OrderBy(g => g.PlaceAfter ?? int.MaxValue).ThenByDescending(g => g.ScoreAfter));
    }

    private static bool IsAsked(Gain gain, VacancyProfile vacancy) => gain.Kind == GainKind.Licence
        ? vacancy.LicencesRequired.Contains(gain.Id)
        : vacancy.EssentialSkills.Contains(gain.Id) || vacancy.UsefulSkills.Contains(gain.Id);

    private static List<(int Row, int Score)> PriorList(JobseekerProfile jobseeker) =>
        [.. Matcher.Prior.VacanciesFor(jobseeker, Snapshot, Given.Today, Rows).Explain().Rows.Select(m => (Snapshot.RowOf(m.Id)!.Value, m.Score))];

    private static List<(int Row, int Score)> LearnedList(JobseekerProfile jobseeker, int candidates) =>
        [.. Index.Top(jobseeker, Model, Given.Today, candidates, new(), candidates).Select(m => (m.Id, Model.Finer(m.Score)))];

    private static int PriorYardstick(JobseekerProfile jobseeker, GainKind kind, int row) =>
        Given.Score(kind == GainKind.Skill ? jobseeker with { Skills = [.. jobseeker.Skills, 7_777] } : jobseeker, Vacancies[row]);

    private static int LearnedYardstick(JobseekerProfile jobseeker, GainKind kind, int row) =>
        LearnedScore(kind == GainKind.Skill ? jobseeker with { Skills = [.. jobseeker.Skills, 7_777] } : jobseeker, Vacancies[row]);

    private static int LearnedScore(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var bins = new byte[PairFeatures.Count];
        PairBins.Fill(PackedJobseekers.Of([(0, jobseeker)]).At(0), PackedVacancies.Of([(0, vacancy)]).At(0), Given.Today.DayNumber, bins, 1);
        return Model.Finer(Model.Score(bins));
    }

    // Skills matter most, and how many she holds at all matters too, so that every score moves with a gain.
    private static LearnedRanking Learnt()
    {
        var training = new PairTraining();
        foreach (var (jobseeker, i) in Jobseekers.Concat(Given.Jobseekers.Drawn(100)).Select((j, i) => (j, i)))
        {
            training.AddList(
                jobseeker,
                Vacancies.Skip(i * 2 % 300).Take(30).Select(v => (v, (byte)Math.Clamp(((Given.Score(jobseeker, v) + 200_000) / 120_000) + (jobseeker.Skills.Length * v.Hours.GetValueOrDefault() / 80), 0, 6))),
                Given.Today);
        }

        return new(LambdaMart.TrainOblivious(training.ToRows(), new() { Trees = 60, Monotone = PairFeatures.Directions }));
    }
}
