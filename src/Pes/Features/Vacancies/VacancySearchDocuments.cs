using System.Text.Json;
using Pes.Features.Reference;
using Pes.Features.Vacancies.Import;
using Pes.Platform.Data;
using Pes.Ranking.Search;

namespace Pes.Features.Vacancies;

/// <summary>Vacancies as they are searched, read from the tables by their sequence numbers.</summary>
internal sealed class VacancySearchDocuments(Vocabulary vocabulary)
{
    private const int AtOnce = 2_000;

    private const string VacanciesSql = """
        SELECT v.Seq, v.Id, v.Number, v.Status, v.TitleEn, v.TitleKm, v.TextEn, v.TextKm, v.SearchKey, v.PublishedAt, v.CreatedAt, v.ClosesOn, v.IscoCode, v.ContractCode, v.HoursCode,
               v.MonthlyWageFromKhr, v.MonthlyWageToKhr, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm
        FROM Vacancy v
        JOIN Employer e ON e.Id = v.EmployerId
        WHERE v.Seq IN (SELECT CAST(value AS bigint) FROM OPENJSON(@Ids))
        """;

    private const string PlacesSql = """
        SELECT v.Seq, p.ProvinceCode, p.DistrictCode, d.NameEn AS DistrictEn, d.NameKm AS DistrictKm
        FROM Vacancy v
        JOIN VacancyPlace p ON p.VacancyId = v.Id
        LEFT JOIN Place d ON d.Code = p.DistrictCode
        WHERE v.Seq IN (SELECT CAST(value AS bigint) FROM OPENJSON(@Ids))
        ORDER BY v.Seq, p.ProvinceCode
        """;

    private const string SkillsSql = """
        SELECT v.Seq, s.SkillId
        FROM Vacancy v
        JOIN VacancySkill s ON s.VacancyId = v.Id
        WHERE v.Seq IN (SELECT CAST(value AS bigint) FROM OPENJSON(@Ids))
        ORDER BY v.Seq, s.SkillId
        """;

    public async Task<List<SearchDocument>> ReadAsync(Database db, IReadOnlyList<long> numbers, CancellationToken ct)
    {
        List<SearchDocument> documents = new(numbers.Count);
        if (numbers.Count == 0)
        {
            return documents;
        }

        var names = await PlaceLists.ReadAsync(db, ct);
        foreach (var some in numbers.Chunk(AtOnce))
        {
            var args = new { Ids = JsonSerializer.Serialize(some) };
            var places = (await db.QueryAsync<PlaceRow>(PlacesSql, args, ct)).ToLookup(p => p.Seq);
            var skills = (await db.QueryAsync<SkillRow>(SkillsSql, args, ct)).ToLookup(s => s.Seq, s => s.SkillId);
            documents.AddRange((await db.QueryAsync<VacancyRow>(VacanciesSql, args, ct)).Select(v => Document(v, [.. places[v.Seq]], skills[v.Seq], names)));
        }

        return documents;
    }

    private SearchDocument Document(VacancyRow vacancy, IReadOnlyList<PlaceRow> places, IEnumerable<int> skills, PlaceNames names) => new()
    {
        Id = vacancy.Id,
        Title = Lines(vacancy.TitleEn, vacancy.TitleKm),
        Employer = Lines(vacancy.EmployerNameEn, vacancy.EmployerNameKm, vacancy.Number),
        Skills = Lines([.. skills.Select(s => vocabulary.Skills.GetValueOrDefault(s)).SelectMany(s => new[] { s?.LabelEn, s?.LabelKm })]),
        Places = Lines([.. places.Select(p => vocabulary.Provinces.GetValueOrDefault(p.ProvinceCode)).SelectMany(t => new[] { t?.LabelEn, t?.LabelKm }), .. places.SelectMany(p => new[] { p.DistrictEn, p.DistrictKm })]),
        Text = Lines([vacancy.TextEn, vacancy.TextKm, Occupation(vacancy)?.LabelEn, Occupation(vacancy)?.LabelKm, .. places.SelectMany(p => p.Spellings(names)).Distinct(StringComparer.Ordinal)]),
        SortKeys = new(vacancy.Seq, (vacancy.PublishedAt ?? vacancy.CreatedAt).Ticks, vacancy.ClosesOn.DayNumber, vacancy.SearchKey),
        Facets =
        [
            new(VacancyFacets.Status, vacancy.Status),
            .. places.Select(p => new FacetValue(VacancyFacets.Province, p.ProvinceCode)),
            .. Value(VacancyFacets.Occupation, vacancy.IscoCode?[..1]),
            .. Value(VacancyFacets.Contract, vacancy.ContractCode),
            .. Value(VacancyFacets.Hours, vacancy.HoursCode),
            .. Value(VacancyFacets.Wage, VacancyFacets.WageBand(vacancy.MonthlyWageToKhr ?? vacancy.MonthlyWageFromKhr)),
        ],
    };

    private Term? Occupation(VacancyRow vacancy) => vacancy.IscoCode is { } code ? vocabulary.Occupations.GetValueOrDefault(code) : null;

    private static IEnumerable<FacetValue> Value(string facet, string? value) => value is null ? [] : [new(facet, value)];

    private static string Lines(params IEnumerable<string?> texts) => string.Join('\n', texts.Where(t => !string.IsNullOrEmpty(t)));

    private sealed record VacancyRow
    {
        public required long Seq { get; init; }

        public required Guid Id { get; init; }

        public required string Number { get; init; }

        public required string Status { get; init; }

        public string? TitleEn { get; init; }

        public string? TitleKm { get; init; }

        public string? TextEn { get; init; }

        public string? TextKm { get; init; }

        public required string SearchKey { get; init; }

        public DateTime? PublishedAt { get; init; }

        public required DateTime CreatedAt { get; init; }

        public required DateOnly ClosesOn { get; init; }

        public string? IscoCode { get; init; }

        public string? ContractCode { get; init; }

        public string? HoursCode { get; init; }

        public long? MonthlyWageFromKhr { get; init; }

        public long? MonthlyWageToKhr { get; init; }

        public required string EmployerNameEn { get; init; }

        public string? EmployerNameKm { get; init; }
    }

    private sealed record PlaceRow
    {
        public required long Seq { get; init; }

        public required string ProvinceCode { get; init; }

        public string? DistrictCode { get; init; }

        public string? DistrictEn { get; init; }

        public string? DistrictKm { get; init; }

        public IEnumerable<string> Spellings(PlaceNames names) =>
            [.. names.SpellingsOf(new(ProvinceCode, null)), .. DistrictCode is null ? [] : names.SpellingsOf(new(ProvinceCode, DistrictCode))];
    }

    private sealed record SkillRow
    {
        public required long Seq { get; init; }

        public required int SkillId { get; init; }
    }
}
