using System.Text.Json;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Text;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>A vacancy as a match list needs it: the profile for ranking and what a reader is shown.</summary>
public sealed record VacancyCard
{
    public required VacancyProfile Profile { get; init; }

    public required string? TitleEn { get; init; }

    public required string? TitleKm { get; init; }

    public required string EmployerNameEn { get; init; }

    public required string? EmployerNameKm { get; init; }

    public required IReadOnlyList<string> ProvinceCodes { get; init; }

    public required long? MonthlyWageFromKhr { get; init; }

    public required long? MonthlyWageToKhr { get; init; }

    public required string? HoursCode { get; init; }
}

/// <summary>Reads vacancies for ranking, in as many statements as they have lists.</summary>
internal sealed class VacancyCards(Database db, Vocabulary vocabulary)
{
    private const int Batch = 5_000;

    private const int AnswerDays = 7;

    private const int HistoryDays = 365;

    private const string LiveSql = "SELECT Id FROM Vacancy WHERE Status = 'live'";

    private const string VacanciesSql = """
        SELECT v.Id, v.EmployerId, v.Status, v.TitleEn, v.TitleKm, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, v.IscoCode,
               v.Openings - v.Taken AS OpeningsLeft, v.EducationCode, v.ExperienceMonths, v.MonthlyWageFromKhr, v.MonthlyWageToKhr, v.HoursCode,
               v.ContractCode, v.IsHazardous, v.ClosesOn, v.PublishedAt
        FROM Vacancy v
        JOIN Employer e ON e.Id = v.EmployerId
        WHERE v.Id IN (SELECT value FROM OPENJSON(@Ids))
        """;

    private const string PlacesSql = """
        SELECT vp.VacancyId, vp.ProvinceCode AS Code, COALESCE(d.Latitude, p.Latitude) AS Latitude, COALESCE(d.Longitude, p.Longitude) AS Longitude
        FROM VacancyPlace vp
        JOIN Province p ON p.Code = vp.ProvinceCode
        LEFT JOIN Place d ON d.Code = vp.DistrictCode
        WHERE vp.VacancyId IN (SELECT value FROM OPENJSON(@Ids))
        """;

    private const string SkillsSql = "SELECT VacancyId, SkillId AS Number, IsEssential FROM VacancySkill WHERE VacancyId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string LanguagesSql = "SELECT VacancyId, LanguageCode AS Code, Level AS Number FROM VacancyLanguage WHERE VacancyId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string LicencesSql = "SELECT VacancyId, LicenceCode AS Code FROM VacancyLicence WHERE VacancyId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string AccommodationsSql = "SELECT VacancyId, AccommodationCode AS Code FROM VacancyAccommodation WHERE VacancyId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string PendingSql = """
        SELECT VacancyId, COUNT(*) AS Number FROM Referral
        WHERE Status IN ('sent', 'invited') AND VacancyId IN (SELECT value FROM OPENJSON(@Ids))
        GROUP BY VacancyId
        """;

    private const string AnswersSql = """
        SELECT v.EmployerId, r.SentAt, r.AnsweredAt, r.AnswerDueOn
        FROM Referral r
        JOIN Vacancy v ON v.Id = r.VacancyId
        WHERE r.SentAt >= @Since AND r.ConsentWithdrawnAt IS NULL
        """;

    public async Task<IReadOnlyList<VacancyCard>> LiveAsync(DateOnly today, CancellationToken ct)
    {
        var answering = await AnsweringAsync(today, ct);
        List<VacancyCard> cards = [];
        foreach (var ids in (await db.QueryAsync<Guid>(LiveSql, ct: ct)).Chunk(Batch))
        {
            cards.AddRange(await ReadAsync(ids, answering, ct));
        }

        return cards;
    }

    /// <summary>One vacancy, live or not; null where there is none.</summary>
    public async Task<VacancyCard?> OneAsync(Guid vacancyId, DateOnly today, CancellationToken ct) =>
        (await ReadAsync([vacancyId], await AnsweringAsync(today, ct), ct)).FirstOrDefault();

