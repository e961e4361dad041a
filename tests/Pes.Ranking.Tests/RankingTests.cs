using FsCheck.Fluent;
using Xunit;

namespace Pes.Ranking.Tests;

/// <summary>The order: complete, stable, the same from both sides, and made of its reasons.</summary>
public sealed class RankingTests
{
    [Fact]
    public void Reasons_and_contributions_sum_to_the_score()
    {
        var pairs = Given.Jobseekers.SelectMany(_ => Given.Vacancies, (j, v) => (j, v));
        Given.Holds(
            pairs,
            pair =>
            {
                var match = Matcher.Prior.Explain(pair.j, pair.v, Given.Today);
                return match.Score == Given.Score(pair.j, pair.v)
                    && match.Contributions.Sum(c => c.Points) == match.Score
                    && match.Reasons.Sum(r => r.Weight) == match.Score
                    && match.Contributions.Count == Enum.GetValues<Term>().Length
                    && Math.Abs(match.Score) <= Given.Million
                    && match.Reasons.All(r => r.Kind != ReasonKind.None && r.Direction == (r.Weight > 0 ? Direction.For : Direction.Against))
                    && match.Missing.All(r => r is { Weight: 0, Direction: Direction.Missing });
            },
            20_000);
    }

    [Fact]
    public void The_first_rows_are_those_of_a_full_sort()
    {
        var cases =
            from jobseeker in Given.Jobseekers
            from vacancies in Given.Vacancies.ArrayOf(60)
            from take in Gen.Choose(0, 70)
            select (jobseeker, Vacancies: vacancies.DistinctBy(v => v.Id).ToArray(), take);
        Given.Holds(
            cases,
            c =>
            {
                var expected = c.Vacancies
                    .Where(v => HardConditions.Failed(c.jobseeker, v, Given.Today, suggesting: false) == HardCondition.None)
                    .OrderByDescending(v => Given.Score(c.jobseeker, v))
                    .ThenBy(v => v.Id)
                    .Select(v => v.Id)
                    .Take(c.take);
                var run = Matcher.Prior.VacanciesFor(c.jobseeker, VacancySnapshot.Build(c.Vacancies), Given.Today, c.take).Explain();
                return run.Rows.Select(r => r.Id).SequenceEqual(expected)
                    && run.Rows.Select(r => r.Rank).SequenceEqual(Enumerable.Range(1, run.Rows.Count));
            },
            2_000);
    }

    [Fact]
    public void Equal_scores_are_ordered_by_id()
    {
        VacancyProfile[] equals = [.. Enumerable.Range(1, 50).Select(i => Given.FullVacancy with { Id = Given.IdOf(i) })];
        var run = Matcher.Prior.VacanciesFor(Given.FullJobseeker, VacancySnapshot.Build(equals.Reverse()), Given.Today, 10).Explain();
        Assert.Equal(equals.Take(10).Select(v => v.Id), run.Rows.Select(r => r.Id));
    }

    [Fact]
    public void The_order_of_the_input_does_not_matter()
    {
        var cases =
            from vacancy in Given.Vacancies
            from jobseekers in Given.Jobseekers.ArrayOf(30)
            from shuffled in Gen.Shuffle(jobseekers)
            select (vacancy, jobseekers, shuffled);
        Given.Holds(
            cases,
            c =>
            {
                var one = Matcher.Prior.JobseekersFor(c.vacancy, JobseekerSnapshot.Build(c.jobseekers.DistinctBy(j => j.Id)), Given.Today, 10).Explain();
                var other = Matcher.Prior.JobseekersFor(c.vacancy, JobseekerSnapshot.Build(c.shuffled.DistinctBy(j => j.Id)), Given.Today, 10).Explain();
                // Two different rows with one id would be cut differently by DistinctBy.
                return c.jobseekers.DistinctBy(j => j.Id).Count() < c.jobseekers.Length
                    || (one.InputsChecksum == other.InputsChecksum && one.Rows.Select(r => (r.Id, r.Score)).SequenceEqual(other.Rows.Select(r => (r.Id, r.Score))));
            },
            2_000);
    }

