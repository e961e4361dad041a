using System.Globalization;
using System.Text.Json;
using Pes.Platform.Data;

namespace Pes.Features.Matching;

/// <summary>What vacancies have any number of.</summary>
internal sealed class VacancyParts
{
    private const string OfSql = "WHERE VacancyId IN (SELECT value FROM OPENJSON(@Ids))";

    // One row a vacancy instead of one a skill: twice the id, plus one where it is essential.
    private const string SkillsSql = $"SELECT VacancyId, STRING_AGG(CAST(SkillId * 2 + IsEssential AS nvarchar(max)), ',') FROM VacancySkill {OfSql} GROUP BY VacancyId";

    private const string PlacesSql = $"SELECT VacancyId, ProvinceCode, DistrictCode FROM VacancyPlace {OfSql}";

    private const string LanguagesSql = $"SELECT VacancyId, LanguageCode, Level FROM VacancyLanguage {OfSql}";

    private const string LicencesSql = $"SELECT VacancyId, LicenceCode FROM VacancyLicence {OfSql}";

    private const string AccommodationsSql = $"SELECT VacancyId, AccommodationCode FROM VacancyAccommodation {OfSql}";

    public Lists<int> EssentialSkills { get; } = new();

    public Lists<int> UsefulSkills { get; } = new();

    public Lists<(string ProvinceCode, string? DistrictCode)> Places { get; } = new();

    public Lists<(string Code, int Level)> Languages { get; } = new();

    public Lists<string> Licences { get; } = new();

    public Lists<string> Accommodations { get; } = new();

    public static async Task<VacancyParts> ReadAsync(Database db, IEnumerable<Guid> vacancyIds, CancellationToken ct)
    {
        var parts = new VacancyParts();
        var args = new { Ids = JsonSerializer.Serialize(vacancyIds) };
        await db.ReadAsync(SkillsSql, args, r => parts.AddSkills(r.Id(0), r.Text(1)), ct);
        await db.ReadAsync(PlacesSql, args, r => parts.Places.Add(r.Id(0), (r.Text(1), r.TextOrNull(2))), ct);
        await db.ReadAsync(LanguagesSql, args, r => parts.Languages.Add(r.Id(0), (r.Text(1), r.Number(2))), ct);
        await db.ReadAsync(LicencesSql, args, r => parts.Licences.Add(r.Id(0), r.Text(1)), ct);
        await db.ReadAsync(AccommodationsSql, args, r => parts.Accommodations.Add(r.Id(0), r.Text(1)), ct);
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

    /// <summary>A list for each vacancy.</summary>
    internal sealed class Lists<T>
    {
        private readonly Dictionary<Guid, List<T>> lists = [];

        public IReadOnlyList<T> this[Guid vacancyId] => lists.GetValueOrDefault(vacancyId) ?? [];

        public void Add(Guid vacancyId, T item)
        {
            if (!lists.TryGetValue(vacancyId, out var list))
            {
                lists.Add(vacancyId, list = []);
            }

            list.Add(item);
        }
    }
}
