using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pes.Platform.Data;
using Pes.Platform.Text;

namespace Pes.Features.Matching;

/// <summary>Where a vacancy is.</summary>
internal sealed record VacancyPlace(string ProvinceCode, double? Latitude, double? Longitude);

/// <summary>How an employer answers referrals: share within 7 days per mille, and median days.</summary>
internal sealed record EmployerAnswering(ushort PerMille, ushort? MedianDays);

/// <summary>
/// What vacancies have any number of, and how their employers answer: of all vacancies, since reading a table from end to end is
/// many times faster than looking rows up by id, or of some.
/// </summary>
internal sealed class VacancyParts
{
    private const int AnswerDays = 7;

    private const int HistoryDays = 365;

    private const string OfSomeSql = "WHERE VacancyId IN (SELECT value FROM OPENJSON(@Ids))";

    // One row a vacancy instead of one a skill: twice the id, plus one where it is essential.
    private const string SkillsSql = "SELECT VacancyId, STRING_AGG(CAST(SkillId * 2 + IsEssential AS nvarchar(max)), ',') FROM VacancySkill GROUP BY VacancyId";

    private const string SomeSkillsSql = $"SELECT VacancyId, STRING_AGG(CAST(SkillId * 2 + IsEssential AS nvarchar(max)), ',') FROM VacancySkill {OfSomeSql} GROUP BY VacancyId";

    private const string PlacesSql = """
        SELECT vp.VacancyId, vp.ProvinceCode, d.Latitude, d.Longitude FROM VacancyPlace vp LEFT JOIN Place d ON d.Code = vp.DistrictCode
        """;

    private const string SomePlacesSql = $"{PlacesSql} {OfSomeSql}";

    private const string ProvincesSql = "SELECT Code, Latitude, Longitude FROM Province";

    private const string LanguagesSql = "SELECT VacancyId, LanguageCode, Level FROM VacancyLanguage";

    private const string SomeLanguagesSql = $"{LanguagesSql} {OfSomeSql}";

    private const string LicencesSql = "SELECT VacancyId, LicenceCode FROM VacancyLicence";

    private const string SomeLicencesSql = $"{LicencesSql} {OfSomeSql}";

    private const string AccommodationsSql = "SELECT VacancyId, AccommodationCode FROM VacancyAccommodation";

    private const string SomeAccommodationsSql = $"{AccommodationsSql} {OfSomeSql}";

    private const string PendingSql = "SELECT VacancyId, COUNT(*) FROM Referral WHERE Status IN ('sent', 'invited') GROUP BY VacancyId";

    private const string SomePendingSql = "SELECT VacancyId, COUNT(*) FROM Referral WHERE Status IN ('sent', 'invited') AND VacancyId IN (SELECT value FROM OPENJSON(@Ids)) GROUP BY VacancyId";

    private const string AnswersSql = """
        SELECT v.EmployerId, r.SentAt, r.AnsweredAt, r.AnswerDueOn
        FROM Referral r
        JOIN Vacancy v ON v.Id = r.VacancyId
        WHERE r.SentAt >= @Since AND r.ConsentWithdrawnAt IS NULL
        """;

    private const string SomeAnswersSql = $"{AnswersSql} AND v.EmployerId IN (SELECT o.EmployerId FROM Vacancy o WHERE o.Id IN (SELECT value FROM OPENJSON(@Ids)))";

    public Lists<int> EssentialSkills { get; } = new();

    public Lists<int> UsefulSkills { get; } = new();

    public Lists<VacancyPlace> Places { get; } = new();

    public Lists<(string Code, int Level)> Languages { get; } = new();

    public Lists<string> Licences { get; } = new();

    public Lists<string> Accommodations { get; } = new();

    /// <summary>Referrals that wait for an answer or an outcome, by vacancy.</summary>
    public Dictionary<Guid, int> Pending { get; } = [];

    /// <summary>By employer; one without history is missing.</summary>
    public Dictionary<Guid, EmployerAnswering> Answering { get; private set; } = [];

