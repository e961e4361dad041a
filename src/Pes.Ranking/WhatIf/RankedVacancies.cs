namespace Pes.Ranking.WhatIf;

/// <summary>
/// Every vacancy that stands in a list, by score, equals by row: those that stood in a list worked out before, without some of them, and
/// those that ask for what was gained, as they stand with it. So a gain costs by the rows that ask for it alone.
/// </summary>
/// <param name="standing">The list worked out before.</param>
/// <param name="leaving">Of its rows those that do not stand there any more, or elsewhere.</param>
/// <param name="asking">Rows that ask for what was gained, where no hard condition keeps them out.</param>
internal sealed class RankedVacancies(ScoredRows standing, ScoredRows leaving, ScoredRows asking)
{
    /// <summary>The score of a row that a hard condition keeps out.</summary>
    public const int Barred = int.MinValue;

    /// <summary>Rows, best first.</summary>
    public int[] Best(int take)
    {
        var best = new List<int>(take);
        var (old, left, own) = (0, 0, 0);
        while (best.Count < take && (old < standing.Count || own < asking.Count))
        {
            if (left < leaving.Count && old < standing.Count && leaving.KeyAt(left) == standing.KeyAt(old))
            {
                (old, left) = (old + 1, left + 1);
            }
            else if (own == asking.Count || (old < standing.Count && standing.KeyAt(old) < asking.KeyAt(own)))
            {
                best.Add(standing.RowAt(old++));
            }
            else
            {
                best.Add(asking.RowAt(own++));
            }
        }

        return [.. best];
    }

    /// <summary>From 1; null where the row does not stand in the list.</summary>
    public int? PlaceOf(int row)
    {
        if (asking.KeyOf(row) is { } own)
        {
            return PlaceOf(own);
        }

        return standing.KeyOf(row) is { } old && leaving.KeyOf(row) is null ? PlaceOf(old) : null;
    }

    /// <summary>Rows that ask for what was gained and stand in the list.</summary>
    public int Asking() => asking.Count;

    /// <summary>Of those, the ones that stand before a row of that score and are not among <paramref name="others"/>.</summary>
    public int AskingBefore(int score, int row, IReadOnlySet<int> others)
    {
        var count = 0;
        for (var i = asking.Before(ScoredRows.Key(score, row)) - 1; i >= 0; i--)
        {
            count += others.Contains(asking.RowAt(i)) ? 0 : 1;
        }

        return count;
    }

    private int PlaceOf(long key) => 1 + standing.Before(key) - leaving.Before(key) + asking.Before(key);
}
