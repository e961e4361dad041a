using Pes.Platform.Data;

namespace Pes.Features.Vacancies;

/// <summary>A vacancy's content in its tables: one row and its parts.</summary>
internal static class VacancyRecord
{
    private const string ContentSql = """
        SELECT v.TitleEn, v.TitleKm, v.TextEn, v.TextKm, v.IscoCode, v.Openings, v.EducationCode, v.ExperienceMonths, v.WageFrom, v.WageTo,
               v.WageCurrency, v.WagePeriod, v.HoursCode, v.ContractCode, v.IsHazardous, v.ClosesOn
        FROM Vacancy v
        WHERE v.Id = @Id
        """;

    private const string PlacesSql = "SELECT ProvinceCode, DistrictCode FROM VacancyPlace WHERE VacancyId = @Id ORDER BY ProvinceCode";

    private const string SkillsSql = "SELECT SkillId, IsEssential FROM VacancySkill WHERE VacancyId = @Id ORDER BY SkillId";

    private const string LanguagesSql = "SELECT LanguageCode, Level FROM VacancyLanguage WHERE VacancyId = @Id ORDER BY LanguageCode";

    private const string LicencesSql = "SELECT LicenceCode FROM VacancyLicence WHERE VacancyId = @Id ORDER BY LicenceCode";

    private const string AccommodationsSql = "SELECT AccommodationCode FROM VacancyAccommodation WHERE VacancyId = @Id ORDER BY AccommodationCode";

    private const string ClearPlacesSql = "DELETE FROM VacancyPlace WHERE VacancyId = @Id";

    private const string ClearSkillsSql = "DELETE FROM VacancySkill WHERE VacancyId = @Id";

    private const string ClearLanguagesSql = "DELETE FROM VacancyLanguage WHERE VacancyId = @Id";

    private const string ClearLicencesSql = "DELETE FROM VacancyLicence WHERE VacancyId = @Id";

    private const string ClearAccommodationsSql = "DELETE FROM VacancyAccommodation WHERE VacancyId = @Id";

    private const string PlaceSql = "INSERT INTO VacancyPlace (VacancyId, ProvinceCode, DistrictCode) VALUES (@Id, @ProvinceCode, @DistrictCode)";

    private const string SkillSql = "INSERT INTO VacancySkill (VacancyId, SkillId, IsEssential, FoundAs) VALUES (@Id, @SkillId, @IsEssential, @FoundAs)";

    private const string LanguageSql = "INSERT INTO VacancyLanguage (VacancyId, LanguageCode, Level) VALUES (@Id, @LanguageCode, @Level)";

    private const string LicenceSql = "INSERT INTO VacancyLicence (VacancyId, LicenceCode) VALUES (@Id, @Code)";

    private const string AccommodationSql = "INSERT INTO VacancyAccommodation (VacancyId, AccommodationCode) VALUES (@Id, @Code)";

    /// <summary>The content, or null where there is no such vacancy; scope is the caller's business.</summary>
    public static async Task<VacancyContent?> ReadAsync(Database db, Guid id, CancellationToken ct)
    {
        var args = new { Id = id };
        if (await db.FirstOrDefaultAsync<VacancyContent>(ContentSql, args, ct) is not { } content)
        {
            return null;
        }

        var skills = await db.QueryAsync<SkillRow>(SkillsSql, args, ct);
        return content with
        {
            Places = await db.QueryAsync<WorkPlace>(PlacesSql, args, ct),
            EssentialSkills = [.. skills.Where(s => s.IsEssential).Select(s => s.SkillId)],
            UsefulSkills = [.. skills.Where(s => !s.IsEssential).Select(s => s.SkillId)],
            Languages = await db.QueryAsync<LanguageAsked>(LanguagesSql, args, ct),
            Licences = await db.QueryAsync<string>(LicencesSql, args, ct),
            Accommodations = await db.QueryAsync<string>(AccommodationsSql, args, ct),
        };
    }

