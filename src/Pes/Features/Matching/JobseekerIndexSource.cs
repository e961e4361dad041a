using System.Text.Json;
using Pes.Features.Reference;
using Pes.Features.Shared.Changes;
using Pes.Platform.Data;
using Pes.Ranking;
using Pes.Ranking.Pairs;

namespace Pes.Features.Matching;

/// <summary>
/// The jobseekers of all open cases in memory, packed, for the learned engine to rank; ids are the number of the case file. It never
/// says who may be seen: it ranks those whom the reader's scope has found in the database.
/// </summary>
public sealed class JobseekerIndexSource(ConnectionSource source, DatabaseSettings settings, Vocabulary vocabulary, TimeProvider clock)
    : PictureSource<JobseekerIndex>(source, settings, clock)
{
    private const int Batch = 5_000;

    // As of VacancyPicture, whose rows are in memory; here all are read again.
    private const int MostChanged = 4_000;

    private const string OpenSql = "SELECT c.Id FROM CaseFile c WHERE c.Status = 'open' ORDER BY c.Seq";

    private const string ConcernedSql = """
        SELECT c.Id FROM CaseFile c WHERE c.Id IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT r.CaseFileId FROM Referral r WHERE r.Id IN (SELECT value FROM OPENJSON(@Ids))
        """;

    protected override async Task<JobseekerIndex> LoadAsync(DateOnly today, JobseekerIndex? before)
    {
        vocabulary.Refresh();
        await using var db = Open();
        var reader = new JobseekerProfiles(db, vocabulary);
        List<(int Seq, JobseekerProfile Profile)> open = [];
        foreach (var ids in (await db.QueryAsync<Guid>(OpenSql)).Chunk(Batch))
        {
            open.AddRange((await reader.ForIndexAsync(ids, today, CancellationToken.None)).Where(j => j.IsOpen).Select(j => (j.Seq, j.Profile)));
        }

        open.Sort(static (a, b) => a.Seq.CompareTo(b.Seq));
        return JobseekerIndex.Build(open);
    }

    private protected override async Task<JobseekerIndex> ApplyAsync(Database db, JobseekerIndex picture, IReadOnlyList<ProfileChange> changes, DateOnly today)
    {
        var concerned = await db.QueryAsync<Guid>(ConcernedSql, new { Ids = JsonSerializer.Serialize(changes.Select(c => c.SubjectId).OfType<Guid>().Distinct()) });
        var read = await new JobseekerProfiles(db, vocabulary).ForIndexAsync(concerned, today, CancellationToken.None);
        return read.Count == 0 ? picture : picture.With(
            [.. read.Where(j => j.IsOpen).Select(j => (j.Seq, j.Profile))], [.. read.Where(j => !j.IsOpen).Select(j => j.Seq)]);
    }

    private protected override bool Concerns(ProfileChange change) => ProfileSubjects.ConcernJobseekers(change.Kind);

    protected override bool IsWorn(JobseekerIndex picture) => picture.Changed > MostChanged;
}
