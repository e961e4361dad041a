using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Features.Matching;

/// <summary>A report of an absurd match that stands, as the officers of the case see it, with the answer of those in charge of the ranking.</summary>
public sealed record OwnReport
{
    private const string FromSql = """
        SELECT a.Id AS ActionId, a.CaseFileId, a.VacancyId, v.TitleEn, v.TitleKm, c.Number, a.Reason AS Comment, a.TakenAt AS ReportedAt, p.Answer, p.AnsweredAt
        FROM MatchAction a
        JOIN MatchReport p ON p.ActionId = a.Id
        JOIN CaseFile c ON c.Id = a.CaseFileId
        JOIN Vacancy v ON v.Id = a.VacancyId
        WHERE a.Action = 'report' AND a.UndoneAt IS NULL
        """;

    private const string OfCaseSql = $"{FromSql} AND a.CaseFileId = @Id AND {Scope.SeesCaseSql} ORDER BY a.Seq DESC";

    private const string OfVacancySql = $"{FromSql} AND a.VacancyId = @Id AND {Scope.SeesCaseSql} ORDER BY a.Seq DESC";

    public required Guid ActionId { get; init; }

    public required Guid CaseFileId { get; init; }

    public required Guid VacancyId { get; init; }

    public required string? TitleEn { get; init; }

    public required string? TitleKm { get; init; }

    /// <summary>Of the case file.</summary>
    public required string Number { get; init; }

    /// <summary>The officer's words.</summary>
    public required string? Comment { get; init; }

    public required DateTime ReportedAt { get; init; }

    /// <summary>Null until it is answered.</summary>
    public required string? Answer { get; init; }

    public required DateTime? AnsweredAt { get; init; }

    internal static Task<IReadOnlyList<OwnReport>> OfCaseAsync(Database db, Scope scope, Guid caseFileId, CancellationToken ct) =>
        db.QueryAsync<OwnReport>(OfCaseSql, new { Id = caseFileId, scope.SessionId, scope.OwnCasesOf }, ct);

    /// <summary>Of the cases that the reader sees.</summary>
    internal static Task<IReadOnlyList<OwnReport>> OfVacancyAsync(Database db, Scope scope, Guid vacancyId, CancellationToken ct) =>
        db.QueryAsync<OwnReport>(OfVacancySql, new { Id = vacancyId, scope.SessionId, scope.OwnCasesOf }, ct);
}
