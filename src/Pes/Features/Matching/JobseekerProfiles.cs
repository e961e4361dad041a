using System.Runtime.InteropServices;
using System.Text.Json;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>
/// Profiles of jobseekers for ranking, shown only to a reader in whose scope they are. What must never be an input (docs/matching.md)
/// is in no select list; of the birth date only the law's two answers are. For one thread at a time.
/// </summary>
internal sealed class JobseekerProfiles(Database db, Vocabulary vocabulary)
{
    private const int WorkingAge = 15;

    private const int HazardousWorkAge = 18;

    private const string SelectSql = """
        SELECT c.Seq, c.Id, CASE WHEN c.Status = 'open' THEN 1 ELSE 0 END, c.CentreId, p.EducationCode, p.ProvinceCode,
               COALESCE(d.Latitude, pr.Latitude), COALESCE(d.Longitude, pr.Longitude), CASE WHEN d.Latitude IS NULL THEN 0 ELSE 1 END,
               CASE WHEN p.BornOn IS NULL OR p.BornOn <= @Fifteen THEN 1 ELSE 0 END,
               CASE WHEN p.BornOn IS NULL OR p.BornOn <= @Eighteen THEN 1 ELSE 0 END,
               CASE WHEN c.Status = 'open' AND k.Id IS NOT NULL THEN 1 ELSE 0 END,
               w.MinimumWageKhr, w.HoursCode, w.ContractCode, COALESCE(w.MayMove, 0), w.MaxDistanceKm
        FROM CaseFile c
        JOIN Person p ON p.Id = c.PersonId
        LEFT JOIN Province pr ON pr.Code = p.ProvinceCode
        LEFT JOIN Place d ON d.Code = p.DistrictCode
        LEFT JOIN Wish w ON w.PersonId = p.Id
        LEFT JOIN Consent k ON k.PersonId = p.Id AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
        """;

    private const string ByIdSql = $"{SelectSql} WHERE c.Id IN (SELECT value FROM OPENJSON(@Ids))";

    private const string BySeqSql = $"{SelectSql} WHERE c.Seq IN (SELECT CAST(value AS bigint) FROM OPENJSON(@Ids)) ORDER BY c.Seq";

    private const string CasesSql = $"{ByIdSql} AND {Scope.SeesCaseSql}";

    private const string NumbersSql = $"{SelectSql} WHERE c.Seq IN (SELECT CAST(value AS bigint) FROM OPENJSON(@Ids)) AND {Scope.SeesCaseSql}";

    private readonly List<JobseekerParts> idle = [];
    private JobseekerCodes? codes;

    /// <summary>The profile of one case, its id that of the case file; null outside the scope.</summary>
    public async Task<JobseekerProfile?> OfCaseAsync(Scope scope, Guid caseFileId, DateOnly today, CancellationToken ct) =>
        await OfCasesAsync(scope, [caseFileId], today, ct) is [var found, ..] ? found : null;

    /// <summary>Profiles whose id is that of the case file; a case outside the scope has none.</summary>
    public async Task<IReadOnlyList<JobseekerProfile>> OfCasesAsync(Scope scope, IReadOnlyCollection<Guid> caseFileIds, DateOnly today, CancellationToken ct) =>
        [.. (await ReadAsync(CasesSql, ArgsOf(JsonSerializer.Serialize(caseFileIds), scope, today), today, ct)).Select(c => c.Case.Profile)];

    /// <summary>The same by the number of the case file, as the index knows it.</summary>
    public async Task<IReadOnlyDictionary<int, JobseekerProfile>> OfNumbersAsync(Scope scope, IReadOnlyCollection<int> numbers, DateOnly today, CancellationToken ct) =>
        (await ReadAsync(NumbersSql, ArgsOf(JsonSerializer.Serialize(numbers), scope, today), today, ct)).ToDictionary(c => c.Case.Seq, c => c.Case.Profile);

    /// <summary>For the index alone, which shows nobody: of whatever centre.</summary>
    public Task<IReadOnlyList<(bool IsOpen, OpenCase Case)>> ForIndexAsync(IReadOnlyCollection<Guid> caseFileIds, DateOnly today, CancellationToken ct) =>
        ReadAsync(ByIdSql, ArgsOf(JsonSerializer.Serialize(caseFileIds), today), today, ct);

    /// <summary>The same by the numbers of the case files, in their order.</summary>
    public Task<IReadOnlyList<(bool IsOpen, OpenCase Case)>> ForIndexAsync(IReadOnlyCollection<long> numbers, DateOnly today, CancellationToken ct) =>
        ReadAsync(BySeqSql, ArgsOf(JsonSerializer.Serialize(numbers), today), today, ct);

