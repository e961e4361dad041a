using System.Text.Json;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>
/// Profiles of jobseekers for ranking, shown only to a reader in whose scope they are. What must never be an input (docs/matching.md)
/// is in no select list; of the birth date only the law's two answers are.
/// </summary>
internal sealed class JobseekerProfiles(Database db, Vocabulary vocabulary)
{
    private const int WorkingAge = 15;

    private const int HazardousWorkAge = 18;

    private const string SelectSql = """
        SELECT c.Id AS CaseFileId, c.Seq, c.Status, c.CentreId, c.PersonId, p.EducationCode, p.ProvinceCode, COALESCE(d.Latitude, pr.Latitude) AS Latitude,
               COALESCE(d.Longitude, pr.Longitude) AS Longitude, CASE WHEN d.Latitude IS NULL THEN 0 ELSE 1 END AS KnowsDistrict,
               CASE WHEN p.BornOn IS NULL OR p.BornOn <= @Fifteen THEN 1 ELSE 0 END AS MayWork,
               CASE WHEN p.BornOn IS NULL OR p.BornOn <= @Eighteen THEN 1 ELSE 0 END AS MayDoHazardousWork,
               CASE WHEN c.Status = 'open' AND k.Id IS NOT NULL THEN 1 ELSE 0 END AS MayBeSuggested,
               w.MinimumWageKhr, w.HoursCode, w.ContractCode, COALESCE(w.MayMove, 0) AS MayMove, w.MaxDistanceKm
        FROM CaseFile c
        JOIN Person p ON p.Id = c.PersonId
        LEFT JOIN Province pr ON pr.Code = p.ProvinceCode
        LEFT JOIN Place d ON d.Code = p.DistrictCode
        LEFT JOIN Wish w ON w.PersonId = p.Id
        LEFT JOIN Consent k ON k.PersonId = p.Id AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
        """;

    private const string ByIdSql = $"{SelectSql} WHERE c.Id IN (SELECT value FROM OPENJSON(@Ids))";

    private const string CasesSql = $"{ByIdSql} AND {Scope.SeesCaseSql}";

    private const string NumbersSql = $"{SelectSql} WHERE c.Seq IN (SELECT CAST(value AS bigint) FROM OPENJSON(@Ids)) AND {Scope.SeesCaseSql}";

