namespace Pes.Features.Matching;

/// <summary>
/// Where rows stand that an officer moved, in places from 1. A move is that of a card in a stack: what it passes goes on by one. A moved row that is not
/// in the list now (closed, filtered out) leaves no gap, and has its place again when it comes back.
/// </summary>
internal static class RowPlaces
{
    /// <summary>The same order with no two places alike.</summary>
    /// <param name="places">Ascending.</param>
    public static int[] Apart(IReadOnlyList<int> places)
    {
        var apart = new int[places.Count];
        for (var i = 0; i < apart.Length; i++)
        {
            apart[i] = Math.Max(places[i], i == 0 ? 1 : apart[i - 1] + 1);
        }

        return apart;
    }

    /// <summary>The places as the list shows them, without those rows that are not there.</summary>
    /// <param name="places">Ascending, no two alike.</param>
    public static int[] Shown(IReadOnlyList<int> places, IReadOnlyList<bool> isThere)
    {
        var shown = new int[places.Count];
        for (var (i, absent) = (0, 0); i < shown.Length; i++)
        {
            shown[i] = places[i] - absent;
            absent += isThere[i] ? 0 : 1;
        }

        return shown;
    }

    /// <summary>The places of moved rows among those rows that pass a filter, in the order of the whole list.</summary>
    /// <param name="shown">In the whole list, of those that are there.</param>
    /// <param name="passes">Which of them pass the filter.</param>
    /// <param name="others">Of the rows that nobody moved, in the order of the whole list, whether they pass; as many as stand above the last of those that do.</param>
    public static int[] Among(IReadOnlyList<int> shown, IReadOnlyList<bool> isThere, IReadOnlyList<bool> passes, IReadOnlyList<bool> others)
    {
        var among = new int[shown.Count];
        for (var (i, above, passing) = (0, 0, 0); i < among.Length; i++)
        {
            among[i] = 1 + passing + others.Take(shown[i] - 1 - above).Count(o => o);
            above += isThere[i] ? 1 : 0;
            passing += passes[i] ? 1 : 0;
        }

        return among;
    }

    /// <summary>Where a row comes to stand that passes another one: right above or right below it, wherever both stand in the whole list.</summary>
    /// <param name="from">Where it stands; null: not known, below all.</param>
    /// <param name="passed">Where the other stands.</param>
    public static int Beside(int? from, int passed, bool above) => (above, from < passed) switch
    {
        (true, true) => passed - 1,
        (false, false) => passed + 1,
        _ => passed,
    };

    /// <summary>A row goes from one place to another, as shown.</summary>
    /// <param name="places">Of the rows moved before, ascending, no two alike.</param>
    /// <param name="own">Which of them goes now; null: a row that was not moved before.</param>
    /// <param name="from">Null: not known, below all of them.</param>
    /// <returns>What to keep of each of them, and of the row that goes.</returns>
    public static (int[] Places, int Own) Move(IReadOnlyList<int> places, IReadOnlyList<bool> isThere, int? own, int? from, int to)
    {
        var start = from ?? int.MaxValue;
        var shown = Shown(places, isThere);
        HashSet<int> taken = [.. places.Where((_, i) => !isThere[i])];
        int Kept(int place)
        {
            var kept = 0;
            for (var free = 0; free < place; free += taken.Contains(kept) ? 0 : 1)
            {
                kept++;
            }

            return kept;
        }

        int After(int place) => place switch
        {
            _ when place >= to && place < start => place + 1,
            _ when place <= to && place > start => place - 1,
            _ => place,
        };
        return ([.. places.Select((place, i) => isThere[i] && i != own ? Kept(After(shown[i])) : place)], Kept(to));
    }

    /// <summary>The moved rows at their places among the others; behind the last of these they stand in their order.</summary>
    /// <param name="moved">By place, as shown.</param>
    /// <returns>The rows, and which of them (from 0) were moved.</returns>
    public static (List<T> Rows, HashSet<int> Moved) Lay<T>(IReadOnlyList<T> others, IReadOnlyList<(T Row, int Place)> moved)
    {
        List<T> rows = new(others.Count + moved.Count);
        HashSet<int> at = [];
        for (var (next, other) = (0, 0); next < moved.Count || other < others.Count;)
        {
            if (next < moved.Count && (moved[next].Place <= rows.Count + 1 || other == others.Count))
            {
                at.Add(rows.Count);
                rows.Add(moved[next++].Row);
            }
            else
            {
                rows.Add(others[other++]);
            }
        }

        return (rows, at);
    }
}
