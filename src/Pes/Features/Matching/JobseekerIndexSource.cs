using System.Text.Json;
using Pes.Features.Reference;
using Pes.Features.Shared.Changes;
using Pes.Platform.Data;

namespace Pes.Features.Matching;

/// <summary>The jobseekers of all open cases in memory, for the prior and the learned engine to rank. It never says who may be seen.</summary>
public class JobseekerIndexSource(ConnectionSource source, DatabaseSettings settings, Vocabulary vocabulary, IConfiguration configuration, TimeProvider clock)
    : PictureSource<JobseekerPicture>(source, settings, clock)
{
    // Of profiles in memory at a time, three at most.
    private const int Batch = 2_000;

    // As of VacancyPicture, whose rows are in memory; here all are read again.
    private const int MostChanged = 4_000;

    private const string OpenSql = "SELECT c.Seq FROM CaseFile c WHERE c.Status = 'open' ORDER BY c.Seq";

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
        await using var one = Open();
        await using var other = Open();
        JobseekerProfiles[] readers = [new(one, vocabulary), new(other, vocabulary)];
        var batches = (await one.QueryAsync<long>(OpenSql)).Chunk(Batch).ToList();
        var builder = new JobseekerPicture.Builder();

        // The next are read, two batches at once, while those before them are packed.
        var reading = ReadAsync(readers, batches, today);
        try
        {
            for (var at = 0; at < batches.Count; at += readers.Length)
            {
                var read = await reading;
                reading = ReadAsync(readers, batches.Skip(at + readers.Length), today);
                foreach (var (_, found) in read.SelectMany(c => c).Where(c => c.IsOpen))
                {
                    builder.Add(found);
                }
            }
        }
        finally
        {
            // Nobody gives a connection back that another still reads from.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return builder.Build();
    }

    private static Task<IReadOnlyList<(bool IsOpen, OpenCase Case)>[]> ReadAsync(JobseekerProfiles[] readers, IEnumerable<long[]> batches, DateOnly today) =>
        Task.WhenAll(readers.Zip(batches, (reader, numbers) => Task.Run(() => reader.ForIndexAsync(numbers, today, CancellationToken.None))));

    private protected override async Task<JobseekerPicture> ApplyAsync(Database db, JobseekerPicture picture, IReadOnlyList<ProfileChange> changes, DateOnly today)
    {
        var concerned = await db.QueryAsync<Guid>(ConcernedSql, new { Ids = JsonSerializer.Serialize(changes.Select(c => c.SubjectId).OfType<Guid>().Distinct()) });
        var read = await new JobseekerProfiles(db, vocabulary).ForIndexAsync(concerned, today, CancellationToken.None);
        return read.Count == 0 ? picture : picture.With([.. read.Where(c => c.IsOpen).Select(c => c.Case)], [.. read.Where(c => !c.IsOpen).Select(c => c.Case.Seq)]);
    }

    private protected override bool Concerns(ProfileChange change) => ProfileSubjects.ConcernJobseekers(change.Kind);

    protected override bool IsWorn(JobseekerPicture picture) => picture.Index.Changed > MostChanged;
}
