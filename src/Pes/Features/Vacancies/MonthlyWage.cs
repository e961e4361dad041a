namespace Pes.Features.Vacancies;

/// <summary>Section "Wages" of the settings.</summary>
public sealed record WageSettings
{
    /// <summary>Riel for one US dollar when wages are compared; a round rate near that of the National Bank.</summary>
    public int RielPerDollar { get; init; } = 4100;

    /// <summary>Minimum wage of the garment, footwear and travel goods sector in US dollars a month (Prakas for 2026).</summary>
    public int GarmentMinimumDollars { get; init; } = 210;

    public long GarmentMinimumKhr => (long)GarmentMinimumDollars * RielPerDollar;
}

/// <summary>
/// Makes a wage comparable: riel a month. A month has 52/12 weeks. Hours a week: full-time, shift, night and flexible 48
/// (the longest normal week of the Labour Law), part-time 24, weekend 16; days a week: 6, weekend 2.
/// </summary>
public static class MonthlyWage
{
    private const int WeeksAYear = 52;
    private const int MonthsAYear = 12;
    private const int CentsADollar = 100;

    /// <param name="amount">Whole riel, or cents of a dollar, a period.</param>
    /// <param name="currency">KHR or USD.</param>
    /// <param name="period">A code of list wage-period.</param>
    /// <param name="hours">A code of list hours, or null where it is not said.</param>
    /// <param name="rielPerDollar">The rate.</param>
    /// <returns>Riel a month, rounded to the nearest; null where nothing is offered or the wage is paid by the piece.</returns>
    public static long? Khr(long? amount, string? currency, string? period, string? hours, int rielPerDollar)
    {
        if (amount is not { } offered || PeriodsAYear(period, hours) is not { } periods)
        {
            return null;
        }

        var riel = currency == "USD" ? (decimal)offered * rielPerDollar / CentsADollar : offered;
        return (long)Math.Round(riel * periods / MonthsAYear, MidpointRounding.AwayFromZero);
    }

    private static int? PeriodsAYear(string? period, string? hours) => (period, hours) switch
    {
        ("hour", "part-time") => 24 * WeeksAYear,
        ("hour", "weekend") => 16 * WeeksAYear,
        ("hour", _) => 48 * WeeksAYear,
        ("day", "weekend") => 2 * WeeksAYear,
        ("day", _) => 6 * WeeksAYear,
        ("week", _) => WeeksAYear,
        ("month", _) => MonthsAYear,
        ("year", _) => 1,
        _ => null,
    };
}
