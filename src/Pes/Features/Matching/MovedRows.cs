using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Features.Matching;

/// <summary>A row that an officer moved in a list, until she puts it back.</summary>
internal sealed record MovedRow
{
    public required Guid ActionId { get; init; }

    public required Guid CaseFileId { get; init; }

    public required Guid VacancyId { get; init; }

    public required long VacancySeq { get; init; }

    public required long CaseSeq { get; init; }

    /// <summary>From 1, no two alike in a list; places of rows that are not there now are counted.</summary>
    public required int Place { get; init; }

    /// <summary>Where the score had put it; null where it is not known.</summary>
    public required int? FromPlace { get; init; }

    /// <summary>Where she put it, as shown then; null of moves from before that was kept.</summary>
    public required int? ToPlace { get; init; }

    /// <summary>The vacancy is live; in a list of jobseekers, her case is open and she agrees to be suggested.</summary>
    public required bool IsThere { get; init; }

    /// <summary>Where the score had put it, and on by as much as other rows carried it since.</summary>
    /// <param name="now">Where it stands, as shown.</param>
    public int? CarriedFrom(int? now) => (FromPlace, ToPlace) is ({ } first, { } put) && now is { } place ? Math.Max(1, first + place - put) : FromPlace;
}

/// <summary>The rows that officers moved in one list, by place.</summary>
internal static class MovedRows
{
    private const string OfCaseSql = """
        SELECT a.Id AS ActionId, a.CaseFileId, a.VacancyId, v.Seq AS VacancySeq, c.Seq AS CaseSeq, COALESCE(a.Place, 1) AS Place, a.FromPlace, a.ToPlace,
               CASE WHEN v.Status = 'live' THEN 1 ELSE 0 END AS IsThere
        FROM MatchAction a
        JOIN Vacancy v ON v.Id = a.VacancyId
        JOIN CaseFile c ON c.Id = a.CaseFileId
        WHERE a.CaseFileId = @CaseFileId AND a.Direction = 'vacancies' AND a.Action = 'pin' AND a.UndoneAt IS NULL
        ORDER BY COALESCE(a.Place, 1), a.Seq DESC
        """;

    // Each officer sees, and moves past, those of her own scope alone.
    private const string OfVacancySql = $"""
        SELECT a.Id AS ActionId, a.CaseFileId, a.VacancyId, v.Seq AS VacancySeq, c.Seq AS CaseSeq, COALESCE(a.Place, 1) AS Place, a.FromPlace, a.ToPlace,
               CASE WHEN c.Status = 'open'
                         AND EXISTS (SELECT 1 FROM Consent k WHERE k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL)
                    THEN 1 ELSE 0 END AS IsThere
        FROM MatchAction a
        JOIN Vacancy v ON v.Id = a.VacancyId
        JOIN CaseFile c ON c.Id = a.CaseFileId
        WHERE a.VacancyId = @VacancyId AND a.Direction = 'jobseekers' AND a.Action = 'pin' AND a.UndoneAt IS NULL AND {Scope.SeesCaseSql}
        ORDER BY COALESCE(a.Place, 1), a.Seq DESC
        """;

    /// <summary>Of a list of vacancies; its reader sees the case.</summary>
    public static async Task<IReadOnlyList<MovedRow>> OfCaseAsync(Database db, Guid caseFileId, CancellationToken ct) =>
        Apart(await db.QueryAsync<MovedRow>(OfCaseSql, new { CaseFileId = caseFileId }, ct));

    /// <summary>Of a list of jobseekers, those whom the reader sees.</summary>
    public static async Task<IReadOnlyList<MovedRow>> OfVacancyAsync(Database db, Scope scope, Guid vacancyId, CancellationToken ct) =>
        Apart(await db.QueryAsync<MovedRow>(OfVacancySql, new { VacancyId = vacancyId, scope.SessionId, scope.OwnCasesOf }, ct));

    private static IReadOnlyList<MovedRow> Apart(IReadOnlyList<MovedRow> rows)
    {
        var places = RowPlaces.Apart([.. rows.Select(r => r.Place)]);
        return [.. rows.Select((r, i) => r with { Place = places[i] })];
    }
}
