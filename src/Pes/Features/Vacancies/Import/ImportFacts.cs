using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>What an import has to know before it reads: spellings of places, the skill list, and what is there already.</summary>
internal sealed record ImportFacts
{
    private const string SkillOccupationsSql = "SELECT o.SkillId, o.IscoPrefix FROM SkillOccupation o JOIN Skill s ON s.Id = o.SkillId WHERE s.LabelKm <> ''";

    private const string SourcesSql = "SELECT DISTINCT SourceKey FROM VacancySource";

    private const string ChecksumsSql = "SELECT Checksum FROM VacancyImport";

    private const string ImportedSql = """
        SELECT Id, COALESCE(TitleEn, TitleKm) AS Title, COALESCE(TextEn, TextKm, '') AS Text FROM Vacancy WHERE SourceCode IS NOT NULL ORDER BY Seq
        """;

    private const string ImportedPlacesSql = """
        SELECT p.VacancyId, p.ProvinceCode FROM VacancyPlace p JOIN Vacancy v ON v.Id = p.VacancyId WHERE v.SourceCode IS NOT NULL
        """;

    private IReadOnlyDictionary<int, IReadOnlyList<string>> prefixes = new Dictionary<int, IReadOnlyList<string>>();

    public required PlaceNames Places { get; init; }

    public required IReadOnlySet<string> KnownSources { get; init; }

    public required IReadOnlySet<string> Checksums { get; init; }

    public required IReadOnlyList<ImportedVacancy> Imported { get; init; }

    /// <summary>Imported vacancies so far: their numbers run on.</summary>
    public int LastNumber => Imported.Count;

    public static async Task<ImportFacts> ReadAsync(Database db, CancellationToken ct)
    {
        var places = (await db.QueryAsync<ImportedPlace>(ImportedPlacesSql, ct: ct)).ToLookup(p => p.VacancyId, p => p.ProvinceCode);
        return new ImportFacts
        {
            Places = await PlaceLists.ReadAsync(db, ct),
            prefixes = (await db.QueryAsync<SkillOccupation>(SkillOccupationsSql, ct: ct))
                .GroupBy(s => s.SkillId, s => s.IscoPrefix).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g]),
            KnownSources = (await db.QueryAsync<string>(SourcesSql, ct: ct)).ToHashSet(StringComparer.Ordinal),
            Checksums = (await db.QueryAsync<string>(ChecksumsSql, ct: ct)).ToHashSet(StringComparer.Ordinal),
            Imported = [.. (await db.QueryAsync<ImportedRow>(ImportedSql, ct: ct)).Select(v => new ImportedVacancy(v.Id, v.Title, v.Text, [.. places[v.Id]]))],
        };
    }

    /// <param name="skills">Of the whole list, as <see cref="SkillFinding"/> has it.</param>
    public AdvertisementReader Reader(OccupationCoder coder, SkillFinder skills) => new(
        Places,
        skills,
        new AdvertisedOccupation(coder.Code, prefixes));

    private sealed record SkillOccupation
    {
        public required int SkillId { get; init; }

        public required string IscoPrefix { get; init; }
    }

    private sealed record ImportedRow
    {
        public required Guid Id { get; init; }

        public required string Title { get; init; }

        public required string Text { get; init; }
    }

    private sealed record ImportedPlace
    {
        public required Guid VacancyId { get; init; }

        public required string ProvinceCode { get; init; }
    }
}
