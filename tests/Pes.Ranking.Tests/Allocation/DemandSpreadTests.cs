using FsCheck;
using FsCheck.Fluent;
using Pes.Ranking.Allocation;
using Xunit;

namespace Pes.Ranking.Tests.Allocation;

public sealed class DemandSpreadTests
{
    private const int Cases = 5_000;

    private static readonly Gen<(int[] Scores, Demand[] Demand, int Tolerance, int Factor)> Lists =
        from count in Gen.Choose(0, 30)
        from scores in Gen.Choose(-1_000, 1_000).ArrayOf(count)
        from sent in Gen.Choose(0, 40).ArrayOf(count)
        from openings in Gen.Choose(0, 6).ArrayOf(count)
        from tolerance in Gen.Choose(0, 400)
        from factor in Gen.Choose(1, 5)
        select (scores, sent.Zip(openings, (s, o) => new Demand(s, o)).ToArray(), tolerance, factor);

    [Fact]
    public void Nothing_passes_what_is_better_by_the_tolerance_or_more() => Given.Holds(
        Lists,
        l =>
        {
            var order = DemandSpread.Order(l.Scores, l.Demand, l.Tolerance, l.Factor);
            return order.Order().SequenceEqual(Enumerable.Range(0, l.Scores.Length))
                && Pairs(order).All(p => l.Scores[p.Later] - l.Scores[p.Earlier] < Math.Max(1, l.Tolerance));
        },
        Cases);

    [Fact]
    public void Where_nobody_was_sent_the_best_stand_first_and_equals_keep_their_order() => Given.Holds(
        Lists,
        l => DemandSpread.Order(l.Scores, [.. l.Demand.Select(d => d with { Sent = 0 })], l.Tolerance, l.Factor)
            .SequenceEqual(Enumerable.Range(0, l.Scores.Length).OrderByDescending(i => l.Scores[i]).ThenBy(i => i)),
        Cases);

    [Fact]
    public void One_more_sent_never_moves_a_vacancy_up() => Given.Holds(
        Lists.Where(l => l.Scores.Length > 0),
        l =>
        {
            var before = Array.IndexOf(DemandSpread.Order(l.Scores, l.Demand, l.Tolerance, l.Factor), 0);
            Demand[] more = [l.Demand[0] with { Sent = l.Demand[0].Sent + 1 }, .. l.Demand[1..]];
            return Array.IndexOf(DemandSpread.Order(l.Scores, more, l.Tolerance, l.Factor), 0) >= before;
        },
        Cases);

    [Fact]
    public void Equal_vacancies_fill_in_proportion_to_their_openings()
    {
        // Each goes to whatever stands first: 12 people over 1, 2 and 3 openings.
        Demand[] demand = [new(0, 1), new(0, 2), new(0, 3)];
        for (var person = 0; person < 12; person++)
        {
            var first = DemandSpread.Order([500, 500, 500], demand, tolerance: 600, factor: 2)[0];
            demand[first] = demand[first] with { Sent = demand[first].Sent + 1 };
        }

        Assert.Equal([2, 4, 6], demand.Select(d => d.Sent));
    }

    [Fact]
    public void A_cost_is_0_for_the_best_order_and_grows_with_what_stands_lower()
    {
        Assert.Equal(0, DemandSpread.Cost([9, 5, 1], [0, 1, 2], 3));
        Assert.Equal(0, DemandSpread.Cost([5, 5, 5], [2, 0, 1], 3));
        Assert.Equal(0, DemandSpread.Cost([], [], 10));

        // Gains 8, 4, 0: (4 / log2 2 + 8 / log2 3) against (8 / log2 2 + 4 / log2 3).
        Assert.Equal(1 - ((4 + (8 / Math.Log2(3))) / (8 + (4 / Math.Log2(3)))), DemandSpread.Cost([9, 5, 1], [1, 0, 2], 3), 12);
        Assert.Equal(1, DemandSpread.Cost([9, 5, 1], [2, 0, 1], 1), 12);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DemandSpread.Order([1], [new(0, 1)], -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DemandSpread.Order([1], [new(0, 1)], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DemandSpread.Order([1], [], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DemandSpread.Order([1], [new(-1, 1)], 1, 1));
    }

    private static IEnumerable<(int Earlier, int Later)> Pairs(int[] order) =>
        from earlier in Enumerable.Range(0, order.Length) from later in Enumerable.Range(earlier + 1, order.Length - earlier - 1) select (order[earlier], order[later]);
}
