using Pes.Platform.Data;

namespace Pes.Features.CaseFiles;

/// <summary>Appends to the timeline of a case, in the transaction of the command that it tells of.</summary>
internal static class CaseTimeline
{
    private const string AppendSql = """
        INSERT INTO CaseEvent (Id, CaseFileId, At, Kind, AccountId, SubjectId, Note)
        VALUES (@Id, @CaseFileId, @At, @Kind, @AccountId, @SubjectId, @Note)
        """;

    /// <param name="kind">A key of CaseFileWords without its <c>event-</c>, for example <c>registered</c>.</param>
    /// <param name="at">UTC.</param>
    /// <param name="subjectId">What the event is about: a referral, a transfer request, an account.</param>
    /// <param name="note">An officer's own words, or the code that the event's sentence names.</param>
    public static Task AppendAsync(
        Database db, Guid caseFileId, string kind, Guid accountId, DateTime at, Guid? subjectId = null, string? note = null, CancellationToken ct = default) =>
        db.ExecuteAsync(
            AppendSql,
            new { Id = Guid.CreateVersion7(), CaseFileId = caseFileId, At = at, Kind = kind, AccountId = accountId, SubjectId = subjectId, Note = note },
            ct);
}
