using System.Collections.Concurrent;
using System.Text.Json;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Text;
using Pes.Ranking;
using Pes.Ranking.Text;

namespace Pes.Features.Matching;

/// <summary>Reads vacancies for ranking: all that are live, or some.</summary>
internal sealed class VacancyReading(Vocabulary vocabulary)
{
    private const string RowsSql = """
        SELECT v.Id, v.EmployerId, v.Status, v.Seq, v.IscoCode, v.Openings - v.Taken, v.EducationCode, v.ExperienceMonths,
               v.MonthlyWageFromKhr, v.MonthlyWageToKhr, v.HoursCode, v.ContractCode, v.IsHazardous, v.ClosesOn, v.PublishedAt,
               v.TitleEn, v.TitleKm
        FROM Vacancy v
        """;

    private const string LiveSql = $"{RowsSql} WHERE v.Status = 'live'";

    private const string SomeSql = $"{RowsSql} WHERE v.Id IN (SELECT value FROM OPENJSON(@Ids))";

    private readonly Dictionary<string, int> education = RankingCodes.Places(vocabulary, "education");
    private readonly Dictionary<string, int> languages = RankingCodes.Places(vocabulary, "language");
    private readonly Dictionary<string, int> licences = RankingCodes.Places(vocabulary, "licence");
    private readonly Dictionary<string, int> accommodations = RankingCodes.Places(vocabulary, "accommodation");

    private readonly RelatedSkills near = vocabulary.RelatedSkills;
    private readonly OccupationWords words = vocabulary.OccupationWords;

    // Many advertisements have one title, and finding the words of a title costs more than reading a row.
    private readonly ConcurrentDictionary<(string?, string?), int[]> wordsOfTitles = new();

    // One text for each code of list hours.
    private readonly Dictionary<string, string> hours = vocabulary.List("hours").ToDictionary(t => t.Code, t => t.Code, StringComparer.Ordinal);

    /// <param name="rows">Reads the vacancies themselves.</param>
    /// <param name="parts">Reads their lists at the same time.</param>
    public async Task<LiveVacancy[]> LiveAsync(Database rows, Database parts, DateOnly today, CancellationToken ct)
    {
        var reading = Task.Run(() => VacancyParts.ReadAsync(parts, null, today, ct), ct);
        List<Row> live = [];
        await rows.ReadAsync(LiveSql, null, r => live.Add(new Row(r, this)), ct);
        var lists = await reading;
        var law = await RegulatedOccupations.ReadAsync(rows, today, ct);
        var vacancies = new LiveVacancy[live.Count];
        Parallel.For(0, vacancies.Length, i => vacancies[i] = VacancyOf(live[i], lists, law));
        return vacancies;
    }

    /// <summary>The vacancies of these ids that exist, live or not.</summary>
    public async Task<IReadOnlyList<LiveVacancy>> SomeAsync(Database db, IReadOnlyCollection<Guid> vacancyIds, DateOnly today, CancellationToken ct)
    {
        List<Row> found = [];
        await db.ReadAsync(SomeSql, new { Ids = JsonSerializer.Serialize(vacancyIds) }, r => found.Add(new Row(r, this)), ct);
        if (found.Count == 0)
        {
            return [];
        }

        var parts = await VacancyParts.ReadAsync(db, vacancyIds, today, ct);
        var law = await RegulatedOccupations.ReadAsync(db, today, ct);
        return [.. found.Select(row => VacancyOf(row, parts, law))];
    }

    /// <summary>One vacancy, live or not; null where there is none.</summary>
    public async Task<VacancyProfile?> OneAsync(Database db, Guid vacancyId, DateOnly today, CancellationToken ct) =>
        await SomeAsync(db, [vacancyId], today, ct) is [var one] ? one.Profile : null;

    private LiveVacancy VacancyOf(Row v, VacancyParts parts, RegulatedOccupations law)
    {
        var places = parts.Places[v.Id];
        // In one order whatever the database gives, so that a checksum is the same.
        Array.Sort(places, static (one, other) => string.CompareOrdinal(one.ProvinceCode, other.ProvinceCode));
        var sites = Array.ConvertAll(places, static p => new WorkSite(RankingCodes.Point(p.Latitude, p.Longitude), RankingCodes.Province(p.ProvinceCode)));
        var history = parts.Answering.GetValueOrDefault(v.EmployerId);
        return new LiveVacancy(
            v.Seq,
            new VacancyProfile
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
                NearSkills = near.Of(parts.EssentialSkills[v.Id]),
                TitleWords = wordsOfTitles.GetOrAdd((v.TitleEn, v.TitleKm), title => words.Of(title.Item1, title.Item2)),
                LicencesRequired = Places(licences, parts.Licences[v.Id]),
                LicencesByLaw = Places(licences, law.Of(v.Occupation)),
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
            v.HoursCode);
    }

    private static int[] Places(Dictionary<string, int> list, string[] codes) => codes is [] ? [] : [.. codes.Where(list.ContainsKey).Select(c => list[c])];

    private LanguageLevel[] Levels((string Code, int Level)[] asked) => asked is [] ? [] :
        [.. asked.Where(l => languages.ContainsKey(l.Code)).Select(l => new LanguageLevel((byte)languages[l.Code], (byte)Math.Clamp(l.Level, 0, 6)))];

    private static int? Riel(long? amount) => amount is > 0 and <= int.MaxValue ? (int)amount.Value : null;

    private byte? LevelOf(string? code) => code is not null && education.TryGetValue(code, out var level) ? (byte)level : null;

    // By ordinal of RowsSql; codes become numbers at once, or 200,000 rows hold a million small texts.
    private sealed class Row(RowReader row, VacancyReading reading)
    {
        public Guid Id { get; } = row.Id(0);

        public Guid EmployerId { get; } = row.Id(1);

        public bool IsLive { get; } = row.Text(2) == "live";

        public int Seq { get; } = checked((int)row.WideOrNull(3)!.Value);

        public ushort Occupation { get; } = RankingCodes.Occupation(row.TextOrNull(4));

        public int OpeningsLeft { get; } = row.Number(5);

        public byte? Education { get; } = reading.LevelOf(row.TextOrNull(6));

        public int? ExperienceMonths { get; } = row.NumberOrNull(7);

        public long? MonthlyWageFromKhr { get; } = row.WideOrNull(8);

        public long? MonthlyWageToKhr { get; } = row.WideOrNull(9);

        public string? HoursCode { get; } = reading.hours.GetValueOrDefault(row.TextOrNull(10) ?? "");

        public Contracts Contract { get; } = RankingCodes.ContractOf(row.TextOrNull(11));

        public bool IsHazardous { get; } = row.Bit(12);

        public DateOnly ClosesOn { get; } = row.Date(13);

        public DateOnly? PublishedOn { get; } = row.InstantOrNull(14) is { } at ? DateOnly.FromDateTime(Formats.InCambodia(at)) : null;

        public string? TitleEn { get; } = row.TextOrNull(15);

        public string? TitleKm { get; } = row.TextOrNull(16);
    }
}