    private static object ArgsOf(string ids, Scope scope, DateOnly today) =>
        new { Ids = ids, Fifteen = today.AddYears(-WorkingAge), Eighteen = today.AddYears(-HazardousWorkAge), scope.SessionId, scope.OwnCasesOf };

    private static object ArgsOf(string ids, DateOnly today) => new { Ids = ids, Fifteen = today.AddYears(-WorkingAge), Eighteen = today.AddYears(-HazardousWorkAge) };

    private async Task<IReadOnlyList<(bool IsOpen, OpenCase Case)>> ReadAsync(string sql, object args, DateOnly today, CancellationToken ct)
    {
        List<CaseRow> cases = [];
        await db.ReadAsync(sql, args, row => cases.Add(CaseRow.Of(row)), ct);
        if (cases.Count == 0)
        {
            return [];
        }

        while (idle.Count < cases.Count)
        {
            idle.Add(new());
        }

        var partsOf = new Dictionary<long, JobseekerParts>(cases.Count);
        for (var i = 0; i < cases.Count; i++)
        {
            idle[i].Clear();
            partsOf.Add(cases[i].Seq, idle[i]);
        }

        await JobseekerParts.ReadAsync(db, JsonSerializer.Serialize(partsOf.Keys), today, partsOf, ct);
        codes ??= new(vocabulary, cases.Count);
        return [.. cases.Select((c, i) => (c.IsOpen, new OpenCase(checked((int)c.Seq), c.CentreId, ProfileOf(c, idle[i], codes, today))))];
    }

    private static JobseekerProfile ProfileOf(in CaseRow c, JobseekerParts parts, JobseekerCodes codes, DateOnly today)
    {
        var home = RankingCodes.Province(c.ProvinceCode);
        return new()
        {
            Id = c.CaseFileId,
            Skills = [.. parts.Skills],
            TitleWords = codes.TitleWords(parts),
            Licences = codes.Licences(parts),
            Languages = codes.Languages(parts),
            WishedOccupations = [.. parts.WishedOccupations.Select(RankingCodes.Occupation)],
            Career = [.. parts.Career.Select(j => new CareerStep(RankingCodes.Occupation(j.IscoCode), Months(j.StartedOn, j.EndedOn ?? today), Months(j.EndedOn ?? today, today)))],
            CareerMoves = codes.CareerMoves(parts),
            Education = codes.Education(c.EducationCode, parts),
            Place = RankingCodes.Point(c.Latitude, c.Longitude),
            Province = home,
            TravelLimitKm = c.KnowsDistrict && c.MaxDistanceKm is > 0 and <= ushort.MaxValue ? (ushort)c.MaxDistanceKm.Value : null,
            MovesAnywhere = c.MayMove && parts.WishedProvinces.Count == 0,
            MovesTo = [.. parts.WishedProvinces.Select(RankingCodes.Province).Where(p => p != 0 && p != home)],
            WageExpected = c.MinimumWageKhr is > 0 and <= int.MaxValue ? (int)c.MinimumWageKhr.Value : null,
            HoursWished = RankingCodes.HoursOf(c.HoursCode),
            ContractsWished = RankingCodes.ContractOf(c.ContractCode),
            CannotWork = parts.CannotWork.Aggregate(WorkTimes.None, (times, code) => times | RankingCodes.TimesOf(code)),
            AccommodationsWanted = codes.Accommodations(parts),
            MayWork = c.MayWork,
            MayDoHazardousWork = c.MayDoHazardousWork,
            MayBeSuggested = c.MayBeSuggested,
        };
    }

    // A job without an end is still hers; one that ends in a month to come counts as not ended.
    private static ushort Months(DateOnly from, DateOnly to) => (ushort)Math.Clamp(((to.Year - from.Year) * 12) + to.Month - from.Month, 0, ushort.MaxValue);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct CaseRow(
        long Seq, Guid CaseFileId, bool IsOpen, Guid CentreId, string? EducationCode, string? ProvinceCode, double? Latitude, double? Longitude, bool KnowsDistrict,
        bool MayWork, bool MayDoHazardousWork, bool MayBeSuggested, long? MinimumWageKhr, string? HoursCode, string? ContractCode, bool MayMove, int? MaxDistanceKm)
    {
        // In the order of the select list.
        public static CaseRow Of(RowReader row) => new(
            row.Wide(0), row.Id(1), row.Number(2) == 1, row.Id(3), row.TextOrNull(4), row.TextOrNull(5), row.RealOrNull(6), row.RealOrNull(7), row.Number(8) == 1,
            row.Number(9) == 1, row.Number(10) == 1, row.Number(11) == 1, row.WideOrNull(12), row.TextOrNull(13), row.TextOrNull(14), row.Number(15) == 1, row.NumberOrNull(16));
    }
}
