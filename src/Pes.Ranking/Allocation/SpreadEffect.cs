namespace Pes.Ranking.Allocation;

/// <summary>Whether spreading moved a row of a list.</summary>
public enum SpreadMove
{
    None = 0,

    /// <summary>It gave way: its score alone would put it higher.</summary>
    Down,

    /// <summary>It gained what others gave.</summary>
    Up,
}

/// <summary>What spreading did to a list.</summary>
/// <param name="Moves">Of each row, in the order of the list.</param>
/// <param name="Cost">Of its first places, by <see cref="DemandSpread.Cost"/>.</param>
internal sealed record SpreadEffect(IReadOnlyList<SpreadMove> Moves, double Cost)
{
    // The first page, which is what most readers see.
    private const int Places = 20;

    /// <summary>Compares both orders; null where nothing is spread.</summary>
    /// <param name="byScore">Rows by score alone, the best first.</param>
    /// <param name="spread">Rows as they stand; a row that is not in <paramref name="byScore"/> came up from below its end.</param>
    /// <param name="scoreOf">Asked of the first rows of both.</param>
    /// <param name="most">Rows that stand by score: those of a later portion have scores that say nothing of their place.</param>
    public static SpreadEffect? Of<TRow>(IReadOnlyList<TRow> byScore, IReadOnlyList<TRow> spread, Func<TRow, int> scoreOf, SpreadRule rule, int most = Places)
        where TRow : notnull
    {
        if (!rule.IsOn)
        {
            return null;
        }

        var places = byScore.Index().ToDictionary(r => r.Item, r => r.Index);
        var counted = Math.Min(Places, most);
        TRow[] first = [.. spread.Take(counted).Union(byScore.Take(counted))];
        var cost = counted == 0 ? 0 : DemandSpread.Cost(Array.ConvertAll(first, row => scoreOf(row)), [.. Enumerable.Range(0, first.Length)], counted);
        return new([.. spread.Select((row, place) => Move(place, places.GetValueOrDefault(row, int.MaxValue)))], cost);
    }

    private static SpreadMove Move(int place, int placeByScore) =>
        place > placeByScore ? SpreadMove.Down : place < placeByScore ? SpreadMove.Up : SpreadMove.None;
}
