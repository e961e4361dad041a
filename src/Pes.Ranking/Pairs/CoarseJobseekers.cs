using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>Jobseekers as rows of the coarse stage, and a vacancy as its query.</summary>
internal static class CoarseJobseekers
{
    // Months of work that are taken for those in an occupation, of which a row says no more than which it is.
    private const int UsualMonths = 24;

    /// <summary>The group is one of her wishes, the lowest code, else the occupation that she held longest; the others are tokens.</summary>
    public static CoarseRow Row(int id, JobseekerProfile jobseeker) => new(
        id,
        jobseeker.WishedOccupations is [var first, ..] ? first : jobseeker.Career.OrderByDescending(c => c.Months).Select(c => c.Occupation).FirstOrDefault(),
        jobseeker.Province,
        0,
        CoarseBands.OfWage(jobseeker.WageExpected ?? 0),
        jobseeker.Education is { } level ? (byte)(level + 1) : (byte)0,
        CoarseBands.OfMonths(jobseeker.Career.Sum(step => step.Months)),
        (byte)(jobseeker.MovesAnywhere ? 1 : 0));

    public static IEnumerable<int> Tokens(JobseekerProfile jobseeker) =>
    [
        .. jobseeker.Skills.Select(TokenCodes.Skill),
        .. jobseeker.TitleWords.Select(TokenCodes.TitleWord),
        .. jobseeker.Licences.Select(TokenCodes.Licence),
        .. jobseeker.AccommodationsWanted.Select(TokenCodes.Accommodation),
        .. TokenCodes.WorkTimesOf(jobseeker.CannotWork),
        .. jobseeker.WishedOccupations.Concat(jobseeker.Career.Select(c => c.Occupation)).Where(o => o > 0).Select(o => TokenCodes.MinorGroup(o)),
        .. jobseeker.MayWork ? (int[])[] : [TokenCodes.Flag(TokenCodes.MayNotWork)],
        .. jobseeker.MayDoHazardousWork ? (int[])[] : [TokenCodes.Flag(TokenCodes.MayNotDoHazardousWork)],
        .. jobseeker.MayBeSuggested ? (int[])[] : [TokenCodes.Flag(TokenCodes.MayNotBeSuggested)],
    ];

    /// <param name="own">The vacancy, packed.</param>
    /// <param name="model">The model that ranks what the coarse stage hands on.</param>
    /// <param name="rows">Of all jobseekers.</param>
    public static CoarseQuery Query(VacancyProfile vacancy, VacancyView own, MeanResponses model, CoarseFacts rows)
    {
        var asked = Ask(vacancy, own.Facts, model, rows.Occupations, rows.Provinces);
        var scale = new CoarseScale();
        var skills = scale.Add(Skills(model, vacancy.EssentialSkills.Length));
        var (groups, sameGroup) = (scale.Add(asked.Occupations), scale.AddCounted([0, asked.SameGroup, asked.SameGroup, asked.SameGroup]));
        var places = scale.Add(asked.Places);
        var moving = scale.Add([0, asked.Moving]);
        var (wage, experience, education) = (scale.Add(asked.Wages), scale.Add(asked.Experience), scale.Add(asked.Education));
        var (useful, near, words) = (scale.AddCounted(model.Useful), scale.AddCounted(model.NearSkills), scale.AddCounted(model.TitleWords(Math.Max(1, vacancy.TitleWords.Length))));
        scale.Fit();
        return new()
        {
            GroupPoints = rows.WithPoints(groups),
            PlacePoints = places,
            CountPoints = skills,
            BandAPoints = wage,
            BandBPoints = education,
            BandCPoints = experience,
            BandDPoints = [.. moving, .. new byte[CoarseQuery.Bands - moving.Length]],
            Counted = [.. vacancy.EssentialSkills.Select(TokenCodes.Skill)],
            Helps =
            [
                .. CoarseScale.Help([TokenCodes.MinorGroup(vacancy.Occupation)], sameGroup),
                .. CoarseScale.Help(vacancy.TitleWords.Select(TokenCodes.TitleWord), words),
                .. CoarseScale.Help(vacancy.UsefulSkills.Select(TokenCodes.Skill), useful),
                .. CoarseScale.Help(vacancy.NearSkills.Select(TokenCodes.Skill), near),
            ],
            Barred =
            [
                TokenCodes.Flag(TokenCodes.MayNotWork),
                TokenCodes.Flag(TokenCodes.MayNotBeSuggested),
                .. TokenCodes.WorkTimesOf(vacancy.WorkTimes),
                .. rows.Conditions.Except(vacancy.Accommodations).Select(TokenCodes.Accommodation),
                .. vacancy.IsHazardous ? (int[])[TokenCodes.Flag(TokenCodes.MayNotDoHazardousWork)] : [],
            ],
            Needed = [.. vacancy.LicencesToHold.Select(TokenCodes.Licence)],
        };
    }

