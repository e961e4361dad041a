using Pes.Features.Matching;
using Pes.Platform.Data;
using Pes.Ranking;

namespace Pes.Cli.DemoData;

/// <summary>The demo's people and vacancies as ranking sees them: codes by their place in the code lists, places by their province.</summary>
internal sealed class DemoCodes
{
    private readonly Dictionary<(string List, string Code), int> places;
    private readonly Dictionary<string, GeoPoint?> provinces;

    private DemoCodes(Dictionary<(string, string), int> places, Dictionary<string, GeoPoint?> provinces) => (this.places, this.provinces) = (places, provinces);

    public static async Task<DemoCodes> ReadAsync(Database db, CancellationToken ct)
    {
        var codes = await db.QueryAsync<CodeRow>("SELECT List, Code, SortOrder FROM CodeList WHERE List IN ('language', 'licence', 'education', 'accommodation')", ct: ct);
        var coordinates = await db.QueryAsync<ProvinceRow>("SELECT Code, Latitude, Longitude FROM Province", ct: ct);
        return new(
            codes.GroupBy(c => (c.List, c.Code)).ToDictionary(g => g.Key, g => g.First().SortOrder),
            coordinates.ToDictionary(p => p.Code, p => RankingCodes.Point(p.Latitude, p.Longitude), StringComparer.Ordinal));
    }

    /// <summary>Between the months of two days, negative where the second is before the first.</summary>
    public static int Months(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month;

    public JobseekerProfile Jobseeker(DemoPerson person, DemoCv cv, WishRow wish, IEnumerable<string> wishedProvinces, string? accommodation) => new()
    {
        Id = person.CaseFileId,
        Skills = [.. cv.Skills.Select(s => s.SkillId)],
        Licences = [.. cv.Licences.Select(l => places[("licence", l)])],
        Languages = Languages(cv.Languages),
        WishedOccupations = [.. person.Wishes.Select(w => RankingCodes.Occupation(w.Isco))],
        Career = [.. cv.Work.Select(w => new CareerStep(RankingCodes.Occupation(w.Isco), (ushort)Months(w.From, w.To), (ushort)Months(w.To, person.RegisteredOn)))],
        Education = (byte)places[("education", cv.EducationCode)],
        Place = provinces[person.Centre.ProvinceCode],
        Province = RankingCodes.Province(person.Centre.ProvinceCode),
        MovesTo = [.. wishedProvinces.Where(p => p != person.Centre.ProvinceCode).Select(RankingCodes.Province)],
        WageExpected = (int?)wish.MinimumWageKhr,
        HoursWished = RankingCodes.HoursOf(wish.HoursCode),
        ContractsWished = RankingCodes.ContractOf(wish.ContractCode),
        AccommodationsWanted = accommodation is null ? [] : [places[("accommodation", accommodation)]],
        MayWork = true,
        MayDoHazardousWork = person.IsGrown,
        MayBeSuggested = true,
    };

    public VacancyProfile Vacancy(DemoVacancy vacancy, DemoParts parts) => new()
    {
        Id = vacancy.Id,
        IsOpen = true,
        ClosesOn = vacancy.ClosesOn,
        PublishedOn = vacancy.PublishedOn,
        OpeningsLeft = (ushort)vacancy.Openings,
        Occupation = RankingCodes.Occupation(vacancy.Occupation.Isco),
        EssentialSkills = [.. parts.Essential],
        UsefulSkills = [.. parts.Useful],
        LicencesRequired = vacancy.Occupation.Licence.Length > 0 ? [places[("licence", vacancy.Occupation.Licence)]] : [],
        LanguagesAsked = Languages(parts.Languages),
        ExperienceAsked = (ushort)vacancy.Occupation.Months,
        EducationAsked = (byte)places[("education", vacancy.Occupation.Education)],
        Place = provinces[vacancy.ProvinceCode],
        Province = RankingCodes.Province(vacancy.ProvinceCode),
        WageLow = parts.Wage?.From,
        WageHigh = parts.Wage?.To,
        Hours = RankingCodes.HoursOf(vacancy.Occupation.Hours == "seasonal" ? "full-time" : vacancy.Occupation.Hours),
        Contract = RankingCodes.ContractOf(vacancy.Contract),
        WorkTimes = RankingCodes.TimesOf(vacancy.Occupation.Hours),
        IsHazardous = vacancy.Occupation.IsHazardous,
        Accommodations = parts.Accommodation is null ? [] : [places[("accommodation", parts.Accommodation)]],
    };

    private LanguageLevel[] Languages(IEnumerable<(string Code, int Level)> languages) => [.. languages.Select(l => new LanguageLevel((byte)places[("language", l.Code)], (byte)l.Level))];

    private sealed record CodeRow
    {
        public required string List { get; init; }

        public required string Code { get; init; }

        public required int SortOrder { get; init; }
    }

    private sealed record ProvinceRow
    {
        public required string Code { get; init; }

        public required double? Latitude { get; init; }

        public required double? Longitude { get; init; }
    }
}

/// <summary>What a vacancy asks and offers beside its own row.</summary>
internal sealed class DemoParts
{
    public List<int> Essential { get; } = [];

    public List<int> Useful { get; } = [];

    public List<(string Code, int Level)> Languages { get; } = [];

    public string? Accommodation { get; set; }

    /// <summary>Riel a month; null: not given.</summary>
    public (int From, int To)? Wage { get; set; }
}
