using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>Jobseekers as rows of the coarse stage, and a vacancy as its query.</summary>
internal static class CoarseJobseekers
{
    /// <summary>The group is her first wish, else the occupation that she held longest; the others are tokens.</summary>
    public static CoarseRow Row(int id, JobseekerProfile jobseeker) => new(
        id,
        jobseeker.WishedOccupations is [var first, ..] ? first : jobseeker.Career.OrderByDescending(c => c.Months).Select(c => c.Occupation).FirstOrDefault(),
        jobseeker.Province,
        0,
        CoarsePoints.WageBand(jobseeker.WageExpected ?? 0),
        jobseeker.Education is { } level ? (byte)(level + 1) : (byte)0,
        CoarsePoints.MonthsBand(jobseeker.Career.Sum(step => step.Months)),
        (byte)(jobseeker.MovesAnywhere ? 1 : 0));

    public static IEnumerable<int> Tokens(JobseekerProfile jobseeker) =>
    [
        .. jobseeker.Skills.Select(CoarseTokens.Skill),
        .. jobseeker.Licences.Select(CoarseTokens.Licence),
        .. jobseeker.AccommodationsWanted.Select(CoarseTokens.Accommodation),
        .. CoarseTokens.WorkTimesOf(jobseeker.CannotWork),
        .. jobseeker.WishedOccupations.Concat(jobseeker.Career.Select(c => c.Occupation)).Where(o => o > 0).Select(o => CoarseTokens.MinorGroup(o)),
        .. jobseeker.MayWork ? (int[])[] : [CoarseTokens.Flag(CoarseTokens.MayNotWork)],
        .. jobseeker.MayDoHazardousWork ? (int[])[] : [CoarseTokens.Flag(CoarseTokens.MayNotDoHazardousWork)],
        .. jobseeker.MayBeSuggested ? (int[])[] : [CoarseTokens.Flag(CoarseTokens.MayNotBeSuggested)],
    ];

    /// <param name="centres">Of each province, where its jobseekers are on average; null: not known.</param>
    /// <param name="accommodations">Accommodations that any jobseeker wants.</param>
    public static CoarseQuery Query(VacancyProfile vacancy, IReadOnlyList<GeoPoint?> centres, IEnumerable<int> accommodations)
    {
        var asked = Math.Min(7, vacancy.EssentialSkills.Length);
        var (low, high) = (vacancy.WageLow ?? vacancy.WageHigh ?? 0, vacancy.WageHigh ?? vacancy.WageLow ?? 0);
        var wage = (low + (long)high) / 2;
        var level = vacancy.EducationAsked ?? 0;
        return new()
        {
            // A career in the minor group counts the same wherever it stands in the profile, so the group adds what goes beyond.
            GroupPoints = group => (byte)Math.Max(0, CoarsePoints.ByDigits(AbilityTerms.SharedDigits(group, vacancy.Occupation), isWish: true) - (AbilityTerms.SharedDigits(group, vacancy.Occupation) >= 3 ? CoarsePoints.Occupation * 3 / 4 : 0)),
            PlacePoints = [.. Enumerable.Range(0, CoarseQuery.Places).Select(p => vacancy.Sites.Max(site => Place(site, p, p < centres.Count ? centres[p] : null)))],
            CountPoints = [.. Enumerable.Range(0, 64).Select(i => (byte)(asked == 0 ? CoarsePoints.Essential / 2 : CoarsePoints.Essential * Math.Min(asked, i % 8) / asked))],
            BandAPoints = [.. Enumerable.Range(0, CoarseQuery.Bands).Select(band => (byte)(band == 0 || wage == 0 ? CoarsePoints.Wage * 2 / 3 : CoarsePoints.ByWage(wage, CoarsePoints.WageOfBand(band))))],
            BandBPoints = [.. Enumerable.Range(0, CoarseQuery.Bands).Select(held => (byte)Math.Max(0, CoarsePoints.Education - (held == 0 ? 0 : 5 * Math.Max(0, level - (held - 1)))))],
            BandCPoints = [.. Enumerable.Range(0, CoarseQuery.Bands).Select(band => (byte)(vacancy.ExperienceAsked is > 0 and var months ? CoarsePoints.Experience * Math.Min(band * 6, months) / months : CoarsePoints.Experience))],
            BandDPoints = [0, CoarsePoints.Quality, .. new byte[14]],
            Counted = [.. vacancy.EssentialSkills.Select(CoarseTokens.Skill)],
            Helps = vacancy.Occupation == 0 ? [] : [new([CoarseTokens.MinorGroup(vacancy.Occupation)], CoarsePoints.Occupation * 3 / 4)],
            Barred =
            [
                CoarseTokens.Flag(CoarseTokens.MayNotWork),
                CoarseTokens.Flag(CoarseTokens.MayNotBeSuggested),
                .. CoarseTokens.WorkTimesOf(vacancy.WorkTimes),
                .. accommodations.Except(vacancy.Accommodations).Select(CoarseTokens.Accommodation),
                .. vacancy.IsHazardous ? (int[])[CoarseTokens.Flag(CoarseTokens.MayNotDoHazardousWork)] : [],
            ],
            Needed = [.. vacancy.LicencesToHold.Select(CoarseTokens.Licence)],
        };
    }

    private static byte Place(WorkSite site, int province, GeoPoint? centre) =>
        province == 0 || site.Province == 0 ? (byte)(CoarsePoints.Distance / 2)
        : site.Province == province ? (byte)(CoarsePoints.Distance * 9 / 10)
        : (site.Place, centre) is ({ } there, { } home) ? CoarsePoints.ByKilometres(GeoPoint.Kilometres(home, there)) : (byte)0;
}