    private static Responses Ask(VacancyProfile vacancy, in VacancyFacts facts, MeanResponses model, ushort[] occupations, ProvincePlaces provinces)
    {
        // Behind the occupations: one of another major group, and another of the same minor group.
        ushort[] groups = [.. occupations, (ushort)(((vacancy.Occupation / 1_000 % 9) + 1) * 1_000), (ushort)(vacancy.Occupation / 10 * 10)];
        using var room = CoarseProbes.Rent(Math.Max(groups.Length, CoarseQuery.Places));
        for (var i = 0; i < groups.Length; i++)
        {
            room.At(i).Occupation(groups[i] == 0 ? [] : [groups[i]], groups[i] == 0 ? [] : [PackedStep.Of(new(groups[i], UsualMonths))], [], vacancy.Occupation);
        }

        for (var band = 0; band < CoarseQuery.Bands; band++)
        {
            var months = CoarseBands.MonthsOf(band);
            room.At(band).Wage(CoarseBands.WageOf(band), facts.WageMiddle);
            room.At(band).Experience(months, 4 * months, facts.ExperienceAsked);
            room.At(band).Education(band - 1, facts.EducationAsked);
        }

        var byOccupation = model.Of(CoarseField.Occupation, room, groups.Length);
        var (elsewhere, sameGroup) = (byOccupation[^2], Math.Max(0, byOccupation[^1] - byOccupation[^2]));

        // A career in the minor group counts the same wherever it stands in the profile, so the group adds what goes beyond.
        int[] ofGroups = [.. occupations.Select((group, i) => Math.Max(0, byOccupation[i] - elsewhere - (Isco08.SharedDigits(group, vacancy.Occupation) >= 3 ? sameGroup : 0)))];
        var (wages, experience, education) = (model.Of(CoarseField.Wage, room, CoarseQuery.Bands), model.Of(CoarseField.Experience, room, CoarseQuery.Bands), model.Of(CoarseField.Education, room, CoarseQuery.Bands));
        var places = Places(vacancy, model, provinces, room, PackedFlags.None);
        var moving = Places(vacancy, model, provinces, room, PackedFlags.MovesAnywhere);
        return new(ofGroups, sameGroup, places, Math.Max(0, moving.Min() - places.Min()), wages, experience, education);
    }

    // What is known of someone in each province, and nothing else: the best of the vacancy's places.
    private static int[] Places(VacancyProfile vacancy, MeanResponses model, ProvincePlaces provinces, CoarseProbes room, PackedFlags moves)
    {
        for (var province = 0; province < CoarseQuery.Places; province++)
        {
            var home = provinces.Centre(province);
            var facts = new JobseekerFacts
            {
                Province = (byte)province, Place = home.GetValueOrDefault(), TravelLimitKm = ushort.MaxValue,
                Flags = moves | (home is null ? PackedFlags.None : PackedFlags.HasPlace),
            };
            var sites = vacancy.Sites.Select(site => PairBins.Place(facts, site.Province, site.Place)).ToList();
            room.At(province).Place((sites.Min(s => s.Kilometres), sites.Max(s => s.SameProvince), sites.Exists(s => s.WouldMove)), facts.TravelLimitKm);
        }

        return model.Of(CoarseField.Place, room, CoarseQuery.Places);
    }

    // All rows hold what they hold of one number asked.
    private static int[] Skills(MeanResponses model, int asked)
    {
        var responses = new int[64];
        for (var i = 0; i < responses.Length; i++)
        {
            responses[i] = model.Skills[(Math.Min(7, asked) * 8) + (i & 7)];
        }

        return responses;
    }

    private sealed record Responses(int[] Occupations, int SameGroup, int[] Places, int Moving, int[] Wages, int[] Experience, int[] Education);
}
