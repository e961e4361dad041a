using System.Text.Json;
using Pes.Features.Reference;
using Pes.Features.Shared.Changes;
using Pes.Platform.Data;

namespace Pes.Features.Matching;

/// <summary>The live vacancies in memory.</summary>
public sealed class VacancySnapshotSource(ConnectionSource source, DatabaseSettings settings, Vocabulary vocabulary, TimeProvider clock)
    : PictureSource<VacancyPicture>(source, settings, clock)
{
    // An answer changes how its employer answers, and that all its vacancies; so does a consent that was taken back.
    private const string ConcernedSql = """
        SELECT v.Id FROM Vacancy v WHERE v.Id IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT v.Id FROM Vacancy v WHERE v.EmployerId IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT r.VacancyId FROM Referral r WHERE r.Id IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT r.VacancyId FROM Referral r WHERE r.CaseFileId IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT o.Id
        FROM Referral r
        JOIN Vacancy v ON v.Id = r.VacancyId
        JOIN Vacancy o ON o.EmployerId = v.EmployerId AND o.Status = 'live'
        WHERE r.Id IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT o.Id
        FROM Referral r
        JOIN Vacancy v ON v.Id = r.VacancyId
        JOIN Vacancy o ON o.EmployerId = v.EmployerId AND o.Status = 'live'
        WHERE r.CaseFileId IN (SELECT value FROM OPENJSON(@Ids))
        """;

    protected override async Task<VacancyPicture> LoadAsync(DateOnly today, VacancyPicture? before)
    {
        vocabulary.Refresh();
        await using var one = Open();
        await using var other = Open();
        var picture = VacancyPicture.Of(await new VacancyReading(vocabulary).LiveAsync(one, other, today, CancellationToken.None), today);
        if (before is not null)
        {
            picture.MakeReadyAs(before);
        }

        return picture;
    }

    private protected override async Task<VacancyPicture> ApplyAsync(Database db, VacancyPicture picture, IReadOnlyList<ProfileChange> changes, DateOnly today)
    {
        var ids = JsonSerializer.Serialize(changes.Select(c => c.SubjectId).OfType<Guid>().Distinct());
        var concerned = await db.QueryAsync<Guid>(ConcernedSql, new { Ids = ids });
        if (concerned.Count == 0)
        {
            return picture;
        }

        var read = await new VacancyReading(vocabulary).SomeAsync(db, concerned, today, CancellationToken.None);
        var gone = read.Where(v => !v.Profile.IsOpen).Select(v => v.Seq).Where(seq => picture.BySeq(seq) is not null).ToList();
        var live = read.Where(v => v.Profile.IsOpen).ToList();
        return gone.Count + live.Count == 0 ? picture : picture.With(live, gone);
    }

    private protected override bool Concerns(ProfileChange change) => ProfileSubjects.ConcernVacancies(change.Kind);

    // It makes its own parts anew from the profiles that it holds.
    protected override bool IsWorn(VacancyPicture picture) => false;
}
