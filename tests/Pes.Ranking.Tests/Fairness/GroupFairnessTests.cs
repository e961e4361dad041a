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
        foreach (var found in GroupFairness.Exposure(lists, 2, 20, Least))
        {
            Assert.Equal((200, true), (found.Count, found.Low <= 1 && found.High >= 1));
            Assert.Equal(1, found.Ratio!.Value, 9);
        }
    }

    [Fact]
    public void A_group_that_always_stands_below_is_found_and_by_how_much()
    {
        int[][] lists = [.. Enumerable.Repeat((int[])[0, 1], 100)];
        var found = GroupFairness.Exposure(lists, 2, 20, Least);

        // Looks of two places: 1 and 1 ÷ log2(3); presence is a half each.
        var below = 1 / Math.Log2(3);
        Assert.Equal(2 / (1 + below), found[0].Ratio!.Value, 9);
        Assert.Equal(2 * below / (1 + below), found[1].Ratio!.Value, 9);
        Assert.True(found[1].High < 1);
    }

    [Fact]
    public void Places_that_nobody_looks_at_count_nothing() =>
        Assert.Equal(0, GroupFairness.Exposure([.. Enumerable.Repeat((int[])[0, 1], 100)], 2, 1, Least)[1].Ratio);

    [Fact]
    public void A_small_group_is_said_to_be_small_and_not_passed()
    {
        int[][] lists = [.. Enumerable.Repeat((int[])[0, 0], 500), .. Enumerable.Repeat((int[])[0, 1], Least - 1)];
        Assert.Equal(new GroupFinding(1, Least - 1, null, null, null), GroupFairness.Exposure(lists, 2, 20, Least)[1]);
        RecallOf[] recalls = [.. Enumerable.Repeat(new RecallOf(0, 1), 500), .. Enumerable.Repeat(new RecallOf(1, 0), Least - 1)];
        Assert.Equal(new GroupFinding(1, Least - 1, null, null, null), GroupFairness.Recall(recalls, 2, Least)[1]);
    }

    [Fact]
    public void A_group_alone_has_nobody_to_fare_worse_than()
    {
        Assert.Null(GroupFairness.Exposure([.. Enumerable.Repeat((int[])[0, 0, -1], 100)], 1, 20, Least)[0].Ratio);
        Assert.Null(GroupFairness.Recall([.. Enumerable.Repeat(new RecallOf(0, 1), 100)], 1, Least)[0].Ratio);
    }

    [Fact]
    public void Recall_is_held_against_the_others_and_repeats()
    {
        RecallOf[] recalls =
        [
            .. Enumerable.Range(0, 300).Select(i => new RecallOf(0, i % 2)), .. Enumerable.Range(0, 300).Select(i => new RecallOf(1, i % 4 == 0 ? 1 : 0)),
            .. Enumerable.Repeat(new RecallOf(-1, 1), 50),
        ];
        var found = GroupFairness.Recall(recalls, 2, Least);
        Assert.Equal((2.0, 0.5), (Math.Round(found[0].Ratio!.Value, 9), Math.Round(found[1].Ratio!.Value, 9)));
        Assert.True(found[1].Low < 0.5 && found[1].High is > 0.5 and < 0.8);
        Assert.Equal(found, GroupFairness.Recall(recalls, 2, Least));
    }
}
