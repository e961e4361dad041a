using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

/// <summary>Lists in which the best paid was taken: a model learns it, and each simple order orders by what it says.</summary>
public sealed class OrderComparisonTests
{
    private static readonly double[] Gains = [0, 1, 2, 4];

    [Fact]
    public void A_model_that_learnt_what_counts_beats_the_orders_that_do_not_know_it()
    {
        var (seen, held) = (Lists(300, 1), Lists(100, 2));
        var rows = new PairTraining();
        foreach (var list in seen)
        {
            rows.AddList(list);
        }

        var model = new LearnedRanking(LambdaMart.TrainOblivious(rows.ToRows(), new() { Trees = 40, Monotone = PairFeatures.Directions, Gains = Gains }));
        var comparison = OrderComparison.Of(held, model, WordBm25Tests.OfCodes(held), Gains);
        Assert.Equal(100, comparison.Model.Count);
        Assert.True(comparison.Model.Average() > 0.95, $"{comparison.Model.Average()}");
        Assert.All(Enum.GetValues<BaselineOrder>(), order => Assert.True(Bootstrap.OfMean(comparison.Differences(order)).Low > 0, order.ToString()));
        Assert.Equal(1, comparison.FeatureShares.Sum(), 9);
        Assert.True(comparison.FeatureShares[(int)PairFeature.WageOffered] + comparison.FeatureShares[(int)PairFeature.WageRatio] > 0.8);
    }

    [Theory]
    [InlineData(BaselineOrder.Recency)]
    [InlineData(BaselineOrder.OccupationRule)]
    [InlineData(BaselineOrder.Bm25)]
    public void Each_simple_order_is_perfect_where_it_is_right(BaselineOrder right)
    {
        var jobseeker = Given.Jobseeker with { WishedOccupations = [8153], Skills = [1, 2] };
        JudgedPair Row(int i, byte grade, VacancyProfile vacancy) => new(jobseeker, vacancy with { Id = new Guid(i, 0, 0, new byte[8]) }, grade, i);
        var best = right switch
        {
            BaselineOrder.Recency => Given.Vacancy with { PublishedOn = Given.Today },
            BaselineOrder.OccupationRule => Given.Vacancy with { Occupation = 8159, PublishedOn = Given.Today.AddDays(-9) },
            _ => Given.Vacancy with { EssentialSkills = [1, 2], PublishedOn = Given.Today.AddDays(-9) },
        };
        JudgedList list = new(Given.Today,
        [
            Row(1, 0, Given.Vacancy with { Occupation = 8211, PublishedOn = Given.Today.AddDays(-5) }), Row(2, 0, Given.Vacancy with { EssentialSkills = [7], PublishedOn = Given.Today.AddDays(-4) }),
            Row(3, 3, best),
        ]);
        var stump = LambdaMart.TrainOblivious(Training(list), new() { Trees = 1 });
        Assert.Equal([1.0], OrderComparison.Of([list], new LearnedRanking(stump), WordBm25Tests.OfCodes([list]), Gains).Baselines[right]);
    }

    [Fact]
    public void A_list_without_an_outcome_says_nothing()
    {
        var list = Lists(1, 3)[0];
        var silent = list with { Rows = [.. list.Rows.Select(r => r with { Grade = 0 })] };
        Assert.Empty(OrderComparison.Of([silent], new LearnedRanking(LambdaMart.TrainOblivious(Training(list), new() { Trees = 1 })), WordBm25Tests.OfCodes([silent]), Gains).Model);
    }

    private static BinnedRows Training(JudgedList list)
    {
        var rows = new PairTraining();
        rows.AddList(list);
        return rows.ToRows();
    }

    private static List<JudgedList> Lists(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            List<VacancyProfile> vacancies = [.. Enumerable.Range(1, 10).Select(n => Given.Vacancy with
            {
                Id = new Guid(n, 0, 0, new byte[8]), WageLow = 500_000 + (random.Next(20) * 50_000), PublishedOn = Given.Today.AddDays(-random.Next(60)),
                Occupation = (ushort)(8100 + random.Next(100)), EssentialSkills = [random.Next(5), random.Next(5)],
            })];
            var most = vacancies.Max(v => v.WageLow);
            var jobseeker = Given.Jobseeker with { WishedOccupations = [8153], Skills = [1, 2], WageExpected = 900_000 };
            return new JudgedList(
                Given.Today,
                [.. vacancies.Select((v, n) => new JudgedPair(jobseeker, v, (byte)(v.WageLow == most ? 3 : 0), n + 1))]);
        })];
    }
}