    /// <summary>The columns of the row that hold content, and what follows from it.</summary>
    public static Columns ColumnsOf(VacancyContent content, double? iscoConfidence, WageSettings wages) => new()
    {
        TitleEn = content.TitleEn,
        TitleKm = content.TitleKm,
        TextEn = content.TextEn,
        TextKm = content.TextKm,
        SearchKey = content.SearchKey,
        IscoCode = content.IscoCode,
        IscoConfidence = iscoConfidence,
        Openings = content.Openings,
        EducationCode = content.EducationCode,
        ExperienceMonths = content.ExperienceMonths,
        WageFrom = content.WageFrom,
        WageTo = content.WageTo,
        WageCurrency = content.WageCurrency,
        WagePeriod = content.WagePeriod,
        MonthlyWageFromKhr = MonthlyWage.Khr(content.WageFrom, content.WageCurrency, content.WagePeriod, content.HoursCode, wages.RielPerDollar),
        MonthlyWageToKhr = MonthlyWage.Khr(content.WageTo, content.WageCurrency, content.WagePeriod, content.HoursCode, wages.RielPerDollar),
        HoursCode = content.HoursCode,
        ContractCode = content.ContractCode,
        IsHazardous = content.IsHazardous,
        ClosesOn = content.ClosesOn,
    };

    /// <summary>Puts the parts in place of those that were there. Words that named a skill found in the text are kept beside it.</summary>
    public static async Task PutPartsAsync(Database db, Guid id, VacancyContent content, IReadOnlyDictionary<int, string> foundAs, CancellationToken ct)
    {
        var args = new { Id = id };
        foreach (var clear in (string[])[ClearPlacesSql, ClearSkillsSql, ClearLanguagesSql, ClearLicencesSql, ClearAccommodationsSql])
        {
            await db.ExecuteAsync(clear, args, ct);
        }

        await db.ExecuteAsync(PlaceSql, content.Places.Select(p => new { Id = id, p.ProvinceCode, DistrictCode = string.IsNullOrEmpty(p.DistrictCode) ? null : p.DistrictCode }), ct);
        await db.ExecuteAsync(SkillSql, content.EssentialSkills.Select(s => new { Id = id, SkillId = s, IsEssential = true, FoundAs = foundAs.GetValueOrDefault(s) }), ct);
        await db.ExecuteAsync(SkillSql, content.UsefulSkills.Select(s => new { Id = id, SkillId = s, IsEssential = false, FoundAs = foundAs.GetValueOrDefault(s) }), ct);
        await db.ExecuteAsync(LanguageSql, content.Languages.Select(l => new { Id = id, l.LanguageCode, l.Level }), ct);
        await db.ExecuteAsync(LicenceSql, content.Licences.Select(code => new { Id = id, Code = code }), ct);
        await db.ExecuteAsync(AccommodationSql, content.Accommodations.Select(code => new { Id = id, Code = code }), ct);
    }

    internal sealed record Columns
    {
        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string? TextEn { get; init; }

        public required string? TextKm { get; init; }

        public required string SearchKey { get; init; }

        public required string? IscoCode { get; init; }

        public required double? IscoConfidence { get; init; }

        public required int Openings { get; init; }

        public required string? EducationCode { get; init; }

        public required int? ExperienceMonths { get; init; }

        public required long? WageFrom { get; init; }

        public required long? WageTo { get; init; }

        public required string? WageCurrency { get; init; }

        public required string? WagePeriod { get; init; }

        public required long? MonthlyWageFromKhr { get; init; }

        public required long? MonthlyWageToKhr { get; init; }

        public required string? HoursCode { get; init; }

        public required string? ContractCode { get; init; }

        public required bool IsHazardous { get; init; }

        public required DateOnly ClosesOn { get; init; }
    }

    private sealed record SkillRow
    {
        public required int SkillId { get; init; }

        public required bool IsEssential { get; init; }
    }
}
