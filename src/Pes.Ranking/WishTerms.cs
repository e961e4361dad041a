namespace Pes.Ranking;

/// <summary>What the vacancy offers against what the jobseeker wishes: place, wage, hours, contract. No wish, nothing said.</summary>
internal static class WishTerms
{
    private const int SameProvince = 400;
    private const int OtherProvince = -500;

    // For one who would move there, distance is a burden once, not every day.
    private const int FarButMoves = -200;

    private static readonly Curve Kilometres = new((3, 1_000), (10, 700), (25, 200), (50, -400), (100, -800), (200, -1_000));

    /// <summary>Wage offered as a per mille of the wage expected.</summary>
    private static readonly Curve WageRatio = new((500, -1_000), (800, -500), (1_000, 400), (1_300, 1_000));

    /// <summary>Hours a week between offer and wish.</summary>
    private static readonly Curve HoursApart = new((2, 1_000), (8, 0), (24, -1_000));

    /// <summary>Of several places of work the one that says most for it.</summary>
    public static Finding Distance(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var best = Distance(jobseeker, vacancy.FirstSite);
        foreach (var site in vacancy.OtherPlaces)
        {
            var finding = Distance(jobseeker, site);
            if (finding.Kind != default && (best.Kind == default || finding.PerMille > best.PerMille))
            {
                best = finding;
            }
        }

        return best;
    }

    /// <summary>By coordinates where both are known, else by province where both are known.</summary>
    private static Finding Distance(JobseekerProfile jobseeker, WorkSite vacancy)
    {
        Finding finding;
        if (jobseeker.Place is { } home && vacancy.Place is { } workplace)
        {
            var kilometres = GeoPoint.Kilometres(home, workplace);
            finding = new(Far(kilometres, moves: false), ReasonKind.Distance, new(Unit.Kilometres, kilometres));
        }
        else if (jobseeker.Province != 0 && vacancy.Province != 0)
        {
            var value = jobseeker.Province == vacancy.Province ? SameProvince : OtherProvince;
            finding = new(value, ReasonKind.Province, new(Unit.ProvinceCode, vacancy.Province));
        }
        else if (vacancy.Province != 0 && jobseeker.MovesTo.Length > 0)
        {
            // Where she lives is not known: what she wishes is.
            return new(MovesTo(jobseeker, vacancy.Province) ? SameProvince : OtherProvince, ReasonKind.Province, new(Unit.ProvinceCode, vacancy.Province));
        }
        else
        {
            return default;
        }

        return finding.PerMille < FarButMoves && MovesTo(jobseeker, vacancy.Province)
            ? finding with { PerMille = FarButMoves }
            : finding;
    }

    /// <summary>Per mille of a distance, km.</summary>
    /// <param name="moves">She would move there.</param>
    internal static int Far(int kilometres, bool moves) => Math.Max(Kilometres.At(kilometres), moves ? FarButMoves : int.MinValue);

    /// <summary>Per mille of a wage as a per mille of the wage expected.</summary>
    internal static int WageOf(long ratio) => WageRatio.At(ratio);

    public static bool MovesTo(JobseekerProfile jobseeker, byte province) =>
        jobseeker.MovesAnywhere || (province != 0 && Array.BinarySearch(jobseeker.MovesTo, province) >= 0);

    /// <summary>The middle of the wage range against the wage expected, both riel a month.</summary>
    public static Finding Wage(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        if (jobseeker.WageExpected is not (> 0 and var expected) || (vacancy.WageLow ?? vacancy.WageHigh) is not { } low)
        {
            return default;
        }

        var offered = (int)((low + (long)(vacancy.WageHigh ?? low)) / 2);
        return new(
            WageOf(offered * 1_000L / expected),
            ReasonKind.Wage,
            new(Unit.RielPerMonth, offered),
            new(Unit.RielPerMonth, expected));
    }

    public static Finding WorkHours(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        (jobseeker.HoursWished, vacancy.Hours) is ({ } wished, { } offered)
            ? new(
                HoursApart.At(Math.Abs(wished - offered)),
                ReasonKind.WorkHours,
                new(Unit.HoursPerWeek, offered),
                new(Unit.HoursPerWeek, wished))
            : default;

    public static Finding Contract(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        if (jobseeker.ContractsWished == Contracts.None || vacancy.Contract == Contracts.None)
        {
            return default;
        }

        var isWished = (jobseeker.ContractsWished & vacancy.Contract) != Contracts.None;
        return new(isWished ? 1_000 : -1_000, ReasonKind.Contract, new(Unit.Contract, (int)vacancy.Contract));
    }
}
