using System.Globalization;

namespace Pes.Features.Vacancies;

/// <summary>By what a list of vacancies is narrowed and counted.</summary>
public static class VacancyFacets
{
    public const string Status = "status";

    public const string Province = "province";

    /// <summary>The first digit of ISCO-08.</summary>
    public const string Occupation = "occupation";

    public const string Contract = "contract";

    public const string Hours = "hours";

    /// <summary>The lower end of a band, in riel a month.</summary>
    public const string Wage = "wage";

    /// <summary>Where the bands of wages begin, in riel a month; the last has no end.</summary>
    public static IReadOnlyList<long> WageBands { get; } = [0, 800_000, 1_200_000, 2_000_000, 4_000_000];

    /// <summary>The band of a wage in riel a month; null where none is named.</summary>
    public static string? WageBand(long? monthly) =>
        monthly is { } wage ? WageBands.Last(b => b <= Math.Max(0, wage)).ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Where the band after this one begins, in riel a month; null after the last and for what is no band.</summary>
    public static long? WageBelow(long band) => WageBands.SkipWhile(b => b <= band).Select(b => (long?)b).FirstOrDefault();
}
