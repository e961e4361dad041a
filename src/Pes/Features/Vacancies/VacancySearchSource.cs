using System.Text.Json;
using Pes.Features.Reference;
using Pes.Features.Shared.Changes;
using Pes.Platform.Data;
using Pes.Ranking.Search;
using Pes.Ranking.Text.Words;

namespace Pes.Features.Vacancies;

/// <summary>The index of all vacancies in memory, whatever their status.</summary>
public sealed class VacancySearchSource(ConnectionSource source, DatabaseSettings settings, Vocabulary vocabulary, TimeProvider clock)
    : PictureSource<SearchIndex>(source, settings, clock)
{
    private const string AllSql = "SELECT Seq FROM Vacancy";

    // The employer's name is searched too; an import names itself, and what it merged has a source of its own.
    private const string ConcernedSql = """
        SELECT v.Seq FROM Vacancy v WHERE v.Id IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT v.Seq FROM Vacancy v WHERE v.EmployerId IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT v.Seq FROM VacancySource s JOIN Vacancy v ON v.Id = s.VacancyId WHERE s.ImportId IN (SELECT value FROM OPENJSON(@Ids))
        """;

    private const string ExpiredSql = "SELECT v.Seq FROM Vacancy v WHERE v.Status = 'closed' AND v.ClosedAt >= @Since";

    private readonly TimeProvider clock = clock;

    protected override async Task<SearchIndex> LoadAsync(DateOnly today, SearchIndex? before)
    {
        vocabulary.Refresh();
        await using var db = Open();
        var lexicon = await KhmerVocabulary.ReadAsync(db, CancellationToken.None);
        var all = await new VacancySearchDocuments(vocabulary).ReadAsync(db, await db.QueryAsync<long>(AllSql), CancellationToken.None);
        return SearchIndex.Build(all, new SearchTokens(new KhmerWords(lexicon)));
    }

    private protected override async Task<SearchIndex> ApplyAsync(Database db, SearchIndex picture, IReadOnlyList<ProfileChange> changes, DateOnly today)
    {
        var ids = JsonSerializer.Serialize(changes.Select(c => c.SubjectId).OfType<Guid>().Distinct());
        HashSet<long> concerned = [.. await db.QueryAsync<long>(ConcernedSql, new { Ids = ids })];
        if (changes.Any(c => c.Kind == ProfileSubjects.Expired))
        {
            // A node that was cut off for a day reads all anew, so this reaches back far enough.
            concerned.UnionWith(await db.QueryAsync<long>(ExpiredSql, new { Since = clock.GetUtcNow().UtcDateTime.AddDays(-2) }));
        }

        return concerned.Count == 0 ? picture : picture.With(await new VacancySearchDocuments(vocabulary).ReadAsync(db, [.. concerned], CancellationToken.None), []);
    }

    private protected override bool Concerns(ProfileChange change) => change.Kind is ProfileSubjects.Vacancy or ProfileSubjects.Expired or ProfileSubjects.VacancyImport or ProfileSubjects.Employer or ProfileSubjects.Reference;

    private protected override bool ConcernsAll(ProfileChange change) => change.Kind == ProfileSubjects.Reference;

    // The index makes itself anew when much has changed.
    protected override bool IsWorn(SearchIndex picture) => false;
}
