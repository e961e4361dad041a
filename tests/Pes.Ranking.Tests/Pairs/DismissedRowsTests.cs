using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

/// <summary>Rows that officers turned down, among the first ten: NDCG does not see them, this does.</summary>
public sealed class DismissedRowsTests
{
    private static readonly double[] Gains = [0, 1, 2, 4];

    // The two best paid of a list stand first, or last.
    private static readonly LearnedRanking BestPaidFirst = Learnt(v => v.WageLow >= 1_400_000), BestPaidLast = Learnt(v => v.WageLow < 1_400_000);

    [Theory]
    [InlineData(12, "1", 1, 1)]
    [InlineData(12, "1 2", 1, 2)]
    [InlineData(11, "11", 1, 1)]
    [InlineData(10, "1 2 3", 0, 0)]
    [InlineData(12, "", 0, 0)]
    public void Lists_of_more_than_ten_rows_with_one_that_was_turned_down_are_counted(int rows, string dismissed, int lists, int counted)
    {
        var found = new DismissedRows([ListOf(1, rows, Numbers(dismissed))]);
        Assert.Equal((lists, counted), (found.Lists, found.Rows));
    }

    [Fact]
    public void What_was_turned_down_counts_where_it_stands_among_the_first_ten_and_ndcg_does_not_see_it()
    {
        List<JudgedList> lists = [.. Enumerable.Range(1, 40).Select(i => ListOf(i, 12, [1, 2]))];
        var dismissed = new DismissedRows(lists);
        var (shows, hides) = (dismissed.First(BestPaidFirst), dismissed.First(BestPaidLast));
        Assert.Equal((80.0, 0.0, 40), (shows.Sum(), hides.Sum(), shows.Length));
        Assert.Null(DismissedRows.Ratio(shows, hides));
        Assert.Equal((0.0, 0.0, 0.0), DismissedRows.Ratio(hides, shows));
        Assert.Equal((1.0, 1.0, 1.0), DismissedRows.Ratio(shows, shows));

        var judged = lists[0] with { Rows = [.. lists[0].Rows.Select((r, i) => r with { Grade = (byte)(i == 5 ? 3 : 0) })] };
        var silent = judged with { Rows = [.. judged.Rows.Select(r => r with { IsDismissed = false })] };
        Assert.Equal(Ndcg(silent), Ndcg(judged));

        static double Ndcg(JudgedList list) => OrderComparison.Of([list], BestPaidFirst, WordBm25Tests.OfCodes([list]), Gains).Model.Single();
    }

    [Fact]
    public void Lists_of_one_person_are_drawn_together()
    {
        List<JudgedList> lists = [.. Enumerable.Range(0, 60).Select(i => ListOf(1 + (i % 3), 12, i % 3 == 0 ? [1, 2] : [12]))];
        var dismissed = new DismissedRows(lists);
        var (own, prior) = (dismissed.First(BestPaidFirst), dismissed.First(null));
        Assert.Equal((3, 3), (own.Length, prior.Length));
        Assert.Equal([40.0, 0.0, 0.0], own);
        Assert.Equal(60, dismissed.Lists);
    }

    [Theory]
    [InlineData("1 1 1 1", "1 1 1 1", 1, 1)]
    [InlineData("2 4 6 8", "1 2 3 4", 2, 2)]
    public void A_ratio_that_is_the_same_everywhere_has_no_spread(string own, string other, double low, double high) =>
        Assert.Equal((low, high), Bootstrap.OfRatio([.. Numbers(own).Select(n => (double)n)], [.. Numbers(other).Select(n => (double)n)]));

    [Fact]
    public void The_interval_of_a_ratio_holds_it_and_grows_narrower_with_more_lists()
    {
        static (double Low, double High) Of(int count)
        {
            double[] own = [.. Enumerable.Range(0, count).Select(i => (double)(i % 3))];
            return Bootstrap.OfRatio(own, [.. own.Select((_, i) => (double)(1 + (i % 2)))]);
        }

        var (few, many) = (Of(30), Of(3_000));
        Assert.InRange(2.0 / 3, few.Low, few.High);
        Assert.InRange(2.0 / 3, many.Low, many.High);
        Assert.True(many.High - many.Low < (few.High - few.Low) / 5);
        Assert.Throws<ArgumentException>(() => Bootstrap.OfRatio([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => Bootstrap.OfRatio([], []));
    }

    // The first row is the best paid.
    private static JudgedList ListOf(int person, int rows, IReadOnlyCollection<int> dismissed)
    {
        var jobseeker = Given.Jobseeker with { Id = new Guid(person, 0, 0, new byte[8]), WageExpected = 900_000 };
        return new(
            Given.Today,
            [.. Enumerable.Range(1, rows).Select(n => new JudgedPair(
                jobseeker, Given.Vacancy with { Id = new Guid(n, 1, 0, new byte[8]), WageLow = 1_600_000 - (100_000 * n), WageHigh = 1_600_000 - (100_000 * n) }, 0, n, dismissed.Contains(n)))]);
    }

    private static LearnedRanking Learnt(Func<VacancyProfile, bool> isTaken)
    {
        var training = new PairTraining();
        for (var i = 1; i <= 60; i++)
        {
            var list = ListOf(i, 12, []);
            training.AddList(list with { Rows = [.. list.Rows.Select(r => r with { Grade = (byte)(isTaken(r.Vacancy) ? 3 : 0) })] });
        }

        return new(LambdaMart.TrainOblivious(training.ToRows(), new() { Trees = 20, Gains = Gains }));
    }

    private static int[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
}
