using System.Text.Json;
using Pes.Features.Reference;
using Pes.Features.Shared.Changes;
using Pes.Platform.Data;

namespace Pes.Features.Matching;

/// <summary>The jobseekers of all open cases in memory, for the prior and the learned engine to rank. It never says who may be seen.</summary>
public class JobseekerIndexSource(ConnectionSource source, DatabaseSettings settings, Vocabulary vocabulary, IConfiguration configuration, TimeProvider clock)
    : PictureSource<JobseekerPicture>(source, settings, clock)
{
    private const int Batch = 5_000;

    // As of VacancyPicture, whose rows are in memory; here all are read again.
    private const int MostChanged = 4_000;

    private const string OpenSql = "SELECT c.Id FROM CaseFile c WHERE c.Status = 'open' ORDER BY c.Seq";

    private const string ConcernedSql = """
        SELECT c.Id FROM CaseFile c WHERE c.Id IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT r.CaseFileId FROM Referral r WHERE r.Id IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT t.CaseFileId FROM TransferRequest t WHERE t.Id IN (SELECT value FROM OPENJSON(@Ids))
        """;

    // A plain order is made from the tables.
    protected override bool IsWanted => PlainOrder.IsSwitchedOn(configuration);

    protected override async Task<JobseekerPicture> LoadAsync(DateOnly today, JobseekerPicture? before)
    {
        vocabulary.Refresh();
        await using var db = Open();
        var reader = new JobseekerProfiles(db, vocabulary);
        var builder = new JobseekerPicture.Builder();
        foreach (var ids in (await db.QueryAsync<Guid>(OpenSql)).Chunk(Batch))
        {
            var read = await reader.ForIndexAsync(ids, today, CancellationToken.None);
            foreach (var (isOpen, one) in read.OrderBy(c => c.Case.Seq))
            {
                if (isOpen)
                {
                    builder.Add(one);
                }
            }
        }

        return builder.Build();
    }

    private protected override async Task<JobseekerPicture> ApplyAsync(Database db, JobseekerPicture picture, IReadOnlyList<ProfileChange> changes, DateOnly today)
    {
        var concerned = await db.QueryAsync<Guid>(ConcernedSql, new { Ids = JsonSerializer.Serialize(changes.Select(c => c.SubjectId).OfType<Guid>().Distinct()) });
        var read = await new JobseekerProfiles(db, vocabulary).ForIndexAsync(concerned, today, CancellationToken.None);
        return read.Count == 0 ? picture : picture.With([.. read.Where(c => c.IsOpen).Select(c => c.Case)], [.. read.Where(c => !c.IsOpen).Select(c => c.Case.Seq)]);
    }

    private protected override bool Concerns(ProfileChange change) => ProfileSubjects.ConcernJobseekers(change.Kind);

    protected override bool IsWorn(JobseekerPicture picture) => picture.Index.Changed > MostChanged;
}
