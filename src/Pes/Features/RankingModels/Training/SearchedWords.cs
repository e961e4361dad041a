using System.Globalization;
using System.Text.Json;
using MediatR;
using Pes.Features.Reference;
using Pes.Features.Vacancies;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Pairs;
using Pes.Ranking.Search;
using Pes.Ranking.Text.Words;

namespace Pes.Features.RankingModels.Training;

/// <summary>
/// What a search for a jobseeker would go by, as an order that a model has to beat. Kept lists hold profiles and no text, so an advertisement
/// is read as it stands today, the way the search of the product reads it; of a jobseeker, the titles of the jobs that had begun when the list
/// was shown, and the names of her skills and wished occupations as they were then.
/// </summary>
internal sealed class SearchedWords(Database db, ISender sender, Vocabulary vocabulary)
{
    private const int Batch = 5_000;

    private const int LastJobs = 3;

    private const string JobsSql = """
        SELECT c.Id AS CaseFileId, w.Title, w.StartedOn
        FROM CaseFile c
        JOIN WorkHistory w ON w.PersonId = c.PersonId
        WHERE c.Id IN (SELECT value FROM OPENJSON(@Ids))
        ORDER BY w.StartedOn DESC, w.Seq DESC
        """;

    public async Task<WordBm25> OfAsync(IReadOnlyList<ShownList> lists, CancellationToken ct)
    {
        List<VacancyProfile> vacancies = [.. lists.SelectMany(l => l.List.Rows.Select(r => r.Vacancy)).DistinctBy(v => v.Id)];
        var texts = await sender.Send(new ReadVacancyDocuments.Query { Scope = Scope.Product, VacancyIds = [.. vacancies.Select(v => v.Id)] }, ct);
        List<JobRow> jobs = [];
        foreach (var some in lists.SelectMany(l => l.List.Rows.Select(r => r.Jobseeker.Id)).Distinct().Chunk(Batch))
        {
            jobs.AddRange(await db.QueryAsync<JobRow>(JobsSql, new { Ids = JsonSerializer.Serialize(some) }, ct));
        }

        var jobsOf = jobs.ToLookup(j => j.CaseFileId);
        return new(
            new SearchTokens(new KhmerWords(await KhmerVocabulary.ReadAsync(db, ct))), texts.Value.ToDictionary(t => t.Id), vacancies,
            (jobseeker, day) => Asked(jobseeker, jobsOf[jobseeker.Id].Where(j => j.StartedOn <= day).Take(LastJobs)));
    }

    private IEnumerable<string> Asked(JobseekerProfile jobseeker, IEnumerable<JobRow> jobs) =>
    [
        .. jobseeker.WishedOccupations.Select(o => vocabulary.Occupations.GetValueOrDefault(o.ToString("D4", CultureInfo.InvariantCulture))).OfType<Reference.Term>()
            .SelectMany(t => new[] { t.LabelEn, t.LabelKm }),
        .. jobseeker.Skills.Select(s => vocabulary.Skills.GetValueOrDefault(s)).OfType<SkillTerm>().SelectMany(s => new[] { s.LabelEn, s.LabelKm }),
        .. jobs.Select(j => j.Title),
    ];

    private sealed record JobRow
    {
        public required Guid CaseFileId { get; init; }

        public required string Title { get; init; }

        public required DateOnly StartedOn { get; init; }
    }
}
