using FsCheck.Fluent;
using Pes.Ranking.Coarse;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

public sealed class TwoStageTests
{
    private const int Rows = 1_500;

    private static readonly List<(int Id, VacancyProfile Vacancy)> Vacancies =
        [.. Given.Vacancies.Drawn(Rows, 1_000).Zip(Given.OtherPlaces.Drawn(Rows, 1_000)).Select((v, i) => (i * 3, v.First with { OtherPlaces = v.Second, IsWholeProvince = i % 7 == 0, LicencesRequired = i % 9 == 0 ? [i % 3] : [], Accommodations = i % 4 == 0 ? [4] : [], IsHazardous = i % 5 == 0 }))];

    private static readonly List<(int Id, JobseekerProfile Jobseeker)> Jobseekers =
        [.. Given.Jobseekers.Drawn(Rows, 1_000).Select((j, i) => (i * 2, j with { Licences = i % 2 == 0 ? [0, 1] : [], MayBeSuggested = i % 7 != 0, AccommodationsWanted = i % 6 == 0 ? [4] : [] }))];

    private static readonly LearnedRanking Model = new(Learnt());

    [Fact]
    public void With_room_for_all_the_best_vacancies_are_those_of_ranking_every_row()
    {
        var index = VacancyIndex.Build(Vacancies, Given.Today);
        foreach (var (_, jobseeker) in Jobseekers.Take(20))
        {
            Assert.Equal(Everyone(Vacancies.Select(v => (v.Id, jobseeker, v.Vacancy)), suggesting: false), Top(index, jobseeker, Rows));
        }
    }

    [Fact]
    public void With_room_for_all_the_best_jobseekers_are_those_of_ranking_every_row()
    {
        var index = JobseekerIndex.Build(Jobseekers);
        foreach (var (_, vacancy) in Vacancies.Take(20))
        {
            var found = index.Top(vacancy, Model, Given.Today, 20, new(), Rows).Select(m => (m.Id, m.Score));
            Assert.Equal(Everyone(Jobseekers.Select(j => (j.Id, j.Jobseeker, vacancy)), suggesting: true), found);
        }
    }

    [Fact]
    public void Few_candidates_find_most_of_the_best()
    {
        // 150 candidates are a tenth of the rows here; 500 of 200,000 are fewer, and measured by the bench.
        var index = VacancyIndex.Build(Vacancies, Given.Today);
        int found = 0, all = 0;
        foreach (var (_, jobseeker) in Jobseekers.Take(60))
        {
            var best = Top(index, jobseeker, Rows).Select(m => m.Id).ToHashSet();
            found += Top(index, jobseeker, 150).Count(m => best.Contains(m.Id));
            all += best.Count;
        }

        Assert.InRange(found, all / 3, all);
    }

    [Fact]
    public void By_place_a_vacancy_of_several_has_the_coarse_points_of_its_best_to_a_step_of_nine()
    {
        var several = Vacancies.Where(v => v.Vacancy.OtherPlaces.Length > 0).Take(300).ToList();
        var apart = several.SelectMany(v => v.Vacancy.Sites.Select((site, i) => ((v.Id * 4) + i, v.Vacancy with { Place = site.Place, Province = site.Province, OtherPlaces = [] }))).ToList();
        Assert.True(several.Count > 250);
        var (together, alone) = (VacancyIndex.Build(several, Given.Today), VacancyIndex.Build(apart, Given.Today));
        foreach (var (_, jobseeker) in Jobseekers.Take(40))
        {
            // Without limits of her own, the coarse stage bars by nothing that both forms would not share.
            var best = Points(alone, jobseeker, apart.Count).GroupBy(hit => hit.Id / 12 * 3).ToDictionary(g => g.Key, g => g.Max(hit => (int)hit.Score));
            var found = Points(together, jobseeker, several.Count).ToList();
            Assert.Equal(best.Count, found.Count);
            Assert.All(found, hit => Assert.InRange(hit.Score, best[hit.Id] - 9, best[hit.Id]));
        }
    }

    [Fact]
    public void Contributions_sum_to_the_score()
    {
        foreach (var match in VacancyIndex.Build(Vacancies, Given.Today).Top(Jobseekers[1].Jobseeker, Model, Given.Today, 20, new()))
        {
            Assert.Equal((long)match.Score << (ObliviousShap.Bits - ObliviousModel.ScoreBits), Model.Mean + match.Contributions.Sum());
        }
    }

