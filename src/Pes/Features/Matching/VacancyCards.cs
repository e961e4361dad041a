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

/// <summary>Reads vacancies for ranking: all that are live, or one.</summary>
internal sealed class VacancyCards(Vocabulary vocabulary)
{
    private const string RowsSql = """
        SELECT v.Id, v.EmployerId, v.Status, v.TitleEn, v.TitleKm, v.IscoCode, v.Openings - v.Taken, v.EducationCode, v.ExperienceMonths,
               v.MonthlyWageFromKhr, v.MonthlyWageToKhr, v.HoursCode, v.ContractCode, v.IsHazardous, v.ClosesOn, v.PublishedAt
        FROM Vacancy v
        """;

    private const string LiveSql = $"{RowsSql} WHERE v.Status = 'live'";

    private const string OneSql = $"{RowsSql} WHERE v.Id = @VacancyId";

    private readonly Dictionary<string, int> education = RankingCodes.Places(vocabulary, "education");
    private readonly Dictionary<string, int> languages = RankingCodes.Places(vocabulary, "language");
    private readonly Dictionary<string, int> licences = RankingCodes.Places(vocabulary, "licence");
    private readonly Dictionary<string, int> accommodations = RankingCodes.Places(vocabulary, "accommodation");

    // One text for each code of list hours.
    private readonly Dictionary<string, string> hours = vocabulary.List("hours").ToDictionary(t => t.Code, t => t.Code, StringComparer.Ordinal);

    /// <param name="rows">Reads the vacancies themselves.</param>
    /// <param name="parts">Reads their lists at the same time.</param>
    public async Task<IReadOnlyList<VacancyCard>> LiveAsync(Database rows, Database parts, DateOnly today, CancellationToken ct)
    {
        var reading = Task.Run(() => VacancyParts.ReadAsync(parts, null, today, ct), ct);
        List<Row> live = [];
        await rows.ReadAsync(LiveSql, null, r => live.Add(new Row(r, this)), ct);
        var lists = await reading;
        var cards = new VacancyCard[live.Count];
        Parallel.For(0, cards.Length, i => cards[i] = CardOf(live[i], lists));
        return cards;
    }

    /// <summary>One vacancy, live or not; null where there is none.</summary>
    public async Task<VacancyCard?> OneAsync(Database db, Guid vacancyId, DateOnly today, CancellationToken ct)
    {
        List<Row> found = [];
        await db.ReadAsync(OneSql, new { VacancyId = vacancyId }, r => found.Add(new Row(r, this)), ct);
        return found is [var one] ? CardOf(one, await VacancyParts.ReadAsync(db, vacancyId, today, ct)) : null;
    }

    private VacancyCard CardOf(Row v, VacancyParts parts)
    {
        var places = parts.Places[v.Id];
        // In one order whatever the database gives, so that a checksum is the same.
        Array.Sort(places, static (one, other) => string.CompareOrdinal(one.ProvinceCode, other.ProvinceCode));
        var sites = Array.ConvertAll(places, static p => new WorkSite(RankingCodes.Point(p.Latitude, p.Longitude), RankingCodes.Province(p.ProvinceCode)));
        var (nameEn, nameKm) = parts.Employers[v.EmployerId];
        var history = parts.Answering.GetValueOrDefault(v.EmployerId);
        return new VacancyCard
        {
            TitleEn = v.TitleEn,
            TitleKm = v.TitleKm,
            EmployerNameEn = nameEn,
            EmployerNameKm = nameKm,
            ProvinceCodes = Array.ConvertAll(places, static p => p.ProvinceCode),
            MonthlyWageFromKhr = v.MonthlyWageFromKhr,
            MonthlyWageToKhr = v.MonthlyWageToKhr,
            HoursCode = v.HoursCode,
            Profile = new VacancyProfile
            {
                Id = v.Id,
                IsOpen = v.IsLive,
                ClosesOn = v.ClosesOn,
                PublishedOn = v.PublishedOn,
                OpeningsLeft = (ushort)Math.Clamp(v.OpeningsLeft, 0, ushort.MaxValue),
                ReferralsPending = (ushort)Math.Clamp(parts.Pending.GetValueOrDefault(v.Id), 0, ushort.MaxValue),
                Occupation = v.Occupation,
                EssentialSkills = parts.EssentialSkills[v.Id],
                UsefulSkills = parts.UsefulSkills[v.Id],
                LicencesRequired = Places(licences, parts.Licences[v.Id]),
                LanguagesAsked = Levels(parts.Languages[v.Id]),
                ExperienceAsked = v.ExperienceMonths is { } months ? (ushort)Math.Clamp(months, 0, ushort.MaxValue) : null,
                EducationAsked = v.Education,
                Place = sites.Length > 0 ? sites[0].Place : null,
                Province = sites.Length > 0 ? sites[0].Province : (byte)0,
                OtherPlaces = sites.Length > 1 ? sites[1..] : [],
                WageLow = Riel(v.MonthlyWageFromKhr),
                WageHigh = Riel(v.MonthlyWageToKhr),
                Hours = RankingCodes.HoursOf(v.HoursCode),
                Contract = v.Contract,
                WorkTimes = RankingCodes.TimesOf(v.HoursCode),
                IsHazardous = v.IsHazardous,
                Accommodations = Places(accommodations, parts.Accommodations[v.Id]),
                EmployerAnswered = history?.PerMille,
                EmployerAnswerDays = history?.MedianDays,
            },
        };
    }

    private static int[] Places(Dictionary<string, int> list, string[] codes) => codes is [] ? [] : [.. codes.Where(list.ContainsKey).Select(c => list[c])];

    private LanguageLevel[] Levels((string Code, int Level)[] asked) => asked is [] ? [] :
        [.. asked.Where(l => languages.ContainsKey(l.Code)).Select(l => new LanguageLevel((byte)languages[l.Code], (byte)Math.Clamp(l.Level, 0, 6)))];

    private static int? Riel(long? amount) => amount is > 0 and <= int.MaxValue ? (int)amount.Value : null;

    private byte? LevelOf(string? code) => code is not null && education.TryGetValue(code, out var level) ? (byte)level : null;

    // By ordinal of RowsSql; codes become numbers at once, or 200,000 rows hold a million small texts.
    private sealed class Row(RowReader row, VacancyCards cards)
    {
        public Guid Id { get; } = row.Id(0);

        public Guid EmployerId { get; } = row.Id(1);

        public bool IsLive { get; } = row.Text(2) == "live";

        public string? TitleEn { get; } = row.TextOrNull(3);

        public string? TitleKm { get; } = row.TextOrNull(4);

        public ushort Occupation { get; } = RankingCodes.Occupation(row.TextOrNull(5));

        public int OpeningsLeft { get; } = row.Number(6);

        public byte? Education { get; } = cards.LevelOf(row.TextOrNull(7));

        public int? ExperienceMonths { get; } = row.NumberOrNull(8);

        public long? MonthlyWageFromKhr { get; } = row.WideOrNull(9);

        public long? MonthlyWageToKhr { get; } = row.WideOrNull(10);

        public string? HoursCode { get; } = cards.hours.GetValueOrDefault(row.TextOrNull(11) ?? "");

        public Contracts Contract { get; } = RankingCodes.ContractOf(row.TextOrNull(12));

        public bool IsHazardous { get; } = row.Bit(13);

        public DateOnly ClosesOn { get; } = row.Date(14);

        public DateOnly? PublishedOn { get; } = row.InstantOrNull(15) is { } at ? DateOnly.FromDateTime(Formats.InCambodia(at)) : null;
    }
}
