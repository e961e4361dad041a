namespace Pes.Features.Matching;

/// <summary>A list of either kind in which officers move rows, whole or under a filter.</summary>
internal interface IMovableList
{
    /// <summary>What its first rows are about, in their order; under a filter they stand as in the whole list.</summary>
    /// <param name="count">Rows wanted; where there are more, some more may come.</param>
    Task<IReadOnlyList<Guid>> FirstAsync(MatchFilter filter, int count, CancellationToken ct);
}

/// <summary>Where rows stand in a list, and beside which.</summary>
internal static class MovableLists
{
    private const int FirstLook = 80;

    // Rows of a page that have gone since it was ranked are counted in the order and not on the page.
    private const int Beyond = 20;

    /// <summary>Where a row stands in the whole list, from 1; null where it does not.</summary>
    public static async Task<int?> PlaceOfAsync(this IMovableList list, Guid id, CancellationToken ct)
    {
        for (var count = FirstLook; ; count *= 5)
        {
            var rows = await list.FirstAsync(MatchFilter.None, count, ct);
            if (rows.Index().FirstOrDefault(r => r.Item == id, (Index: -1, Item: id)) is { Index: >= 0 } found)
            {
                return found.Index + 1;
            }

            if (rows.Count < count)
            {
                return null;
            }
        }
    }

    /// <summary>The row right above (-1) or right below (1) another under a filter; null: none.</summary>
    /// <param name="place">Where that one stands under the filter, as its reader saw it.</param>
    public static async Task<Guid?> BesideAsync(this IMovableList list, MatchFilter filter, Guid id, int place, int step, CancellationToken ct)
    {
        var rows = (await list.FirstAsync(filter, place + Beyond, ct)).ToList();
        return rows.IndexOf(id) is >= 0 and var own && own + step >= 0 && own + step < rows.Count ? rows[own + step] : null;
    }
}

/// <summary>The moved rows of one list as it shows them: which are there, which pass its filter, and where they stand.</summary>
internal sealed class MovedPlaces
{
    private readonly IReadOnlyList<MovedRow> moves;
    private readonly bool[] isThere;
    private readonly bool[] passes;
    private readonly int[] places;

    /// <param name="moves">By place in the whole list.</param>
    /// <param name="passes">Whether a row that is there passes the filter.</param>
    public MovedPlaces(IReadOnlyList<MovedRow> moves, Func<MovedRow, bool> isThere, Func<MovedRow, bool> passes)
    {
        this.moves = moves;
        this.isThere = [.. moves.Select(isThere)];
        this.passes = [.. moves.Select((m, i) => this.isThere[i] && passes(m))];
        places = RowPlaces.Shown([.. moves.Select(m => m.Place)], this.isThere);
    }

    private MovedPlaces(MovedPlaces of, int[] places) => (moves, isThere, passes, this.places) = (of.moves, of.isThere, of.passes, places);

    /// <summary>The place in the whole list of the last of them that passes; null: none does.</summary>
    public int? Last => passes.Contains(true) ? places.Where((_, i) => passes[i]).Max() : null;

    /// <summary>The same among those rows that pass the filter.</summary>
    /// <param name="others">Of the rows of the whole list that nobody moved, in order, whether they pass; as many as stand above <see cref="Last"/>.</param>
    public MovedPlaces Among(IReadOnlyList<bool> others) => new(this, RowPlaces.Among(places, isThere, passes, others));

    /// <summary>The rows of the list, and which of them (from 0) were moved.</summary>
    public (List<T> Rows, HashSet<int> Moved) Lay<T>(IReadOnlyList<T> others, Func<MovedRow, T> rowOf) =>
        RowPlaces.Lay(others, [.. moves.Index().Where(m => passes[m.Index]).Select(m => (rowOf(m.Item), places[m.Index]))]);
}