    private const string SkillsSql = "SELECT PersonId, SkillId AS Number FROM PersonSkill WHERE PersonId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string LicencesSql = """
        SELECT PersonId, LicenceCode AS Code FROM PersonLicence
        WHERE PersonId IN (SELECT value FROM OPENJSON(@Ids)) AND (ExpiresOn IS NULL OR ExpiresOn >= @Today)
        """;

    private const string LanguagesSql = "SELECT PersonId, LanguageCode AS Code, Level AS Number FROM PersonLanguage WHERE PersonId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string WishOccupationsSql = "SELECT PersonId, IscoCode AS Code FROM WishOccupation WHERE PersonId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string WishProvincesSql = "SELECT PersonId, ProvinceCode AS Code FROM WishProvince WHERE PersonId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string CannotWorkSql = "SELECT PersonId, HoursCode AS Code FROM WishCannotWork WHERE PersonId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string CareerSql = "SELECT PersonId, IscoCode AS Code, Title, StartedOn, EndedOn FROM WorkHistory WHERE PersonId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string EducationSql = "SELECT PersonId, LevelCode AS Code FROM Education WHERE PersonId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string CertificatesSql = """
        SELECT PersonId, CqfLevel AS Number FROM PersonCertificate WHERE CqfLevel IS NOT NULL AND PersonId IN (SELECT value FROM OPENJSON(@Ids))
        """;

    private const string AccommodationsSql = """
        SELECT PersonId, AccommodationCode AS Code FROM AccommodationNeed WHERE UseAsFilter = 1 AND PersonId IN (SELECT value FROM OPENJSON(@Ids))
        """;

    /// <summary>The profile of one case, its id that of the case file; null outside the scope.</summary>
    public async Task<JobseekerProfile?> OfCaseAsync(Scope scope, Guid caseFileId, DateOnly today, CancellationToken ct) =>
        await OfCasesAsync(scope, [caseFileId], today, ct) is [var found, ..] ? found : null;

    /// <summary>Profiles whose id is that of the case file; a case outside the scope has none.</summary>
    public async Task<IReadOnlyList<JobseekerProfile>> OfCasesAsync(Scope scope, IReadOnlyCollection<Guid> caseFileIds, DateOnly today, CancellationToken ct)
    {
        var cases = await db.QueryAsync<CaseRow>(CasesSql, ArgsOf(JsonSerializer.Serialize(caseFileIds), scope, today), ct);
        return await ProfilesAsync(cases, today, ct);
    }

    /// <summary>The same by the number of the case file, as the index knows it.</summary>
    public async Task<IReadOnlyDictionary<int, JobseekerProfile>> OfNumbersAsync(Scope scope, IReadOnlyCollection<int> numbers, DateOnly today, CancellationToken ct)
    {
        var cases = await db.QueryAsync<CaseRow>(NumbersSql, ArgsOf(JsonSerializer.Serialize(numbers), scope, today), ct);
        var profiles = await ProfilesAsync(cases, today, ct);
        return cases.Zip(profiles).ToDictionary(c => checked((int)c.First.Seq), c => c.Second);
    }

    /// <summary>For the index alone, which shows nobody: of whatever centre.</summary>
    public async Task<IReadOnlyList<(bool IsOpen, OpenCase Case)>> ForIndexAsync(IReadOnlyCollection<Guid> caseFileIds, DateOnly today, CancellationToken ct)
    {
        var cases = await db.QueryAsync<CaseRow>(
            ByIdSql, new { Ids = JsonSerializer.Serialize(caseFileIds), Fifteen = today.AddYears(-WorkingAge), Eighteen = today.AddYears(-HazardousWorkAge) }, ct);
        var profiles = await ProfilesAsync(cases, today, ct);
        return [.. cases.Zip(profiles).Select(c => (c.First.Status == "open", new OpenCase(checked((int)c.First.Seq), c.First.CentreId, c.Second)))];
    }

    private static object ArgsOf(string ids, Scope scope, DateOnly today) =>
        new { Ids = ids, Fifteen = today.AddYears(-WorkingAge), Eighteen = today.AddYears(-HazardousWorkAge), scope.SessionId, scope.OwnCasesOf };

    private async Task<IReadOnlyList<JobseekerProfile>> ProfilesAsync(IReadOnlyList<CaseRow> cases, DateOnly today, CancellationToken ct)
    {
        var args = new { Ids = JsonSerializer.Serialize(cases.Select(c => c.PersonId)), Today = today };
        var skills = await ListAsync(SkillsSql, args, ct);
        var licences = await ListAsync(LicencesSql, args, ct);
        var languages = await ListAsync(LanguagesSql, args, ct);
        var wishes = await ListAsync(WishOccupationsSql, args, ct);
        var provinces = await ListAsync(WishProvincesSql, args, ct);
        var cannotWork = await ListAsync(CannotWorkSql, args, ct);
        var career = await ListAsync(CareerSql, args, ct);
        var education = await ListAsync(EducationSql, args, ct);
        var certificates = await ListAsync(CertificatesSql, args, ct);
        var accommodations = await ListAsync(AccommodationsSql, args, ct);
        return
        [
            .. cases.Select(c => new JobseekerProfile
            {
                Id = c.CaseFileId,
                Skills = [.. skills[c.PersonId].Select(r => r.Number)],
                TitleWords = [.. wishes[c.PersonId].Concat(career[c.PersonId]).SelectMany(r => vocabulary.OccupationWords.OfOccupation(r.Code)), .. vocabulary.OccupationWords.Of([.. career[c.PersonId].Select(r => r.Title)])],
                Licences = Places("licence", licences[c.PersonId]),
                Languages = [.. languages[c.PersonId].Select(r => RankingCodes.Language(vocabulary, r.Code!, r.Number)).OfType<LanguageLevel>()],
                WishedOccupations = [.. wishes[c.PersonId].Select(r => RankingCodes.Occupation(r.Code))],
                Career = [.. career[c.PersonId].Select(r => new CareerStep(RankingCodes.Occupation(r.Code), Months(r, today)))],
                CareerMoves = vocabulary.CareerMoves.Of([.. career[c.PersonId].Select(r => RankingCodes.Occupation(r.Code))]),
                Education = Highest([RankingCodes.Education(vocabulary, c.EducationCode), .. education[c.PersonId].Select(r => RankingCodes.Education(vocabulary, r.Code)), .. certificates[c.PersonId].Select(r => (byte?)r.Number)]),
                Place = RankingCodes.Point(c.Latitude, c.Longitude),
                Province = RankingCodes.Province(c.ProvinceCode),
                TravelLimitKm = c.KnowsDistrict && c.MaxDistanceKm is > 0 and <= ushort.MaxValue ? (ushort)c.MaxDistanceKm.Value : null,
                MovesAnywhere = c.MayMove && !provinces[c.PersonId].Any(),
                MovesTo = [.. provinces[c.PersonId].Select(r => RankingCodes.Province(r.Code)).Where(p => p != 0 && p != RankingCodes.Province(c.ProvinceCode))],
                WageExpected = c.MinimumWageKhr is > 0 and <= int.MaxValue ? (int)c.MinimumWageKhr.Value : null,
                HoursWished = RankingCodes.HoursOf(c.HoursCode),
                ContractsWished = RankingCodes.ContractOf(c.ContractCode),
                CannotWork = cannotWork[c.PersonId].Aggregate(WorkTimes.None, (times, r) => times | RankingCodes.TimesOf(r.Code)),
                AccommodationsWanted = Places("accommodation", accommodations[c.PersonId]),
                MayWork = c.MayWork,
                MayDoHazardousWork = c.MayDoHazardousWork,
                MayBeSuggested = c.MayBeSuggested,
            }),
        ];
    }

    private async Task<ILookup<Guid, PartRow>> ListAsync(string sql, object args, CancellationToken ct) => (await db.QueryAsync<PartRow>(sql, args, ct)).ToLookup(r => r.PersonId);

    private int[] Places(string list, IEnumerable<PartRow> rows) => [.. rows.Select(r => RankingCodes.Place(vocabulary, list, r.Code)).OfType<int>()];

    private static byte? Highest(IEnumerable<byte?> levels) => levels.Max();

    private static ushort Months(PartRow row, DateOnly today)
    {
        var (start, end) = (row.StartedOn!.Value, row.EndedOn ?? today);
        return (ushort)Math.Clamp(((end.Year - start.Year) * 12) + end.Month - start.Month, 0, ushort.MaxValue);
    }

    private sealed record CaseRow
    {
        public required Guid CaseFileId { get; init; }

        public required long Seq { get; init; }

        public required string Status { get; init; }

        public required Guid CentreId { get; init; }

        public required Guid PersonId { get; init; }

        public required string? EducationCode { get; init; }

        public required string? ProvinceCode { get; init; }

        public required double? Latitude { get; init; }

        public required double? Longitude { get; init; }

        public required bool KnowsDistrict { get; init; }

        public required bool MayWork { get; init; }

        public required bool MayDoHazardousWork { get; init; }

        public required bool MayBeSuggested { get; init; }

        public required long? MinimumWageKhr { get; init; }

        public required string? HoursCode { get; init; }

        public required string? ContractCode { get; init; }

        public required bool MayMove { get; init; }

        public required int? MaxDistanceKm { get; init; }
    }

    private sealed record PartRow
    {
        public required Guid PersonId { get; init; }

        public string? Code { get; init; }

        public string? Title { get; init; }

        public int Number { get; init; }

        public DateOnly? StartedOn { get; init; }

        public DateOnly? EndedOn { get; init; }
    }
}