    private async Task<IEnumerable<VacancyCard>> ReadAsync(IReadOnlyCollection<Guid> vacancyIds, Dictionary<Guid, Answering> answering, CancellationToken ct)
    {
        var args = new { Ids = JsonSerializer.Serialize(vacancyIds) };
        var rows = await db.QueryAsync<VacancyRow>(VacanciesSql, args, ct);
        var places = await ListAsync(PlacesSql, args, ct);
        var skills = await ListAsync(SkillsSql, args, ct);
        var languages = await ListAsync(LanguagesSql, args, ct);
        var licences = await ListAsync(LicencesSql, args, ct);
        var accommodations = await ListAsync(AccommodationsSql, args, ct);
        var pending = await ListAsync(PendingSql, args, ct);
        return rows.Select(v =>
        {
            List<WorkSite> sites = [.. places[v.Id].OrderBy(p => p.Code, StringComparer.Ordinal).Select(p => new WorkSite(RankingCodes.Point(p.Latitude, p.Longitude), RankingCodes.Province(p.Code)))];
            var history = answering.GetValueOrDefault(v.EmployerId);
            return new VacancyCard
            {
                TitleEn = v.TitleEn,
                TitleKm = v.TitleKm,
                EmployerNameEn = v.EmployerNameEn,
                EmployerNameKm = v.EmployerNameKm,
                ProvinceCodes = [.. places[v.Id].Select(p => p.Code!).Order(StringComparer.Ordinal)],
                MonthlyWageFromKhr = v.MonthlyWageFromKhr,
                MonthlyWageToKhr = v.MonthlyWageToKhr,
                HoursCode = v.HoursCode,
                Profile = new VacancyProfile
                {
                    Id = v.Id,
                    IsOpen = v.Status == "live",
                    ClosesOn = v.ClosesOn,
                    PublishedOn = v.PublishedAt is { } at ? DateOnly.FromDateTime(Formats.InCambodia(at)) : null,
                    OpeningsLeft = (ushort)Math.Clamp(v.OpeningsLeft, 0, ushort.MaxValue),
                    ReferralsPending = (ushort)Math.Clamp(pending[v.Id].Sum(r => r.Number), 0, ushort.MaxValue),
                    Occupation = RankingCodes.Occupation(v.IscoCode),
                    EssentialSkills = [.. skills[v.Id].Where(s => s.IsEssential).Select(s => s.Number)],
                    UsefulSkills = [.. skills[v.Id].Where(s => !s.IsEssential).Select(s => s.Number)],
                    LicencesRequired = Places("licence", licences[v.Id]),
                    LanguagesAsked = [.. languages[v.Id].Select(l => RankingCodes.Language(vocabulary, l.Code!, l.Number)).OfType<LanguageLevel>()],
                    ExperienceAsked = v.ExperienceMonths is { } months ? (ushort)Math.Clamp(months, 0, ushort.MaxValue) : null,
                    EducationAsked = RankingCodes.Education(vocabulary, v.EducationCode),
                    Place = sites.Count > 0 ? sites[0].Place : null,
                    Province = sites.Count > 0 ? sites[0].Province : (byte)0,
                    OtherPlaces = [.. sites.Skip(1)],
                    WageLow = Riel(v.MonthlyWageFromKhr),
                    WageHigh = Riel(v.MonthlyWageToKhr),
                    Hours = RankingCodes.HoursOf(v.HoursCode),
                    Contract = RankingCodes.ContractOf(v.ContractCode),
                    WorkTimes = RankingCodes.TimesOf(v.HoursCode),
                    IsHazardous = v.IsHazardous,
                    Accommodations = Places("accommodation", accommodations[v.Id]),
                    EmployerAnswered = history?.PerMille,
                    EmployerAnswerDays = history?.MedianDays,
                },
            };
        });
    }

    private async Task<Dictionary<Guid, Answering>> AnsweringAsync(DateOnly today, CancellationToken ct)
    {
        var rows = await db.QueryAsync<AnswerRow>(AnswersSql, new { Since = Formats.BeginsUtc(today.AddDays(-HistoryDays)) }, ct);
        return rows.Where(r => r.AnsweredAt is not null || r.AnswerDueOn < today).GroupBy(r => r.EmployerId).ToDictionary(g => g.Key, g =>
        {
            var days = g.Where(r => r.AnsweredAt is not null).Select(r => (int)(r.AnsweredAt!.Value - r.SentAt).TotalDays).Order().ToList();
            return new Answering((ushort)(1_000 * days.Count(d => d < AnswerDays) / g.Count()), days.Count == 0 ? null : (ushort)Math.Clamp(days[days.Count / 2], 0, ushort.MaxValue));
        });
    }

    private async Task<ILookup<Guid, PartRow>> ListAsync(string sql, object args, CancellationToken ct) => (await db.QueryAsync<PartRow>(sql, args, ct)).ToLookup(r => r.VacancyId);

    private int[] Places(string list, IEnumerable<PartRow> rows) => [.. rows.Select(r => RankingCodes.Place(vocabulary, list, r.Code)).OfType<int>()];

    private static int? Riel(long? amount) => amount is > 0 and <= int.MaxValue ? (int)amount.Value : null;

    private sealed record Answering(ushort PerMille, ushort? MedianDays);

    private sealed record AnswerRow
    {
        public required Guid EmployerId { get; init; }

        public required DateTime SentAt { get; init; }

        public required DateTime? AnsweredAt { get; init; }

        public required DateOnly AnswerDueOn { get; init; }
    }

    private sealed record PartRow
    {
        public required Guid VacancyId { get; init; }

        public string? Code { get; init; }

        public int Number { get; init; }

        public bool IsEssential { get; init; }

        public double? Latitude { get; init; }

        public double? Longitude { get; init; }
    }

    private sealed record VacancyRow
    {
        public required Guid Id { get; init; }

        public required Guid EmployerId { get; init; }

        public required string Status { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        public required string? IscoCode { get; init; }

        public required int OpeningsLeft { get; init; }

        public required string? EducationCode { get; init; }

        public required int? ExperienceMonths { get; init; }

        public required long? MonthlyWageFromKhr { get; init; }

        public required long? MonthlyWageToKhr { get; init; }

        public required string? HoursCode { get; init; }

        public required string? ContractCode { get; init; }

        public required bool IsHazardous { get; init; }

        public required DateOnly ClosesOn { get; init; }

        public required DateTime? PublishedAt { get; init; }
    }
}