    [Fact]
    public void Changes_beside_a_snapshot_rank_as_a_snapshot_built_anew_does()
    {
        var before = Vacancies.Where((_, i) => i % 10 != 0).ToList();
        var gone = Vacancies.Where((_, i) => i % 10 == 1).Select(v => v.Id).ToList();
        var added = Vacancies.Where((_, i) => i % 10 == 0).ToList();
        var other = Vacancies.Where((_, i) => i % 10 == 2).Select(v => (v.Id, v.Vacancy with { WageLow = 4_000_000, WageHigh = null })).ToList();
        var index = VacancyIndex.Build(before, Given.Today).With([.. added, .. other], gone, Given.Today);
        var after = before.Concat(added).Where(v => !gone.Contains(v.Id)).Select(v => other.Find(o => o.Id == v.Id) is { Item2: not null } o ? o : v).OrderBy(v => v.Id).ToList();
        var anew = VacancyIndex.Build(after, Given.Today);
        Assert.Equal(anew.Count, index.Count);
        foreach (var (_, jobseeker) in Jobseekers.Take(10))
        {
            Assert.Equal(Top(anew, jobseeker, Rows), Top(index, jobseeker, Rows));
        }

        var people = JobseekerIndex.Build(Jobseekers.Where((_, i) => i % 3 != 0)).With([.. Jobseekers.Where((_, i) => i % 3 == 0)], [Jobseekers[1].Id]);
        var peopleAnew = JobseekerIndex.Build(Jobseekers.Where((_, i) => i != 1));
        Assert.Equal(
            peopleAnew.Top(Vacancies[5].Vacancy, Model, Given.Today, 20, new(), Rows).Select(m => (m.Id, m.Score)),
            people.Top(Vacancies[5].Vacancy, Model, Given.Today, 20, new(), Rows).Select(m => (m.Id, m.Score)));
    }

    [Fact]
    public void A_model_of_other_features_is_refused() =>
        Assert.Throws<ArgumentException>(() => new LearnedRanking(new ObliviousModel(3, [], [], [], [])));

    private static IEnumerable<(int Id, int Score)> Top(VacancyIndex index, JobseekerProfile jobseeker, int candidates) =>
        index.Top(jobseeker, Model, Given.Today, 20, new(), candidates).Select(m => (m.Id, m.Score));

    private static IEnumerable<CoarseHit> Points(VacancyIndex index, JobseekerProfile jobseeker, int rows)
    {
        var hits = new CoarseHit[rows];
        return hits.Take(index.Coarse.Top(index.CoarseQueryOf(jobseeker, Model), hits, new()));
    }

    private static IEnumerable<(int Id, int Score)> Everyone(IEnumerable<(int Id, JobseekerProfile J, VacancyProfile V)> pairs, bool suggesting)
    {
        var bins = new byte[PairFeatures.Count];
        List<(int Id, int Score)> scored = [];
        foreach (var (id, jobseeker, vacancy) in pairs)
        {
            if (HardConditions.Failed(jobseeker, vacancy, Given.Today, suggesting) == HardCondition.None)
            {
                PairBins.Fill(PackedJobseekers.Of([(0, jobseeker)]).At(0), PackedVacancies.Of([(0, vacancy)]).At(0), Given.Today.DayNumber, bins, 1);
                scored.Add((id, Model.Score(bins)));
            }
        }

        return scored.OrderByDescending(s => s.Score).ThenBy(s => s.Id).Take(20);
    }

    // Grades follow the prior, so that the model has something to learn.
    private static ObliviousModel Learnt()
    {
        var training = new PairTraining();
        foreach (var (id, jobseeker) in Jobseekers.Take(150))
        {
            training.AddList(
                jobseeker,
                Vacancies.Skip(id * 4).Take(30).Select(v => (v.Vacancy, (byte)Math.Clamp((Given.Score(jobseeker, v.Vacancy) + 200_000) / 120_000, 0, 6))),
                Given.Today);
        }

        return LambdaMart.TrainOblivious(training.ToRows(), new() { Trees = 60, Monotone = PairFeatures.Directions });
    }
}