    /// <param name="vacancyIds">Null: of all.</param>
    public static async Task<VacancyParts> ReadAsync(Database db, IReadOnlyCollection<Guid>? vacancyIds, DateOnly today, CancellationToken ct)
    {
        var parts = new VacancyParts();
        var args = new { Ids = vacancyIds is null ? "[]" : JsonSerializer.Serialize(vacancyIds), Since = Formats.BeginsUtc(today.AddDays(-HistoryDays)) };
        Task Read(string all, string some, Action<RowReader> take) => db.ReadAsync(vacancyIds is null ? all : some, args, take, ct);

        await Read(SkillsSql, SomeSkillsSql, r => parts.AddSkills(r.Id(0), r.Text(1)));
        Dictionary<string, VacancyPlace> provinces = new(StringComparer.Ordinal);
        await Read(ProvincesSql, ProvincesSql, r => provinces[r.Text(0)] = new VacancyPlace(r.Text(0), r.RealOrNull(1), r.RealOrNull(2)));
        await Read(PlacesSql, SomePlacesSql, r => parts.Places.Add(
            r.Id(0), r.RealOrNull(2) is { } latitude ? new VacancyPlace(r.Text(1), latitude, r.RealOrNull(3)) : provinces[r.Text(1)]));
        await Read(LanguagesSql, SomeLanguagesSql, r => parts.Languages.Add(r.Id(0), (r.Text(1), r.Number(2))));
        await Read(LicencesSql, SomeLicencesSql, r => parts.Licences.Add(r.Id(0), r.Text(1)));
        await Read(AccommodationsSql, SomeAccommodationsSql, r => parts.Accommodations.Add(r.Id(0), r.Text(1)));
        await Read(PendingSql, SomePendingSql, r => parts.Pending[r.Id(0)] = r.Number(1));
        parts.Answering = AnsweringOf(await db.QueryAsync<Answer>(vacancyIds is null ? AnswersSql : SomeAnswersSql, args, ct), today);
        parts.Close();
        return parts;
    }

    private void AddSkills(Guid vacancyId, string numbers)
    {
        foreach (var range in numbers.AsSpan().Split(','))
        {
            var number = int.Parse(numbers.AsSpan()[range], provider: CultureInfo.InvariantCulture);
            (number % 2 == 1 ? EssentialSkills : UsefulSkills).Add(vacancyId, number / 2);
        }
    }

    private void Close()
    {
        EssentialSkills.Close();
        UsefulSkills.Close();
        Places.Close();
        Languages.Close();
        Licences.Close();
        Accommodations.Close();
    }

    private static Dictionary<Guid, EmployerAnswering> AnsweringOf(IReadOnlyList<Answer> answers, DateOnly today) =>
        answers.Where(r => r.AnsweredAt is not null || r.AnswerDueOn < today).GroupBy(r => r.EmployerId).ToDictionary(g => g.Key, g =>
        {
            var days = g.Where(r => r.AnsweredAt is not null).Select(r => (int)(r.AnsweredAt!.Value - r.SentAt).TotalDays).Order().ToList();
            return new EmployerAnswering((ushort)(1_000 * days.Count(d => d < AnswerDays) / g.Count()), days.Count == 0 ? null : (ushort)Math.Clamp(days[days.Count / 2], 0, ushort.MaxValue));
        });

    private sealed record Answer
    {
        public required Guid EmployerId { get; init; }

        public required DateTime SentAt { get; init; }

        public required DateTime? AnsweredAt { get; init; }

        public required DateOnly AnswerDueOn { get; init; }
    }

    /// <summary>A list for each vacancy, gathered from rows that mostly come vacancy by vacancy.</summary>
    internal sealed class Lists<T>
    {
        private readonly Dictionary<Guid, T[]> lists = [];
        private readonly List<T> run = [];
        private Guid runOf;

        public T[] this[Guid vacancyId] => lists.GetValueOrDefault(vacancyId) ?? [];

        public void Add(Guid vacancyId, T item)
        {
            if (vacancyId != runOf)
            {
                Close();
                runOf = vacancyId;
            }

            run.Add(item);
        }

        /// <summary>After the last row.</summary>
        public void Close()
        {
            if (run.Count > 0)
            {
                ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, runOf, out _);
                list = list is null ? [.. run] : [.. list, .. run];
                run.Clear();
            }
        }
    }
}
