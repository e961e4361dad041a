using Pes.Ranking.Text;

namespace Pes.Features.Vacancies;

/// <summary>Something an officer has to look at: a code of list review-flag and the advertiser's own words for it.</summary>
public sealed record Finding(string Kind, string? Words = null);

/// <summary>A live vacancy of the same employer that may be the same one.</summary>
public sealed record LikeVacancy
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }
}

/// <summary>The policy before publication: what is flagged, and what of it keeps a vacancy from being shown.</summary>
public static class PublicationCheck
{
    public const string SexRestriction = "sex-restriction";
    public const string AgeRestriction = "age-restriction";
    public const string PossibleDuplicate = "possible-duplicate";
    public const string MissingText = "missing-text";
    public const string MissingPlace = "missing-place";
    public const string MissingOccupation = "missing-occupation";
    public const string WageBelowMinimum = "wage-below-minimum";

    /// <summary>An officer sent the vacancy back with these words; gone when it is submitted again.</summary>
    public const string Returned = "returned";

    private const int LongestWords = 400;

    /// <summary>The kinds that the check itself raises, and takes back when the text no longer gives cause.</summary>
    public static readonly IReadOnlyList<string> Kinds =
        [SexRestriction, AgeRestriction, PossibleDuplicate, MissingText, MissingPlace, MissingOccupation, WageBelowMinimum];

    // ISIC Rev.4: textiles, wearing apparel, leather and footwear.
    private static readonly string[] GarmentSectors = ["13", "14", "15"];

    /// <summary>A flag of any kind keeps a vacancy from publication until an officer has resolved it; a low wage is only told.</summary>
    public static bool Blocks(string kind) => kind != WageBelowMinimum;

    /// <summary>Facts of the check beside the content.</summary>
    public sealed record Facts(string? SectorCode, long? MonthlyWageFromKhr, long? MonthlyWageToKhr, LikeVacancy? Like, WageSettings Wages);

    public static IReadOnlyList<Finding> Find(VacancyContent content, Facts facts)
    {
        List<Finding> found =
        [
            .. RestrictionFinder.Find(content.AllText)
                .Select(r => new Finding(r.Kind == RestrictionKind.Sex ? SexRestriction : AgeRestriction, KhmerText.SafeCut(r.Words.Trim(), LongestWords)))
                .Distinct(),
        ];
        if (facts.Like is { } like)
        {
            found.Add(new(PossibleDuplicate, like.Number));
        }

        if (content.TextEn is null && content.TextKm is null)
        {
            found.Add(new(MissingText));
        }

        if (content.Places.Count == 0)
        {
            found.Add(new(MissingPlace));
        }

        if (content.IscoCode is null)
        {
            found.Add(new(MissingOccupation));
        }

        if (IsGarmentFullTime(content, facts.SectorCode) && (facts.MonthlyWageToKhr ?? facts.MonthlyWageFromKhr) < facts.Wages.GarmentMinimumKhr)
        {
            found.Add(new(WageBelowMinimum));
        }

        return found;
    }

    private static bool IsGarmentFullTime(VacancyContent content, string? sector) =>
        sector is not null && GarmentSectors.Contains(sector) && content.HoursCode is null or "full-time" or "shift";
}
