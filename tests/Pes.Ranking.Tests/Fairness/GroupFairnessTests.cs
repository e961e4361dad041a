using Pes.Ranking.Fairness;
using Xunit;

namespace Pes.Ranking.Tests.Fairness;

public sealed class GroupFairnessTests
{
    private const int Least = 30;

    [Fact]
    public void Groups_that_take_turns_are_at_parity()
    {
        int[][] lists = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? (int[])[0, 1, 0, 1] : [1, 0, 1, 0])];
        foreach (var found in Exposure(lists, 2))
        {
            Assert.Equal((200, true, true), (found.Count, found.Low <= 1 && found.High >= 1, found.JointLow <= 1 && found.JointHigh >= 1));
            Assert.Equal(1, found.Ratio!.Value, 9);
        }
    }

    [Fact]
    public void A_group_that_always_stands_below_is_found_and_by_how_much()
    {
        int[][] lists = [.. Enumerable.Repeat((int[])[0, 1], 100)];
        var found = Exposure(lists, 2);

        // Looks of two places: 1 and 1 ÷ log2(3); presence is a half each.
        var below = 1 / Math.Log2(3);
        Assert.Equal(2 / (1 + below), found[0].Ratio!.Value, 9);
        Assert.Equal(2 * below / (1 + below), found[1].Ratio!.Value, 9);
        Assert.True(found[1].High < 1 && found[1].JointHigh < 1);
    }

    [Fact]
    public void Places_that_nobody_looks_at_count_nothing_and_nothing_at_all_is_sure()
    {
        var found = Exposure([.. Enumerable.Repeat((int[])[0, 1], 100)], 2, places: 1)[1];
        Assert.Equal((0.0, 0.0, 0.0), (found.Ratio, found.High, found.JointHigh));
    }

    [Fact]
    public void A_small_group_is_said_to_be_small_and_not_passed()
    {
        int[][] lists = [.. Enumerable.Repeat((int[])[0, 0], 500), .. Enumerable.Repeat((int[])[0, 1], Least - 1)];
        Assert.Equal(new GroupFinding(1, Least - 1, null, null, null, null, null), Exposure(lists, 2)[1]);
        RecallOf[] recalls = [.. Enumerable.Repeat(new RecallOf(0, 0, 1), 500), .. Enumerable.Repeat(new RecallOf(0, 1, 0), Least - 1)];
        Assert.Equal(new GroupFinding(1, Least - 1, null, null, null, null, null), Recall(recalls, 2)[1]);
    }

    [Fact]
    public void A_group_alone_has_nobody_to_fare_worse_than()
    {
        Assert.Null(Exposure([.. Enumerable.Repeat((int[])[0, 0, -1], 100)], 1)[0].Ratio);
        Assert.Null(Recall([.. Enumerable.Repeat(new RecallOf(0, 0, 1), 100)], 1)[0].Ratio);
    }

    [Fact]
    public void Recall_is_held_against_the_others_and_repeats()
    {
        RecallOf[] recalls =
        [
            .. Enumerable.Range(0, 300).Select(i => new RecallOf(0, 0, i % 2)), .. Enumerable.Range(0, 300).Select(i => new RecallOf(0, 1, i % 4 == 0 ? 1 : 0)),
            .. Enumerable.Repeat(new RecallOf(0, -1, 1), 50),
        ];
        var found = Recall(recalls, 2);
        Assert.Equal((2.0, 0.5), (Math.Round(found[0].Ratio!.Value, 9), Math.Round(found[1].Ratio!.Value, 9)));
        Assert.True(found[1].Low < 0.5 && found[1].High is > 0.5 and < 0.8);
        Assert.Equal(found, Recall(recalls, 2));
    }

    [Fact]
    public void With_one_group_the_joint_interval_is_its_own_as_the_normal_law_has_it()
    {
        // 400 ones and noughts in each of two groups, which mirror each other: R = 1, and ln R has the variance 2 × (1 - p) ÷ (p × n).
        RecallOf[] recalls = [.. Enumerable.Range(0, 800).Select(i => new RecallOf(0, i % 2, i / 2 % 2))];
        var expected = 1.96 * Math.Sqrt(2 * 0.5 / (0.5 * 400));
        foreach (var found in Recall(recalls, 2))
        {
            Assert.InRange(Math.Log(found.JointHigh!.Value), expected * 0.93, expected * 1.07);
            Assert.Equal(found.JointHigh.Value, 1 / found.JointLow!.Value, 6);
            Assert.InRange(Math.Log(found.High!.Value), expected * 0.9, expected * 1.1);
        }
    }

    [Fact]
    public void More_groups_make_the_joint_interval_wider_and_leave_their_own_as_it_is()
    {
        var (few, many) = (Recall(AtParity(2, 1_200, 5), 2)[0], Recall(AtParity(24, 14_400, 5), 24)[0]);
        double Wider(GroupFinding found) => Math.Log(found.JointHigh!.Value / found.JointLow!.Value) / Math.Log(found.High!.Value / found.Low!.Value);
        Assert.InRange(Wider(few), 0.9, 1.15);

        // c of 24 groups that know nothing of each other is 3.07, of one 1.96.
        Assert.InRange(Wider(many), 1.4, 1.75);
    }

    [Fact]
    public void Measures_over_other_lists_join_the_family()
    {
        var lists = AtParity(12, 3_600, 9);
        RecallMeasure Measure() => new(lists, lists.Length, 12, Least);
        ExposureMeasure Other() => Exposed([.. Enumerable.Range(0, 90).Select(i => (int[])[i % 3, (i + 1) % 3])], 3);
        var alone = GroupFairness.Of([[Measure()]])[0];
        var together = GroupFairness.Of([[Measure()], [Other()]]);
        Assert.Equal(2, together.Count);
        Assert.Equal(alone.Select(f => (f.Ratio, f.Low, f.High)), together[0].Select(f => (f.Ratio, f.Low, f.High)));
        Assert.All(alone.Zip(together[0]), pair => Assert.True(pair.Second.JointHigh > pair.First.JointHigh));
        Assert.Throws<ArgumentException>(() => GroupFairness.Of([[Measure(), new RecallMeasure([], 0, 1, Least)]]));
    }

    /// <summary>60 judgements in which no group is treated otherwise, 20 groups each.</summary>
    [Fact]
    public void Of_many_groups_at_parity_one_is_rarely_refused_by_chance_where_single_intervals_mostly_find_one()
    {
        const int Judgements = 60;
        const int Groups = 20;
        var (single, joint) = (0, 0);
        for (var i = 0; i < Judgements; i++)
        {
            var found = Recall(AtParity(Groups, 1_600, i), Groups);
            single += found.Any(f => f.Low > 1 || f.High < 1) ? 1 : 0;
            joint += found.Any(f => f.JointLow > 1 || f.JointHigh < 1) ? 1 : 0;
        }

        // Expected are 38 and 3; the bootstrap of some 80 lists a group is a little too narrow in the tails.
        Assert.InRange(single, Judgements / 2, Judgements);
        Assert.InRange(joint, 0, Judgements / 6);
    }

    [Fact]
    public void A_group_that_is_treated_far_worse_is_found_among_many()
    {
        RecallOf[] lists = [.. AtParity(20, 4_000, 3).Select((l, i) => l.Group == 7 ? l with { Recall = i % 5 == 0 ? l.Recall : 0 } : l)];
        var found = Recall(lists, 20);
        Assert.Equal([7], found.Where(f => f.JointHigh < 1).Select(f => f.Group));
    }

    [Fact]
    public void A_person_who_stands_in_many_lists_counts_as_one_person()
    {
        // Of the people of group 1 a third stand last in every list of theirs: the same lists, by three people or by 120.
        ExposedPerson[][] Lists(int peopleOfGroup) =>
        [
            .. Enumerable.Range(0, 120).Select(i => (ExposedPerson[])
                [new(1_000 + i, 0), new(2_000 + i, 0), new(i % peopleOfGroup, 1), new(3_000 + i, 0)])
                .Select((list, i) => i % peopleOfGroup % 3 == 0 ? [list[0], list[1], list[3], list[2]] : list),
        ];
        GroupFinding Found(int peopleOfGroup) => GroupFairness.Of([[new ExposureMeasure(Lists(peopleOfGroup), 3_120, 2, 20, Least)]])[0][1];
        var (few, many) = (Found(3), Found(120));
        Assert.Equal(many.Ratio!.Value, few.Ratio!.Value, 9);
        Assert.True(few.High - few.Low > 1.5 * (many.High - many.Low), $"{few} {many}");

        RecallOf[] recalls = [.. Enumerable.Range(0, 200).Select(i => new RecallOf(i % 2 == 0 ? i / 2 % 4 : 100 + i, i % 2, i / 2 % 4 == 0 ? 1 : 0.5))];
        var found = GroupFairness.Of([[new RecallMeasure(recalls, 300, 2, Least)]])[0][0];
        var apart = GroupFairness.Of([[new RecallMeasure([.. recalls.Select((r, i) => r with { Person = i })], 200, 2, Least)]])[0][0];
        Assert.Equal(apart.Ratio, found.Ratio);
        Assert.True(found.High - found.Low > 1.5 * (apart.High - apart.Low), $"{found} {apart}");
    }

    // Everybody stands in one list alone.
    private static ExposureMeasure Exposed(int[][] lists, int groups, int places = 20)
    {
        var people = 0;
        return new([.. lists.Select(l => l.Select(group => new ExposedPerson(people++, group)).ToArray())], lists.Sum(l => l.Length), groups, places, Least);
    }

    private static IReadOnlyList<GroupFinding> Exposure(int[][] lists, int groups, int places = 20) => GroupFairness.Of([[Exposed(lists, groups, places)]])[0];

    private static IReadOnlyList<GroupFinding> Recall(IReadOnlyList<RecallOf> lists, int groups) =>
        GroupFairness.Of([[new RecallMeasure([.. lists.Select((l, i) => l with { Person = i })], lists.Count, groups, Least)]])[0];

    private static RecallOf[] AtParity(int groups, int lists, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, lists).Select(i => new RecallOf(i, i % groups, random.Next(2)))];
    }
}
