using System.Numerics;

namespace Pes.Ranking;

/// <summary>Sorted arrays without duplicates: the canonical form of every list in a profile. One that has this form already is taken as it is.</summary>
internal static class CodeSet
{
    public static T[] Of<T>(T[]? codes)
        where T : IBinaryInteger<T>
    {
        if (codes is null or [])
        {
            return [];
        }

        if (Ascends(codes))
        {
            return codes;
        }

        var sorted = (T[])codes.Clone();
        Array.Sort(sorted);
        var kept = 1;
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[kept - 1])
            {
                sorted[kept++] = sorted[i];
            }
        }

        return kept == sorted.Length ? sorted : sorted[..kept];
    }

    private static bool Ascends<T>(T[] codes)
        where T : IBinaryInteger<T>
    {
        for (var i = 1; i < codes.Length; i++)
        {
            if (codes[i] <= codes[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static bool Ascends(LanguageLevel[] languages)
    {
        for (var i = 1; i < languages.Length; i++)
        {
            if (languages[i].Language <= languages[i - 1].Language)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Ascends(CareerStep[] career)
    {
        for (var i = 1; i < career.Length; i++)
        {
            if (career[i].Occupation <= career[i - 1].Occupation)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Ascends(OccupationMove[] moves)
    {
        for (var i = 1; i < moves.Length; i++)
        {
            if (moves[i].To <= moves[i - 1].To)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The best level of each language, by language.</summary>
    public static LanguageLevel[] Of(LanguageLevel[]? languages) =>
        languages is null or [] ? [] : Ascends(languages) ? languages :
        [.. languages.GroupBy(l => l.Language).OrderBy(g => g.Key).Select(g => new LanguageLevel(g.Key, g.Max(l => l.Level)))];

    /// <summary>The months of each occupation added up, at most 65,535, and its latest end, by occupation.</summary>
    public static CareerStep[] Of(CareerStep[]? career) =>
        career is null or [] ? [] : Ascends(career) ? career :
        [.. career.GroupBy(s => s.Occupation).OrderBy(g => g.Key)
            .Select(g => new CareerStep(g.Key, (ushort)Math.Min(ushort.MaxValue, g.Sum(s => s.Months)), g.MinBy(s => s.MonthsSinceOrUsual).MonthsSince))];

    /// <summary>The oftenest move to each occupation, by occupation.</summary>
    public static OccupationMove[] Of(OccupationMove[]? moves) =>
        moves is null or [] ? [] : Ascends(moves) ? moves : [.. moves.GroupBy(m => m.To).OrderBy(g => g.Key).Select(CareerMoves.OftenestOf)];

    /// <summary>How many of the asked codes are held; both sorted.</summary>
    public static int CountHeld(int[] asked, int[] held)
    {
        int count = 0, i = 0, j = 0;
        while (i < asked.Length && j < held.Length)
        {
            var order = asked[i].CompareTo(held[j]);
            count += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>The asked codes that are not held, in order.</summary>
    public static IEnumerable<int> NotHeld(int[] asked, int[] held) =>
        asked.Where(code => Array.BinarySearch(held, code) < 0);

    /// <summary>Level held in a language, 0 if none.</summary>
    public static int LevelOf(byte language, LanguageLevel[] held)
    {
        foreach (var one in held)
        {
            if (one.Language == language)
            {
                return one.Level;
            }
        }

        return 0;
    }
}
