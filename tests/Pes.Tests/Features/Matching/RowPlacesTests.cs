using Pes.Features.Matching;

namespace Pes.Tests.Features.Matching;

/// <summary>Where moved rows stand: a move is that of a card in a stack, whatever was moved before and whatever is away now.</summary>
public sealed class RowPlacesTests
{
    private const int Rows = 9;

    [Theory]
    [InlineData("", "")]
    [InlineData("1 1 1", "1 2 3")]
    [InlineData("1 1 5 5 9", "1 2 5 6 9")]
    [InlineData("2 4", "2 4")]
    public void No_two_places_are_alike(string places, string apart) => Assert.Equal(Numbers(apart), RowPlaces.Apart(Numbers(places)));

    [Theory]
    [InlineData("1 2 3", "111", "1 2 3")]
    [InlineData("1 2 3", "011", "1 1 2")]
    [InlineData("1 4 7", "101", "1 4 6")]
    [InlineData("2 4 7", "001", "2 3 5")]
    public void Rows_that_are_away_leave_no_gap(string places, string there, string shown) => Assert.Equal(Numbers(shown), RowPlaces.Shown(Numbers(places), [.. there.Select(c => c == '1')]));

    // Under a filter a row goes right beside the row that she passed, wherever the two stand in the whole list.
    [Theory]
    [InlineData(true, 9, 4, 4)]
    [InlineData(true, 5, 4, 4)]
    [InlineData(true, null, 4, 4)]
    [InlineData(true, 2, 4, 3)]
    [InlineData(true, 3, 4, 3)]
    [InlineData(false, 2, 7, 7)]
    [InlineData(false, 6, 7, 7)]
    [InlineData(false, 9, 7, 8)]
    [InlineData(false, null, 7, 8)]
    public void A_row_stands_right_beside_the_one_that_it_passed(bool above, int? from, int passed, int to) => Assert.Equal(to, RowPlaces.Beside(from, passed, above));

    // Places of moved rows in the whole list; which of the moved rows and of the others (in their order) pass the filter.
    [Theory]
    [InlineData("", "", "", "1010", "")]
    [InlineData("3", "1", "1", "11", "3")]
    [InlineData("3", "1", "1", "00", "1")]
    [InlineData("3", "1", "1", "01", "2")]
    [InlineData("1 2 5", "111", "101", "011", "1 2 3")]
    [InlineData("1 3 6", "111", "111", "0100", "1 2 4")]
    [InlineData("2 2 4", "011", "011", "100", "2 2 3")]
    [InlineData("9", "1", "1", "1101", "4")]
    public void Under_a_filter_moved_rows_stand_as_in_the_whole_list(string shown, string there, string passes, string others, string among) =>
        Assert.Equal(Numbers(among), RowPlaces.Among(Numbers(shown), Bits(there), Bits(passes), Bits(others)));

    [Fact]
    public void Two_thousand_moves_under_changing_filters_go_beside_the_row_that_was_passed_and_every_filter_shows_the_order_of_the_whole_list()
    {
        var random = new Random(43);
        for (var round = 0; round < 100; round++)
        {
            List<(int Row, int Place)> kept = [];
            for (var move = 0; move < 20; move++)
            {
                var filter = random.Next(1, 1 << Rows);
                bool Passes(int row) => (filter & (1 << row)) != 0;
                var whole = Shown(kept, []);
                var under = Under(kept, Passes);
                Assert.Equal(whole.Where(Passes), under);
                if (under.Count < 2)
                {
                    continue;
                }

                var above = random.Next(2) == 0;
                var at = above ? random.Next(1, under.Count) : random.Next(under.Count - 1);
                var (row, passed) = (under[at], under[above ? at - 1 : at + 1]);
                var own = kept.FindIndex(k => k.Row == row);
                var from = whole.IndexOf(row) + 1;
                var (places, place) = RowPlaces.Move(
                    [.. kept.Select(k => k.Place)], [.. kept.Select(_ => true)], own < 0 ? null : own, from, RowPlaces.Beside(from, whole.IndexOf(passed) + 1, above));
                kept = [.. kept.Select((k, i) => (k.Row, places[i])).Where(k => k.Row != row).Append((row, place)).OrderBy(k => k.Item2)];
                var after = Shown(kept, []);
                Assert.Equal(after.IndexOf(passed) + (above ? -1 : 1), after.IndexOf(row));
                Assert.Equal(whole.Where(r => r != row), after.Where(r => r != row));
            }
        }
    }

