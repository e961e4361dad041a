using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>Vacancies as rows of the coarse stage, and a jobseeker as its query.</summary>
internal static class CoarseVacancies
{
    // No province's number: what a vacancy of several places is worth by place stands in tokens.
    private const int SeveralPlaces = CoarseQuery.Places - 1;

    // Each step of so many points is a help of its own, so that the best of several places counts, rounded down to a step.
    private const int PlaceStep = 9;

    public static CoarseRow Row(int id, VacancyProfile vacancy, int today)
    {
        var (low, high) = (vacancy.WageLow ?? vacancy.WageHigh ?? 0, vacancy.WageHigh ?? vacancy.WageLow ?? 0);
        return new(
            id,
            vacancy.Occupation,
            vacancy.OtherPlaces.Length == 0 ? vacancy.Province : (byte)SeveralPlaces,
            (byte)Math.Min(7, vacancy.EssentialSkills.Length),
            CoarseBands.OfWage((int)((low + (long)high) / 2)),
            vacancy.EducationAsked ?? 0,
            CoarseBands.OfMonths(vacancy.ExperienceAsked ?? 0),
            Quality(vacancy, today));
    }

    public static IEnumerable<int> Tokens(VacancyProfile vacancy) =>
    [
        .. vacancy.EssentialSkills.Select(TokenCodes.Skill),
        .. vacancy.UsefulSkills.Select(TokenCodes.UsefulSkill),
        .. vacancy.NearSkills.Select(TokenCodes.NearSkill),
        .. vacancy.TitleWords.Select(TokenCodes.TitleWord),
        .. vacancy.LicencesToHold.Select(TokenCodes.Licence),
        .. vacancy.Accommodations.Select(TokenCodes.Accommodation),
        .. TokenCodes.WorkTimesOf(vacancy.WorkTimes),
        .. vacancy.IsHazardous ? (int[])[TokenCodes.Flag(TokenCodes.Hazardous)] : [],
        .. vacancy.OtherPlaces.Length == 0 ? [] : vacancy.Sites.Select(site => TokenCodes.OneOfPlaces(site.Province)),
    ];

    /// <param name="own">The jobseeker, packed.</param>
    /// <param name="model">The model that ranks what the coarse stage hands on.</param>
    /// <param name="rows">Of all vacancies.</param>
    public static CoarseQuery Query(JobseekerProfile jobseeker, JobseekerView own, MeanResponses model, CoarseFacts rows)
    {
        var barred = Beyond(own.Facts, rows.Provinces);
        var asked = Ask(own, model, rows.Occupations, rows.Provinces);
        var scale = new CoarseScale();
        var skills = scale.Add(Skills(model, jobseeker.Skills.Length));
        var groups = scale.Add(asked.Occupations);
        var places = scale.Add(WithoutBarred(asked.Places, barred));
        var (wage, experience) = (scale.Add(asked.Wages), scale.Add(asked.Experience));
        var (education, quality) = (scale.Add(model.Education(own.Facts.Education)), scale.Add(model.Quality));
        var (useful, near, words) = (scale.AddCounted(model.Useful), scale.AddCounted(model.NearSkills), scale.AddCounted(model.TitleWords(rows.WordsOfTitle)));
        scale.Fit();
        places[SeveralPlaces] = 0;
        return new()
        {
            GroupPoints = rows.WithPoints(groups),
            PlacePoints = places,
            PlacesBarred = barred,
            CountPoints = skills,
            BandAPoints = wage,
            BandBPoints = education,
            BandCPoints = experience,
            BandDPoints = quality,
            Counted = [.. jobseeker.Skills.Select(TokenCodes.Skill)],
            Helps =
            [
                .. CoarseScale.Help(jobseeker.TitleWords.Select(TokenCodes.TitleWord), words),
                .. CoarseScale.Help(jobseeker.Skills.Select(TokenCodes.UsefulSkill), useful),
                .. CoarseScale.Help(jobseeker.Skills.Select(TokenCodes.NearSkill), near),
                .. Enumerable.Range(1, places.Max() / PlaceStep).Select(step => CoarseHelp.OfAny(
                    [.. Enumerable.Range(0, places.Length).Where(p => places[p] >= step * PlaceStep).Select(TokenCodes.OneOfPlaces)], PlaceStep)),
            ],
            Barred =
            [
                .. rows.Conditions.Except(jobseeker.Licences).Select(TokenCodes.Licence),
                .. TokenCodes.WorkTimesOf(jobseeker.CannotWork),
                .. jobseeker.MayDoHazardousWork ? (int[])[] : [TokenCodes.Flag(TokenCodes.Hazardous)],
            ],
            Needed = [.. jobseeker.AccommodationsWanted.Select(TokenCodes.Accommodation)],
        };
    }

