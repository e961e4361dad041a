namespace Pes.Ranking.WhatIf;

/// <summary>
/// Every vacancy that may stand in a list, with its score: by score, equals by row. Arrays may be longer than the count,
/// and are used again by the next ranking.
/// </summary>
/// <param name="rows">Names of the rows, which break ties: the least first.</param>
/// <param name="asking">Positions in <paramref name="rows"/> of those that ask for what was gained.</param>
internal sealed class RankedVacancies(int[] rows, int[] scores, int count, IReadOnlyList<int> asking)
{
    /// <summary>The score of a row that a hard condition keeps out.</summary>
    public const int Barred = int.MinValue;

    /// <summary>Rows, best first.</summary>
    public int[] Best(int take)
    {
        var best = new TopK(take);
        for (var i = 0; i < count; i++)
        {
            if (scores[i] != Barred)
            {
                best.Offer(scores[i], rows[i]);
            }
        }

        return best.TakeBestFirst();
    }

    /// <summary>From 1; null where the row does not stand in the list.</summary>
    public int? PlaceOf(int row)
    {
        var at = Array.IndexOf(rows, row, 0, count);
        if (at < 0 || scores[at] == Barred)
        {
            return null;
        }

        var place = 1;
        for (var i = 0; i < count; i++)
        {
            place += scores[i] != Barred && IsBefore(i, scores[at], row) ? 1 : 0;
        }

        return place;
    }

    /// <summary>Rows that ask for what was gained and stand in the list.</summary>
    public int Asking() => asking.Count(i => scores[i] != Barred);

    /// <summary>Of those, the ones that stand before a row of that score and are not among <paramref name="others"/>.</summary>
    public int AskingBefore(int score, int row, IReadOnlySet<int> others) =>
        asking.Count(i => scores[i] != Barred && IsBefore(i, score, row) && !others.Contains(rows[i]));

    private bool IsBefore(int i, int score, int row) => scores[i] > score || (scores[i] == score && rows[i] < row);
}
