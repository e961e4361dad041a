using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.CaseFiles;

/// <summary>The two states of a case file as they are stored.</summary>
public static class CaseStatus
{
    public const string Open = "open";

    public const string Closed = "closed";
}

/// <summary>What every operation on one case file has to know of it; found only inside the reader's scope.</summary>
internal sealed record CaseInScope
{
    private const string FindSql = $"""
        SELECT c.Id, c.PersonId, c.CentreId, c.CounsellorId, c.Status, c.Version
        FROM CaseFile c
        WHERE c.Id = @CaseFileId AND {Scope.SeesCaseSql}
        """;

    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid CentreId { get; init; }

    public required Guid? CounsellorId { get; init; }

    public required string Status { get; init; }

    public required int Version { get; init; }

    public static Task<CaseInScope?> FindAsync(Database db, Scope scope, Guid caseFileId, CancellationToken ct) =>
        db.FirstOrDefaultAsync<CaseInScope>(FindSql, new { CaseFileId = caseFileId, scope.SessionId, scope.OwnCasesOf }, ct);

    /// <summary>The rule of every change to a profile: the file is in scope and open.</summary>
    internal static Refusal? RefuseChange(CaseInScope? file) => file switch
    {
        null => Refusal.NotFound,
        { Status: CaseStatus.Closed } => new("case-file-closed"),
        _ => null,
    };
}