    // One made-up vacancy a row: each field is asked about by itself, so one row may serve all.
    private static (int[] Occupations, int[] Places, int[] Wages, int[] Experience) Ask(JobseekerView own, MeanResponses model, ushort[] occupations, ProvincePlaces provinces)
    {
        ref readonly var facts = ref own.Facts;
        using var room = CoarseProbes.Rent(Math.Max(occupations.Length, CoarseQuery.Places));
        var months = 0;
        for (var i = 0; i < occupations.Length; i++)
        {
            (months, _) = room.At(i).Occupation(own.Wished, own.Career, own.Moves, occupations[i]);
        }

        for (var province = 0; province < CoarseQuery.Places; province++)
        {
            room.At(province).Place(PairBins.Place(facts, (byte)province, provinces.Centre(province)), facts.TravelLimitKm);
        }

        for (var band = 0; band < CoarseQuery.Bands; band++)
        {
            room.At(band).Wage(facts.WageExpected, CoarseBands.WageOf(band));
            room.At(band).Experience(months, 4 * months, CoarseBands.MonthsOf(band));
        }

        return (
            model.Of(CoarseField.Occupation, room, occupations.Length), model.Of(CoarseField.Place, room, CoarseQuery.Places),
            model.Of(CoarseField.Wage, room, CoarseQuery.Bands), model.Of(CoarseField.Experience, room, CoarseQuery.Bands));
    }

    // She cannot hold more of what is asked than she holds at all.
    private static int[] Skills(MeanResponses model, int held)
    {
        var responses = new int[64];
        for (var i = 0; i < responses.Length; i++)
        {
            responses[i] = model.Skills[(i & ~7) + Math.Min(i & 7, held)];
        }

        return responses;
    }

    // Provinces in which every vacancy of one place is farther than she travels: the hard condition, ahead of time.
    private static uint Beyond(in JobseekerFacts jobseeker, ProvincePlaces provinces)
    {
        var barred = 0u;
        for (var province = 0; province < SeveralPlaces; province++)
        {
            barred |= jobseeker.TravelLimitKm != ushort.MaxValue && (jobseeker.Flags & PackedFlags.HasPlace) != PackedFlags.None
                && !PairBins.Moves(jobseeker, (byte)province) && provinces.IsBeyond(province, jobseeker.Place, jobseeker.TravelLimitKm, province == jobseeker.Province) ? 1u << province : 0;
        }

        return barred;
    }

    private static int[] WithoutBarred(int[] places, uint barred)
    {
        var least = places.Min();
        return [.. places.Select((response, place) => place == SeveralPlaces || (barred >> place & 1) != 0 ? least : response)];
    }

    // Four levels of how the employer answers × 4, and four of how fresh the vacancy is.
    private static byte Quality(VacancyProfile vacancy, int today)
    {
        var answers = (vacancy.EmployerAnswered ?? 500) switch { >= 800 => 3, >= 600 => 2, >= 400 => 1, _ => 0 };
        var fresh = (today - (vacancy.PublishedOn?.DayNumber ?? (today - 20))) switch { <= 7 => 3, <= 21 => 2, <= 45 => 1, _ => 0 };
        return (byte)((answers << 2) | fresh);
    }
}
