using System.Globalization;
using System.Text;

namespace Pes.Tests.Support;

/// <summary>A jobseeker who may be referred: open case, general consent, CV.</summary>
public sealed record ReferableJobseeker(Guid PersonId, Guid CaseFileId);

/// <summary>A published vacancy and its employer.</summary>
public sealed record OfferedVacancy(Guid EmployerId, Guid VacancyId);

public sealed partial class TestData
{
    private int referralSerial;

    /// <param name="provinceCode">Of home and job centre.</param>
    /// <param name="consents">She agreed in general that her CV goes to employers, and that she is sent text messages.</param>
    public async Task<ReferableJobseeker> ReferableJobseekerAsync(
        string provinceCode = "15", DateOnly? bornOn = null, bool consents = true, bool hasCv = true, string givenName = "ស្រីល័ក្ខ", string status = "open")
    {
        var made = new ReferableJobseeker(Guid.CreateVersion7(), Guid.CreateVersion7());
        var number = Interlocked.Increment(ref referralSerial);
        var counsellor = await CounsellorAsync(provinceCode);
        var args = new
        {
            made.PersonId,
            made.CaseFileId,
            Given = givenName,
            BornOn = bornOn ?? new DateOnly(1999, 4, 5),
            Province = provinceCode,
            Number = string.Create(CultureInfo.InvariantCulture, $"T-{number:00000}"),
            Centre = await CentreAsync(provinceCode),
            Counsellor = counsellor,
            Status = status,
            Now = host.Clock.GetUtcNow().UtcDateTime,
            Key = Encoding.UTF8.GetBytes(givenName),
            Consent1 = Guid.CreateVersion7(),
            Consent2 = Guid.CreateVersion7(),
            Cv = Guid.CreateVersion7(),
            Document = Encoding.UTF8.GetBytes($$"""{"schema":1,"familyName":"ម៉ៅ","givenName":"{{givenName}}","phone":"012000418","skills":[],"workHistory":[]}"""),
        };
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync(
                """
                INSERT INTO Person (Id, FamilyName, GivenName, FamilyNameLatin, GivenNameLatin, NameKey, LatinKey, SortKey, Sex, BornOn, Phone, Language,
                                    ProvinceCode, EducationCode, CreatedAt, Version)
                VALUES (@PersonId, @Family, @Given, 'Mao', 'Sreyleak', @Number, @Number, @Key, 'female', @BornOn, '012000418', 'km', @Province, 'lower-secondary', @Now, 1)
                """,
                new { args.PersonId, Family = "ម៉ៅ", args.Given, args.Number, args.Key, args.BornOn, args.Province, args.Now });
            await db.ExecuteAsync(
                """
                INSERT INTO CaseFile (Id, Number, PersonId, CentreId, CounsellorId, Status, OpenedAt, Version)
                VALUES (@CaseFileId, @Number, @PersonId, @Centre, @Counsellor, @Status, @Now, 1)
                """,
                args);
            if (consents)
            {
                await db.ExecuteAsync(
                    """
                    INSERT INTO Consent (Id, PersonId, Purpose, GivenAt, RecordedBy)
                    VALUES (@Consent1, @PersonId, 'share-with-employer', @Now, @Counsellor), (@Consent2, @PersonId, 'contact-by-sms', @Now, @Counsellor)
                    """,
                    args);
            }

            await NoteAsync(db, "case-file", made.CaseFileId);
            return hasCv
                ? await db.ExecuteAsync("INSERT INTO CvVersion (Id, PersonId, Number, IsCurrent, Document, CreatedAt) VALUES (@Cv, @PersonId, 1, 1, @Document, @Now)", args)
                : 0;
        });
        return made;
    }

    /// <summary>What every command does of itself: tells the pictures for ranking that something has changed, where a test writes rows by hand.</summary>
    public Task<int> NoteAsync(Pes.Platform.Data.Database db, string kind, Guid? subjectId) => db.ExecuteAsync(
        "INSERT INTO ProfileChange (Kind, SubjectId, ChangedAt) VALUES (@kind, @subjectId, @Now)", new { kind, subjectId, Now = host.Clock.GetUtcNow().UtcDateTime });

    public async Task<Guid> VerifiedEmployerAsync(string name = "Suvannaphum Garment")
    {
        var id = Guid.CreateVersion7();
        await host.InDatabaseAsync(db => db.ExecuteAsync(
            """
            INSERT INTO Employer (Id, NameEn, NameKm, NameKey, ProvinceCode, Phone, Email, Status, CreatedAt, Version)
            VALUES (@Id, @Name, @Khmer, @Key, '15', '023000111', 'jobs@suvannaphum.example', 'verified', @Now, 1)
            """,
            new { Id = id, Name = name, Khmer = "រោងចក្រ សុវណ្ណភូមិ", Key = name.ToLowerInvariant(), Now = host.Clock.GetUtcNow().UtcDateTime }));
        return id;
    }

    public async Task<OfferedVacancy> LiveVacancyAsync(
        Guid? employerId = null, int openings = 3, string provinceCode = "15", string? isco = "8153", long? wageKhr = 900_000, string title = "Sewing machine operator",
        DateOnly? closesOn = null, bool hazardous = false, string status = "live", string hours = "full-time", int publishedDaysAgo = 1)
    {
        var made = new OfferedVacancy(employerId ?? await VerifiedEmployerAsync(), Guid.CreateVersion7());
        var now = host.Clock.GetUtcNow().UtcDateTime;
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync(
                """
                INSERT INTO Vacancy (Id, Number, EmployerId, Status, TitleEn, TitleKm, SearchKey, IscoCode, Openings, Taken, MonthlyWageFromKhr, MonthlyWageToKhr,
                                     HoursCode, ContractCode, IsHazardous, ClosesOn, PublishedAt, CreatedAt, Version)
                VALUES (@Id, @Number, @EmployerId, @Status, @Title, @Khmer, @Number, @Isco, @Openings, 0, @Wage, @Wage, @Hours, 'permanent', @Hazardous, @ClosesOn,
                        @PublishedAt, @PublishedAt, 1)
                """,
                new
                {
                    Id = made.VacancyId,
                    Number = string.Create(CultureInfo.InvariantCulture, $"V-{Interlocked.Increment(ref referralSerial):00000}"),
                    made.EmployerId,
                    Status = status,
                    Title = title,
                    Khmer = "អ្នកដេរម៉ាស៊ីន",
                    Isco = isco,
                    Openings = openings,
                    Wage = wageKhr,
                    Hours = hours,
                    Hazardous = hazardous,
                    ClosesOn = closesOn ?? DateOnly.FromDateTime(now).AddDays(30),
                    PublishedAt = now.AddDays(-publishedDaysAgo),
                });
            await NoteAsync(db, "vacancy", made.VacancyId);
            return await db.ExecuteAsync(
                "INSERT INTO VacancyPlace (VacancyId, ProvinceCode) VALUES (@VacancyId, @Province)", new { made.VacancyId, Province = provinceCode });
        });
        return made;
    }
}
