using System.Text.Json;
using FsCheck.Fluent;
using Pes.Ranking.Allocation;
using Pes.Ranking.Pairs;
using Pes.Ranking.Tests.Allocation;
using Xunit;

namespace Pes.Ranking.Tests;

/// <summary>A list of which only a page is explained: the same rows with the same reasons, and no work for those before it.</summary>
public sealed class RankedListTests
{
    private const int Rows = 300;

    private const int From = 120;

    private const int Page = 20;

    private static readonly VacancyProfile[] Vacancies = [.. Given.Vacancies.Drawn(Rows, 1_000).Select((v, i) => v with { Id = Given.IdOf(i + 1), IsOpen = true, OpeningsLeft = 2, ClosesOn = null, LicencesRequired = [], LicencesByLaw = [] })];

    private static readonly JobseekerProfile Jobseeker = Given.FullJobseeker with { TravelLimitKm = null, CannotWork = WorkTimes.None, AccommodationsWanted = [] };

    [Fact]
    public void A_page_of_the_prior_has_the_rows_of_the_whole_list()
    {
        var rule = new SpreadRule(60_000, 2);
        var list = Matcher.Prior.VacanciesFor(Jobseeker, VacancySnapshot.Build(Vacancies), Given.Today, Rows, rule);
        Same(list);
        Assert.Contains(list.Rows, r => r.Move != SpreadMove.None);

        // What it depends on does not change with the page that is shown.
        Assert.Equal(list.Explain().InputsChecksum, list.Explain([]).InputsChecksum);
    }

    [Fact]
    public void A_page_of_a_model_has_the_rows_of_the_whole_list_and_a_checksum_of_its_own_pairs()
    {
        var model = TinyRanking.Of([Jobseeker], Vacancies);
        var found = VacancyIndex.Build([.. Vacancies.Select((v, i) => (i, v))], Given.Today).Ranked(Jobseeker, model, Given.Today, Rows, new(), portionSize: 90);
        var list = new LearnedMatcher("test-1", model).VacanciesFor(Jobseeker, [.. found.Select(row => (row, Vacancies[row.Id]))], Given.Today, Rows, Rows);
        Same(list);
        Assert.Contains(list.Rows, r => r.Portion > 0);
        Assert.NotEqual(list.Explain(list.Rows.Take(Page)).InputsChecksum, list.Explain(list.Rows.Skip(Page).Take(Page)).InputsChecksum);
    }

    [Fact]
    public void Only_rows_that_are_shown_are_explained()
    {
        List<int> explained = [];
        var whole = Matcher.Prior.VacanciesFor(Jobseeker, VacancySnapshot.Build(Vacancies), Given.Today, Rows).Explain();
        RankedList list = new("test", Rows, [.. whole.Rows.Select(m => new ListedRow(m.Id, m.Rank, m.Score))], row =>
        {
            explained.Add(row.Rank);
            return whole.Rows[row.Rank - 1];
        }, rows => $"{rows.Count}");
        Assert.Empty(explained);
        Assert.Equal($"{Page}", list.Explain(list.Rows.Skip(From).Take(Page)).InputsChecksum);
        Assert.Equal(Enumerable.Range(From + 1, Page), explained);
    }

    private static void Same(RankedList list)
    {
        var whole = list.Explain();
        Assert.True(whole.Rows.Count > From + Page, $"{whole.Rows.Count} rows");
        var page = list.Explain(list.Rows.Skip(From).Take(Page));
        Assert.Equal(JsonSerializer.Serialize(whole.Rows.Skip(From).Take(Page)), JsonSerializer.Serialize(page.Rows));
        Assert.Equal((whole.ModelVersion, whole.Considered, whole.SpreadCost), (page.ModelVersion, page.Considered, page.SpreadCost));
        Assert.Equal(list.Rows.Select(r => (r.Id, r.Rank, r.Score, r.Portion, r.Move)), whole.Rows.Select(m => (m.Id, m.Rank, m.Score, m.Portion, m.Move)));
    }
}