    [Fact]
    public void Moved_rows_stand_at_their_places_and_behind_a_list_that_is_too_short()
    {
        var (rows, moved) = RowPlaces.Lay(["a", "b", "c"], [("X", 1), ("Y", 3), ("Z", 20)]);
        Assert.Equal(["X", "a", "Y", "b", "c", "Z"], rows);
        Assert.Equal(new HashSet<int> { 0, 2, 5 }, moved);
    }

    [Fact]
    public void Two_thousand_moves_give_what_a_stack_of_cards_gives()
    {
        var random = new Random(42);
        for (var round = 0; round < 100; round++)
        {
            List<int> stack = [.. Enumerable.Range(0, Rows)];
            List<(int Row, int Place)> kept = [];
            HashSet<int> away = [];
            for (var move = 0; move < 20; move++)
            {
                // Now and then a moved row goes away, or comes back where it stood.
                if (kept.Count > 0 && random.Next(4) == 0)
                {
                    var row = kept[random.Next(kept.Count)].Row;
                    _ = away.Remove(row) || away.Add(row);
                    stack = Shown(kept, away);
                }

                var from = random.Next(stack.Count);
                var to = random.Next(3) switch { 0 => 0, 1 => Math.Max(0, from - 1), _ => Math.Min(stack.Count - 1, from + 1) };
                var moved = stack[from];
                stack.RemoveAt(from);
                stack.Insert(to, moved);
                var own = kept.FindIndex(k => k.Row == moved);
                var (places, place) = RowPlaces.Move([.. kept.Select(k => k.Place)], [.. kept.Select(k => !away.Contains(k.Row))], own < 0 ? null : own, from + 1, to + 1);
                kept = [.. kept.Select((k, i) => (k.Row, places[i])).Where(k => k.Row != moved).Append((moved, place)).OrderBy(k => k.Item2)];
                Assert.Equal(kept.Count, kept.Select(k => k.Place).Distinct().Count());
                Assert.Equal(stack, Shown(kept, away));
            }
        }
    }

    // As a list shows it: the others by score, which is their number.
    private static List<int> Shown(List<(int Row, int Place)> kept, HashSet<int> away)
    {
        bool[] isThere = [.. kept.Select(k => !away.Contains(k.Row))];
        var places = RowPlaces.Shown([.. kept.Select(k => k.Place)], isThere);
        return RowPlaces.Lay(
            [.. Enumerable.Range(0, Rows).Where(row => kept.All(k => k.Row != row))], [.. kept.Select((k, i) => (k.Row, places[i])).Where((_, i) => isThere[i])]).Rows;
    }

    // As a filtered list shows it.
    private static List<int> Under(List<(int Row, int Place)> kept, Func<int, bool> passes)
    {
        List<int> others = [.. Enumerable.Range(0, Rows).Where(row => kept.All(k => k.Row != row))];
        var among = RowPlaces.Among([.. kept.Select(k => k.Place)], [.. kept.Select(_ => true)], [.. kept.Select(k => passes(k.Row))], [.. others.Select(passes)]);
        return RowPlaces.Lay([.. others.Where(passes)], [.. kept.Select((k, i) => (k.Row, among[i])).Where(k => passes(k.Row))]).Rows;
    }

    private static bool[] Bits(string text) => [.. text.Select(c => c == '1')];

    private static int[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
}
