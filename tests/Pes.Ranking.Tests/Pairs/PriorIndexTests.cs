using FsCheck.Fluent;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

/// <summary>The prior by the index of jobseekers: its own order where all rows are handed on, next to it where the coarse stage chooses.</summary>
public sealed class PriorIndexTests
{
    private const int Rows = 6_000;

    private const int Page = 20;

    private const int Asked = 60;

    private static readonly List<(int Id, JobseekerProfile Jobseeker)> Jobseekers =
        [.. Given.Jobseekers.Drawn(Rows, 3_000).Select((j, i) => (i, j with { Id = Given.IdOf(i), Licences = i % 2 == 0 ? [0, 1] : [], MayBeSuggested = i % 7 != 0 }))];

    private static readonly List<VacancyProfile> Vacancies = [.. Given.Vacancies.Drawn(Asked, 3_000).Select(v => v with { IsOpen = true, OpeningsLeft = 2, ClosesOn = null })];

    private static readonly JobseekerIndex Index = JobseekerIndex.Build(Jobseekers);

    [Fact]
    public void Where_all_rows_are_handed_on_its_order_is_the_priors()
    {
        var snapshot = JobseekerSnapshot.Build(Jobseekers.Select(j => j.Jobseeker));
        foreach (var vacancy in Vacancies)
        {
            var expected = Matcher.Prior.JobseekersFor(vacancy, snapshot, Given.Today, Rows).Rows.Select(r => (r.Id, r.Score));
            var ranked = Index.Ranked(vacancy, null, Given.Today, Rows, new(), portionSize: Rows);
            Assert.Equal(expected, ranked.Select(r => (Given.IdOf(r.Id), r.Score)));
        }
    }

    [Fact]
    public void What_the_coarse_stage_hands_on_holds_the_best_of_the_prior()
    {
        var (found, all) = (0, 0);
        foreach (var vacancy in Vacancies)
        {
            var best = Index.Ranked(vacancy, null, Given.Today, Rows, new(), portionSize: Rows).Take(Page).Select(r => r.Id).ToHashSet();
            found += Index.Ranked(vacancy, null, Given.Today, Page, new(), portionSize: Rows / 12).Take(Page).Count(r => best.Contains(r.Id));
            all += best.Count;
        }

        Assert.True(all > Asked * Page / 2, $"{all} rows");
        Assert.True(found >= all * 0.95, $"{found} of {all}");
    }

    [Fact]
    public void Going_on_every_row_comes_once_and_a_row_that_changed_as_it_is_now()
    {
        var vacancy = Vacancies[3];
        var changed = Jobseekers[10].Jobseeker with { WageExpected = 1, MayBeSuggested = true, Licences = [.. Enumerable.Range(0, 20)], TravelLimitKm = null, CannotWork = WorkTimes.None, AccommodationsWanted = [], MayWork = true, MayDoHazardousWork = true };
        var index = Index.With([(10, changed)], [11]);
        var ranked = index.Ranked(vacancy, null, Given.Today, Rows, new(), portionSize: 200);
        Assert.Equal(ranked.Count, ranked.Select(r => r.Id).Distinct().Count());
        Assert.Equal(
            Jobseekers.Where(j => j.Id is not (10 or 11) && !Matcher.IsBarred(j.Jobseeker, vacancy, Given.Today, suggesting: true)).Select(j => j.Id).Append(10).Order(),
            ranked.Select(r => r.Id).Order());
        Assert.Equal(Given.Score(changed, vacancy), ranked.Single(r => r.Id == 10).Score);
        Assert.True(ranked.Zip(ranked.Skip(1)).All(p => p.First.Portion <= p.Second.Portion));
    }

    [Fact]
    public void A_packed_row_gives_back_what_the_prior_reads()
    {
        Given.Holds(
            Given.Jobseekers.SelectMany(_ => Given.Vacancies, (j, v) => (j, v)),
            pair =>
            {
                var again = PackedJobseekers.Of([(0, pair.j)]).ProfileAt(0);
                return Given.Score(again, pair.v) == Given.Score(pair.j, pair.v)
                    && HardConditions.Failed(again, pair.v, Given.Today, suggesting: true) == HardConditions.Failed(pair.j, pair.v, Given.Today, suggesting: true);
            },
            20_000);
        var full = PackedJobseekers.Of([(0, Given.FullJobseeker)]).ProfileAt(0);
        CareerStep[] career = [.. Given.FullJobseeker.Career.Select(step => new CareerStep(step.Occupation, step.Months))];
        Assert.Equal(Checksum.Of(Given.FullJobseeker with { CareerMoves = [], Career = career }), Checksum.Of(full with { Id = Given.FullJobseeker.Id }));
    }
}