    [Fact]
    public void A_pair_has_one_score_from_both_sides()
    {
        var pairs = Given.Jobseekers.SelectMany(_ => Given.Vacancies, (j, v) => (j, v));
        Given.Holds(
            pairs,
            pair =>
            {
                var forHer = Matcher.Prior.VacanciesFor(pair.j, VacancySnapshot.Build([pair.v]), Given.Today, 1).Explain();
                var forIt = Matcher.Prior.JobseekersFor(pair.v, JobseekerSnapshot.Build([pair.j]), Given.Today, 1).Explain();
                return forHer.Rows.Select(r => (r.Score, r.InputsChecksum)).SequenceEqual(forIt.Rows.Select(r => (r.Score, r.InputsChecksum)));
            },
            10_000);
    }

    [Fact]
    public void Rows_that_a_hard_condition_keeps_out_are_looked_at_and_not_shown()
    {
        VacancyProfile[] vacancies =
        [
            Given.Vacancy with { Id = Given.IdOf(1) },
            Given.Vacancy with { Id = Given.IdOf(2), IsOpen = false },
            Given.Vacancy with { Id = Given.IdOf(3), IsOpen = false, LicencesRequired = [9] },
        ];
        var run = Matcher.Prior.VacanciesFor(Given.Jobseeker, VacancySnapshot.Build(vacancies), Given.Today, 20).Explain();
        Assert.Equal(3, run.Considered);
        Assert.Equal(Given.IdOf(1), Assert.Single(run.Rows).Id);
    }

    [Fact]
    public void Nobody_is_suggested_to_an_employer_without_having_agreed()
    {
        var silent = Given.FullJobseeker with { MayBeSuggested = false };
        Assert.Empty(Matcher.Prior.JobseekersFor(Given.FullVacancy, JobseekerSnapshot.Build([silent]), Given.Today, 20).Explain().Rows);
        Assert.Single(Matcher.Prior.VacanciesFor(silent, VacancySnapshot.Build([Given.FullVacancy]), Given.Today, 20).Explain().Rows);
    }

    [Fact]
    public void Rows_stand_by_id_also_where_ids_share_their_first_half()
    {
        Guid[] ids = [.. Enumerable.Range(0, 600).Select(i => new Guid(i % 3, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(i * 7 / 256), (byte)(i * 7)))];
        var snapshot = VacancySnapshot.Build(ids.Select(id => Given.Vacancy with { Id = id }));
        Assert.Equal(ids.Order(), ids.OrderBy(id => snapshot.RowOf(id)));
        Assert.Equal(Enumerable.Range(0, ids.Length), ids.Select(id => snapshot.RowOf(id)!.Value).Order());
    }

    [Fact]
    public void Two_rows_with_one_id_are_refused() =>
        Assert.Throws<ArgumentException>(() => VacancySnapshot.Build([Given.Vacancy, Given.FullVacancy]));

    [Fact]
    public void A_card_shows_three_reasons_for_and_the_weightiest_against()
    {
        var match = Matcher.Prior.Explain(Given.FullJobseeker, Given.FullVacancy, Given.Today);
        var (reasonsFor, against) = match.ForDisplay();
        Assert.Equal([Term.Occupation, Term.EssentialSkills, Term.Distance], reasonsFor.Select(r => r.Term));
        Assert.Equal(Term.Experience, against?.Term);
        Assert.Equal(match.Reasons.Where(r => r.Weight > 0).Take(3), reasonsFor);
        Assert.Equal(match.Reasons.MinBy(r => r.Weight), against);
        Assert.Null(Matcher.Prior.Explain(Given.Jobseeker, Given.Vacancy, Given.Today).ForDisplay().Against);
    }

    [Theory]
    [InlineData(-1_000_000, 1)]
    [InlineData(-200_001, 1)]
    [InlineData(-200_000, 2)]
    [InlineData(-1, 2)]
    [InlineData(0, 3)]
    [InlineData(199_999, 3)]
    [InlineData(200_000, 4)]
    [InlineData(449_999, 4)]
    [InlineData(450_000, 5)]
    [InlineData(1_000_000, 5)]
    public void A_score_has_one_of_five_bands(int score, int band) => Assert.Equal(band, ScoreBand.Of(score));
}
