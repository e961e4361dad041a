using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>Vacancies as rows of the coarse stage, and a jobseeker as its query.</summary>
public static class CoarseVacancies
{
    // No province's number: what a vacancy of several places is worth by place stands in tokens.
    private const int SeveralPlaces = CoarseQuery.Places - 1;

    // Each step of so many points is a help of its own, so that the best of several places counts, rounded down to a step.
    private const int PlaceStep = CoarsePoints.Distance * 9 / 40;

    public static CoarseRow Row(int id, VacancyProfile vacancy, int today)
    {
        var (low, high) = (vacancy.WageLow ?? vacancy.WageHigh ?? 0, vacancy.WageHigh ?? vacancy.WageLow ?? 0);
        return new(
            id,
            vacancy.Occupation,
            vacancy.OtherPlaces.Length == 0 ? vacancy.Province : (byte)SeveralPlaces,
            (byte)Math.Min(7, vacancy.EssentialSkills.Length),
            CoarsePoints.WageBand((int)((low + (long)high) / 2)),
            vacancy.EducationAsked ?? 0,
            CoarsePoints.MonthsBand(vacancy.ExperienceAsked ?? 0),
            Quality(vacancy, today));
    }

    public static IEnumerable<int> Tokens(VacancyProfile vacancy) =>
    [
        .. vacancy.EssentialSkills.Select(CoarseTokens.Skill),
        .. vacancy.UsefulSkills.Select(CoarseTokens.UsefulSkill),
        .. vacancy.LicencesToHold.Select(CoarseTokens.Licence),
        .. vacancy.Accommodations.Select(CoarseTokens.Accommodation),
        .. CoarseTokens.WorkTimesOf(vacancy.WorkTimes),
        .. vacancy.IsHazardous ? (int[])[CoarseTokens.Flag(CoarseTokens.Hazardous)] : [],
        .. vacancy.OtherPlaces.Length == 0 ? [] : vacancy.Sites.Select(site => CoarseTokens.OneOfPlaces(site.Province)),
    ];

    /// <param name="centres">Of each province, where its vacancies are on average; null: not known.</param>
    /// <param name="licences">Licences that any vacancy requires.</param>
    public static CoarseQuery Query(JobseekerProfile jobseeker, IReadOnlyList<GeoPoint?> centres, IEnumerable<int> licences)
    {
        var months = jobseeker.Career.Sum(step => step.Months);
        byte[] places = [.. Enumerable.Range(0, SeveralPlaces).Select(p => Place(jobseeker, (byte)p, p < centres.Count ? centres[p] : null))];
        return new()
        {
            GroupPoints = occupation => Occupation(jobseeker, occupation),
            PlacePoints = [.. places, 0],
            CountPoints = [.. Enumerable.Range(0, 64).Select(i => Count(i / 8, i % 8))],
            BandAPoints = [.. Enumerable.Range(0, CoarseQuery.Bands).Select(band => Wage(jobseeker, band))],
            BandBPoints = [.. Enumerable.Range(0, CoarseQuery.Bands).Select(asked => Education(jobseeker, asked))],
            BandCPoints = [.. Enumerable.Range(0, CoarseQuery.Bands).Select(band => (byte)(band == 0 ? CoarsePoints.Experience : CoarsePoints.Experience * Math.Min(months, band * 6) / (band * 6)))],
            BandDPoints = [.. Enumerable.Range(0, CoarseQuery.Bands).Select(quality => (byte)(CoarsePoints.Quality * ((quality & 3) + (quality >> 2)) / 6))],
            Counted = [.. jobseeker.Skills.Select(CoarseTokens.Skill)],
            Helps =
            [
                new([.. jobseeker.Skills.Select(CoarseTokens.UsefulSkill)], CoarsePoints.Useful),
                .. Enumerable.Range(1, CoarsePoints.Distance / PlaceStep).Select(step => new CoarseHelp(
                    [.. Enumerable.Range(0, places.Length).Where(p => places[p] >= step * PlaceStep).Select(CoarseTokens.OneOfPlaces)], PlaceStep)),
            ],
            Barred =
            [
                .. licences.Except(jobseeker.Licences).Select(CoarseTokens.Licence),
                .. CoarseTokens.WorkTimesOf(jobseeker.CannotWork),
                .. jobseeker.MayDoHazardousWork ? (int[])[] : [CoarseTokens.Flag(CoarseTokens.Hazardous)],
            ],
            Needed = [.. jobseeker.AccommodationsWanted.Select(CoarseTokens.Accommodation)],
        };
    }

    public static byte Occupation(JobseekerProfile jobseeker, ushort occupation)
    {
        byte most = 0;
        foreach (var wished in jobseeker.WishedOccupations)
        {
            most = Math.Max(most, CoarsePoints.ByDigits(AbilityTerms.SharedDigits(wished, occupation), isWish: true));
        }

        foreach (var step in jobseeker.Career)
        {
            most = Math.Max(most, CoarsePoints.ByDigits(AbilityTerms.SharedDigits(step.Occupation, occupation), isWish: false));
        }

        return most;
    }

    // Four levels of how the employer answers × 4, and four of how fresh the vacancy is.
    private static byte Quality(VacancyProfile vacancy, int today)
    {
        var answers = (vacancy.EmployerAnswered ?? 500) switch { >= 800 => 3, >= 600 => 2, >= 400 => 1, _ => 0 };
        var fresh = (today - (vacancy.PublishedOn?.DayNumber ?? (today - 20))) switch { <= 7 => 3, <= 21 => 2, <= 45 => 1, _ => 0 };
        return (byte)((answers << 2) | fresh);
    }

    private static byte Count(int asked, int held) =>
        (byte)(asked == 0 ? CoarsePoints.Essential / 2 : CoarsePoints.Essential * Math.Min(asked, held) / asked);

    private static byte Place(JobseekerProfile jobseeker, byte province, GeoPoint? centre)
    {
        var moves = (byte)(WishTerms.MovesTo(jobseeker, province) ? CoarsePoints.Distance / 2 : 0);
        if (province == 0 || jobseeker.Province == 0)
        {
            return CoarsePoints.Distance / 2;
        }

        var near = jobseeker.Province == province ? (byte)(CoarsePoints.Distance * 9 / 10)
            : (jobseeker.Place, centre) is ({ } home, { } there) ? CoarsePoints.ByKilometres(GeoPoint.Kilometres(home, there)) : (byte)0;
        return Math.Max(near, moves);
    }

    private static byte Wage(JobseekerProfile jobseeker, int band) => band == 0 || jobseeker.WageExpected is not (> 0 and var expected)
        ? (byte)(CoarsePoints.Wage * 2 / 3)
        : CoarsePoints.ByWage(CoarsePoints.WageOfBand(band), expected);

    private static byte Education(JobseekerProfile jobseeker, int asked) => asked == 0 || jobseeker.Education is not { } held || held >= asked
        ? (byte)CoarsePoints.Education
        : (byte)Math.Max(0, CoarsePoints.Education - (5 * (asked - held)));
}
