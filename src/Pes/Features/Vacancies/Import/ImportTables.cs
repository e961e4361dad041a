using System.Globalization;
using Pes.Platform.Data;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>Writes what an import found.</summary>
internal sealed class ImportTables(Database db, DateTime now, int rielPerDollar)
{
    private const string ImportSql = """
        INSERT INTO VacancyImport (Id, Format, Checksum, ImportedAt, RowsRead, Added, Merged, Refused, Flagged, Coded, WithThreeSkills, WithPlace)
        VALUES (@Id, @Format, @Checksum, @Now, @RowsRead, @Added, @Merged, @Refused, @Flagged, @Coded, @WithThreeSkills, @WithPlace)
        """;

    private const string RefusalSql = "INSERT INTO VacancyImportRefusal (ImportId, LineNumber, Code, Detail) VALUES (@ImportId, @Line, @Code, @Detail)";

    private const string VacancySql = """
        INSERT INTO Vacancy (Id, Number, EmployerId, Status, TitleEn, TitleKm, TextEn, TextKm, SearchKey, IscoCode, IscoConfidence, Openings, Taken,
                             EducationCode, ExperienceMonths, WageFrom, WageTo, WageCurrency, WagePeriod, MonthlyWageFromKhr, MonthlyWageToKhr,
                             HoursCode, ContractCode, IsHazardous, ClosesOn, PublishedAt, ClosedAt, CloseReason, SourceCode, CreatedAt, Version)
        VALUES (@Id, @Number, @EmployerId, @Status, @TitleEn, @TitleKm, @TextEn, @TextKm, @SearchKey, @IscoCode, @IscoConfidence, @Openings, 0,
                @EducationCode, @ExperienceMonths, @WageFrom, @WageTo, @WageCurrency, @WagePeriod, @MonthlyWageFromKhr, @MonthlyWageToKhr,
                @HoursCode, @ContractCode, 0, @ClosesOn, @PublishedAt, @ClosedAt, @CloseReason, @SourceCode, @Now, 1)
        """;

    private const string PlaceSql = "INSERT INTO VacancyPlace (VacancyId, ProvinceCode, DistrictCode) VALUES (@Id, @ProvinceCode, @DistrictCode)";

    private const string SkillSql = "INSERT INTO VacancySkill (VacancyId, SkillId, IsEssential, FoundAs) VALUES (@Id, @SkillId, @IsEssential, @FoundAs)";

    private const string LanguageSql = "INSERT INTO VacancyLanguage (VacancyId, LanguageCode, Level) VALUES (@Id, @LanguageCode, @Level)";

    private const string FlagSql = "INSERT INTO VacancyFlag (Id, VacancyId, Kind, Words, RaisedAt) VALUES (@Id, @VacancyId, @Kind, @Words, @Now)";

    private const string SourceSql = "INSERT INTO VacancySource (VacancyId, SourceKey, LineNumber, ImportId) VALUES (@VacancyId, @SourceKey, @Line, @ImportId)";

    private const int LongestSearchKey = 400;

    public async Task WriteAsync(AdvertisementFile file, VacancyImportReport report, CancellationToken ct)
    {
        await db.ExecuteAsync(
            ImportSql,
            new
            {
                Id = report.ImportId, file.Format, file.Checksum, Now = now, report.RowsRead, report.Added, report.Merged, Refused = report.Refused.Count,
                report.Flagged, report.Coded, report.WithThreeSkills, report.WithPlace,
            },
            ct);
        await db.ExecuteAsync(RefusalSql, report.Refused.Select(r => new { report.ImportId, r.Line, r.Code, r.Detail }), ct);
    }

    public async Task WriteAsync(
        IReadOnlyList<NewVacancy> vacancies, Guid employerId, string format, int lastNumber, Func<NewVacancy, string> statusOf, int shift, CancellationToken ct)
    {
        await db.ExecuteAsync(VacancySql, vacancies.Select((v, i) => Row(v, employerId, format, lastNumber + i + 1, statusOf(v), shift)), ct);
        await db.ExecuteAsync(PlaceSql, vacancies.SelectMany(v => v.Words.Places.Select(p => new { v.Id, p.ProvinceCode, p.DistrictCode })), ct);
        await db.ExecuteAsync(SkillSql, vacancies.SelectMany(v => v.Words.Skills.Select(s => new { v.Id, s.SkillId, s.IsEssential, s.FoundAs })), ct);
        await db.ExecuteAsync(LanguageSql, vacancies.SelectMany(v => v.Words.Languages.Select(l => new { v.Id, LanguageCode = l.Key, Level = l.Value })), ct);
        await db.ExecuteAsync(
            FlagSql, vacancies.SelectMany(v => v.Words.Flags.Select(f => new { Id = Guid.CreateVersion7(), VacancyId = v.Id, f.Kind, f.Words, Now = now })), ct);
    }

    public Task WriteSourcesAsync(Guid importId, Merging merging, CancellationToken ct) => db.ExecuteAsync(
        SourceSql,
        merging.New.Select(v => new { VacancyId = v.Id, v.Words.SourceKey, v.Words.Line, ImportId = importId })
            .Concat(merging.Copies.Select(c => new { VacancyId = c.Vacancy, c.SourceKey, c.Line, ImportId = importId })),
        ct);

    private object Row(NewVacancy vacancy, Guid employerId, string format, int number, string status, int shift)
    {
        var words = vacancy.Words;
        var closes = vacancy.ClosesOn.AddDays(shift);
        var published = Formats.BeginsUtc(vacancy.PublishedOn.AddDays(shift));
        var wage = words.Wage;
        var isClosed = status == VacancyStatus.Closed;
        return new
        {
            vacancy.Id,
            Number = string.Create(CultureInfo.InvariantCulture, $"S-{number:D6}"),
            EmployerId = employerId,
            Status = status,
            words.TitleEn, words.TitleKm, words.TextEn, words.TextKm,
            SearchKey = KhmerText.SafeCut(KhmerText.FoldKey(words.Title), LongestSearchKey),
            words.IscoCode, words.IscoConfidence, words.Openings, words.EducationCode, words.ExperienceMonths,
            WageFrom = wage?.From, WageTo = wage?.To, WageCurrency = wage?.Currency, WagePeriod = wage?.Period,
            MonthlyWageFromKhr = MonthlyWage.Khr(wage?.From, wage?.Currency, wage?.Period, words.HoursCode, rielPerDollar),
            MonthlyWageToKhr = MonthlyWage.Khr(wage?.To, wage?.Currency, wage?.Period, words.HoursCode, rielPerDollar),
            words.HoursCode, words.ContractCode,
            ClosesOn = closes,
            PublishedAt = status == VacancyStatus.Submitted ? null : (DateTime?)(published < now ? published : now),
            ClosedAt = isClosed ? (DateTime?)Formats.BeginsUtc(closes.AddDays(1)) : null,
            CloseReason = isClosed ? "expired" : null,
            SourceCode = format,
            Now = now,
        };
    }
}
