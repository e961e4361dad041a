using Dapper;
using Pes.Platform.Text;

namespace Pes.Features.Monitoring;

/// <summary>
/// Whole calendar months of Cambodia, at most <see cref="Most"/>. SQL knows no month of Cambodia: the months' first
/// instants go in as parameters @B1 … @B23 and a CASE says the month of an instant, so 23:30 UTC on the last day of a
/// month counts in the next one.
/// </summary>
public sealed record FigurePeriod
{
    /// <summary>Months that one question may span.</summary>
    public const int Most = 24;

    /// <summary>The number of the month, 0 for the first, of the instant in a column named At.</summary>
    internal const string MonthOfAtSql = """
        CASE WHEN At < @B1 THEN 0 WHEN At < @B2 THEN 1 WHEN At < @B3 THEN 2 WHEN At < @B4 THEN 3 WHEN At < @B5 THEN 4 WHEN At < @B6 THEN 5
             WHEN At < @B7 THEN 6 WHEN At < @B8 THEN 7 WHEN At < @B9 THEN 8 WHEN At < @B10 THEN 9 WHEN At < @B11 THEN 10 WHEN At < @B12 THEN 11
             WHEN At < @B13 THEN 12 WHEN At < @B14 THEN 13 WHEN At < @B15 THEN 14 WHEN At < @B16 THEN 15 WHEN At < @B17 THEN 16 WHEN At < @B18 THEN 17
             WHEN At < @B19 THEN 18 WHEN At < @B20 THEN 19 WHEN At < @B21 THEN 20 WHEN At < @B22 THEN 21 WHEN At < @B23 THEN 22 ELSE 23 END
        """;

    /// <summary>The first day after the window in which a start counts for who registered at At: the first of the seventh month after.</summary>
    internal const string WindowOfAtSql = """
        CASE WHEN At < @B1 THEN @W0 WHEN At < @B2 THEN @W1 WHEN At < @B3 THEN @W2 WHEN At < @B4 THEN @W3 WHEN At < @B5 THEN @W4 WHEN At < @B6 THEN @W5
             WHEN At < @B7 THEN @W6 WHEN At < @B8 THEN @W7 WHEN At < @B9 THEN @W8 WHEN At < @B10 THEN @W9 WHEN At < @B11 THEN @W10 WHEN At < @B12 THEN @W11
             WHEN At < @B13 THEN @W12 WHEN At < @B14 THEN @W13 WHEN At < @B15 THEN @W14 WHEN At < @B16 THEN @W15 WHEN At < @B17 THEN @W16 WHEN At < @B18 THEN @W17
             WHEN At < @B19 THEN @W18 WHEN At < @B20 THEN @W19 WHEN At < @B21 THEN @W20 WHEN At < @B22 THEN @W21 WHEN At < @B23 THEN @W22 ELSE @W23 END
        """;

    private const int MonthsToStart = 6;

    /// <summary>The first day of the first month.</summary>
    public required DateOnly From { get; init; }

    /// <summary>How many months, from 1.</summary>
    public required int Months { get; init; }

    /// <summary>The day after the last.</summary>
    public DateOnly To => From.AddMonths(Months);

    /// <summary>The last months up to the one of <paramref name="today"/>.</summary>
    public static FigurePeriod Last(int months, DateOnly today)
    {
        var count = Math.Clamp(months, 1, Most);
        return new FigurePeriod { From = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - count), Months = count };
    }

    public DateOnly Month(int number) => From.AddMonths(number);

    /// <summary>The day from which nothing more can be added to the placements of a month's registrants.</summary>
    public DateOnly WindowEnds(int number) => From.AddMonths(number + 1 + MonthsToStart);

    /// <summary>@Begins, @Ends, @B1 … @B23 (instants) and @W0 … @W23 (dates).</summary>
    internal DynamicParameters Parameters(object with)
    {
        var args = new DynamicParameters(with);
        args.Add("Begins", Formats.BeginsUtc(From));
        args.Add("Ends", Formats.BeginsUtc(To));
        for (var number = 0; number < Most; number++)
        {
            args.Add($"W{number}", WindowEnds(number));
            if (number > 0)
            {
                args.Add($"B{number}", Formats.BeginsUtc(From.AddMonths(number)));
            }
        }

        return args;
    }
}
