using System.Text.Json;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>Whose list it is.</summary>
public sealed record MatchedCase
{
    private const string FromSql = """
        SELECT c.Id AS CaseFileId, c.Number, c.Status, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin
        FROM CaseFile c
        JOIN Person p ON p.Id = c.PersonId
        """;

    private const string OneSql = $"{FromSql} WHERE c.Id = @CaseFileId AND {Scope.SeesCaseSql}";

    private const string ManySql = $"{FromSql} WHERE c.Id IN (SELECT value FROM OPENJSON(@Ids)) AND {Scope.SeesCaseSql}";

    public required Guid CaseFileId { get; init; }

    public required string Number { get; init; }

    public required string Status { get; init; }

    public required string FamilyName { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyNameLatin { get; init; }

    public required string GivenNameLatin { get; init; }

    /// <summary>Null where the reader does not see the case.</summary>
    internal static Task<MatchedCase?> OfAsync(Database db, Scope scope, Guid caseFileId, CancellationToken ct) =>
        db.FirstOrDefaultAsync<MatchedCase>(OneSql, new { CaseFileId = caseFileId, scope.SessionId, scope.OwnCasesOf }, ct);

    /// <summary>The same with what she is ranked by.</summary>
    internal static async Task<(MatchedCase Case, JobseekerProfile Profile)?> WithProfileAsync(
        Database db, Vocabulary vocabulary, Scope scope, Guid caseFileId, DateOnly today, CancellationToken ct) =>
        await OfAsync(db, scope, caseFileId, ct) is { } found && await new JobseekerProfiles(db, vocabulary).OfCaseAsync(scope, caseFileId, today, ct) is { } profile
            ? (found, profile)
            : null;

    /// <summary>Those of them that the reader sees.</summary>
    internal static Task<IReadOnlyList<MatchedCase>> OfAsync(Database db, Scope scope, IEnumerable<Guid> caseFileIds, CancellationToken ct) =>
        db.QueryAsync<MatchedCase>(ManySql, new { Ids = JsonSerializer.Serialize(caseFileIds), scope.SessionId, scope.OwnCasesOf }, ct);
}
