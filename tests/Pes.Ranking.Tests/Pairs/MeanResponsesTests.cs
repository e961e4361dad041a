using FsCheck.Fluent;
using Pes.Ranking.Coarse;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;
using Pes.Ranking.Tests.Models;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

public sealed class MeanResponsesTests
{
    private const int Rows = 600;

    // Any tree over the features, with directions or not.
    private static readonly ObliviousModel Trees = RandomTrees.Oblivious(new Draw(5), PairFeatures.Count, trees: 80);

    private static readonly LearnedRanking Model = new(Trees);

    [Fact]
    public void Points_follow_the_model_for_every_field_that_alone_tells_two_vacancies_apart()
    {
        foreach (var jobseeker in Given.Jobseekers.Drawn(40, 1_000))
        {
            List<VacancyProfile> vacancies =
            [
                .. new ushort[] { 0, 7531, 7533, 5223, 2310, 9112 }.Select(o => Given.Vacancy with { Occupation = o }),
                .. new byte[] { 1, 3, 5, 8 }.Select(level => Given.Vacancy with { EducationAsked = level }),
            ];
            var index = VacancyIndex.Build([.. vacancies.Select((v, i) => (i, v))], Given.Today);
            var points = Points(index, jobseeker);
            var expecting = new[] { CoarseField.Occupation, CoarseField.Education }.ToDictionary(
                field => field, field => Trees.Expecting(PairFeatures.All.Where(m => m.Seen == field).Select(m => (int)m.Feature).ToHashSet()));
            HoldsTheOrder(jobseeker, vacancies[..6], 0, points, expecting[CoarseField.Occupation]);
            HoldsTheOrder(jobseeker, vacancies[6..], 6, points, expecting[CoarseField.Education]);
        }
    }

    [Fact]
    public void A_model_that_weighs_something_the_coarse_stage_sees_needs_few_candidates()
    {
        var vacancies = Given.Vacancies.Drawn(Rows, 1_000).Select((v, i) => (i, v with { OtherPlaces = [] })).ToList();
        var index = VacancyIndex.Build(vacancies, Given.Today);

        var model = Asking(PairFeature.NearSkillsHeld, PairFeature.TitleShare, PairFeature.EssentialHeld, PairFeature.SameProvince);
        int found = 0, all = 0;
        foreach (var jobseeker in Given.Jobseekers.Drawn(40, 1_000).Select(j => j with { TravelLimitKm = null }))
        {
            var best = index.Top(jobseeker, model, Given.Today, 20, new(), Rows);
            var few = index.Top(jobseeker, model, Given.Today, 20, new(), 60);
            found += few.Count(m => m.Score >= best[^1].Score);
            all += best.Length;
        }

        Assert.Equal(all, found);
    }

    [Fact]
    public void Nor_does_it_where_jobseekers_are_ranked()
    {
        var index = JobseekerIndex.Build(Given.Jobseekers.Drawn(Rows, 1_000).Select((j, i) => (i, j with { TravelLimitKm = null })));
        var model = Asking(PairFeature.UsefulHeld, PairFeature.OccupationHeld, PairFeature.TitleShare, PairFeature.EssentialHeld, PairFeature.SameProvince);
        int found = 0, all = 0;
        foreach (var vacancy in Given.Vacancies.Drawn(40, 1_000))
        {
            var best = index.Top(vacancy, model, Given.Today, 20, new(), Rows);
            found += index.Top(vacancy, model, Given.Today, 20, new(), 100).Count(m => m.Score >= best[^1].Score);
            all += best.Length;
        }

        // A row says which occupation it stands under, not whether as a wish or as work done.
        Assert.InRange(found, all * 9 / 10, all);
    }

    [Fact]
    public void A_province_out_of_reach_is_barred_and_no_vacancy_that_she_reaches_is()
    {
        var barred = 0;
        var vacancies = Given.Vacancies.Drawn(Rows, 1_000).Zip(Given.OtherPlaces.Drawn(Rows, 1_000)).Select((v, i) => (i, InProvinceOfLatitude(v.First) with { OtherPlaces = i % 3 == 0 ? v.Second : [] })).ToList();
        var index = VacancyIndex.Build(vacancies[..(Rows / 2)], Given.Today).With(vacancies[(Rows / 2)..], [], Given.Today);
        foreach (var jobseeker in Given.Jobseekers.Drawn(200, 1_000).Select(j => j with { Place = GeoPoint.FromDegrees(11 + (j.Skills.Length * 0.2), 103.5), TravelLimitKm = (ushort)(j.TravelLimitKm % 90 ?? 30), MovesAnywhere = false }))
        {
            var query = index.CoarseQueryOf(jobseeker, Model);
            barred += System.Numerics.BitOperations.PopCount(query.PlacesBarred);
            var hits = new CoarseHit[Rows];
            var found = hits.Take(index.Coarse.Top(query, hits, new())).Select(h => h.Id).ToHashSet();
            Assert.All(vacancies, v => Assert.True(found.Contains(v.i) || HardConditions.Failed(jobseeker, v.Item2, Given.Today, suggesting: false) != HardCondition.None));
        }

        Assert.True(barred > 100, $"{barred}");
    }

    // One question a tree: whether there is any of it (of a province: whether it is the same), each worth twice the one before.
    private static LearnedRanking Asking(params PairFeature[] asked) => new(new ObliviousModel(
        PairFeatures.Count,
        [.. asked.SelectMany(feature => Enumerable.Repeat((ushort)feature, 5))],
        [.. asked.SelectMany(feature => (byte[])[(byte)(feature == PairFeature.SameProvince ? 1 : 0), 255, 255, 255, 255])],
        [.. asked.SelectMany((_, tree) => Enumerable.Range(0, 32).Select(leaf => (short)(leaf >= 16 ? 100 << tree : 0)))],
        [.. asked.SelectMany(_ => Enumerable.Range(0, 32).Select(leaf => leaf % 16 == 0 ? 50 : 0))]));

    // Provinces that lie apart, as those of a country do.
    private static VacancyProfile InProvinceOfLatitude(VacancyProfile vacancy) =>
        vacancy with { Place = vacancy.Place ?? new(120_000, 1_040_000), Province = (byte)(((vacancy.Place?.LatitudeE4 ?? 120_000) - 95_000) / 4_000) };

    private static Dictionary<int, byte> Points(VacancyIndex index, JobseekerProfile jobseeker)
    {
        var hits = new CoarseHit[Rows];
        return hits.Take(index.Coarse.Top(index.CoarseQueryOf(jobseeker with { TravelLimitKm = null }, Model), hits, new())).ToDictionary(h => h.Id, h => h.Score);
    }

    private static void HoldsTheOrder(JobseekerProfile jobseeker, List<VacancyProfile> vacancies, int first, Dictionary<int, byte> points, ObliviousModel expecting)
    {
        var bins = new byte[PairFeatures.Count];
        var expected = vacancies.ConvertAll(v =>
        {
            PairBins.Fill(PackedJobseekers.Of([(0, jobseeker with { TravelLimitKm = null })]).At(0), PackedVacancies.Of([(0, v)]).At(0), Given.Today.DayNumber, bins, 1);
            return expecting.Score(bins);
        });
        for (var i = 1; i < expected.Count; i++)
        {
            Assert.True((expected[i] - expected[i - 1]) * (points[first + i] - points[first + i - 1]) >= 0);
        }
    }
}
