using Xunit;

namespace Pes.Ranking.Tests;

public sealed class CareerMovesTests
{
    private static readonly string[] Groups = ["5", "52", "522", "5221", "5222", "5223", "7531", "7533", "9411"];

    // Skill 1 is shared by two sellers, 2 by one of them and a shopkeeper, 3 by all that sell, 4 by everybody, 5 by nobody known.
    private static readonly (int, string)[] Uses = [(1, "5222"), (1, "5223"), (2, "5221"), (2, "5223"), (3, "522"), (4, "5"), (4, "7"), (4, "9"), (5, "8"), (6, "7531"), (6, "7533")];

    [Fact]
    public void Without_counts_people_go_where_the_work_shares_rare_skills()
    {
        var moves = new CareerMoves(Groups, Uses, []);
        Assert.Equal([(ushort)5221, (ushort)5222], moves.Of([5223]).Select(m => m.To));
        Assert.Equal(CareerMoves.Whole, moves.Of([5223]).Sum(m => m.Share));
        Assert.Equal([new OccupationMove(7531, 7533, 200)], moves.Of([7531]));
        Assert.Empty(moves.Of([9411])); // what everybody uses makes nobody alike
        Assert.Empty(moves.Of([0]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 100)] // as many as the prior is worth: half of the way
    [InlineData(150, 150)]
    [InlineData(9_950, 199)]
    public void Counts_weigh_as_they_are_many(int moves, int share) =>
        Assert.Equal(share, new CareerMoves(Groups, Uses, [new(7531, 9411, moves)]).Of([7531]).SingleOrDefault(m => m.To == 9411).Share);

    [Fact]
    public void One_more_occupation_only_adds_ways_and_the_oftenest_to_each_stays()
    {
        var moves = new CareerMoves(Groups, Uses, [new(7531, 5222, 10), new(9411, 5222, 400)]);
        var (one, both) = (moves.Of([7531]), moves.Of([7531, 9411]));
        Assert.Equal(new(9411, 5222, 178), both.Single(m => m.To == 5222));
        Assert.All(one, m => Assert.True(both.Single(b => b.To == m.To).Share >= m.Share));
        Assert.DoesNotContain(moves.Of([7531, 7533]), m => m.To is 7531 or 7533);
    }

    [Fact]
    public void An_occupation_keeps_its_eight_oftenest_ways_whatever_the_order_they_came_in()
    {
        string[] groups = [.. Enumerable.Range(5101, 60).Select(code => $"{code}")];
        CountedMove[] counted = [.. Enumerable.Range(1, 50).Select(i => new CountedMove(5101, (ushort)(5101 + i), 40 * i))];
        var ways = new CareerMoves(groups, [], counted).Of([5101]);
        Assert.Equal(8, ways.Length);
        Assert.Equal(Enumerable.Range(5144, 8).Select(code => (ushort)code), ways.Select(m => m.To).Order());
        Assert.Equal(ways, new CareerMoves(groups.Reverse(), [], counted.Reverse()).Of([5101]));
    }
}
