using System.Text.Json;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Matching.Assignments;

/// <summary>Which people and which vacancies an officer wants assigned together.</summary>
public sealed record AssignmentChoice
{
    /// <summary>Vacancies with a place in this province; null: of any.</summary>
    public string? ProvinceCode { get; init; }

    /// <summary>Vacancies of this employer; null: of any.</summary>
    public Guid? EmployerId { get; init; }

    /// <summary>Of those, these vacancies alone; empty: all of them.</summary>
    public IReadOnlyList<Guid> VacancyIds { get; init; } = [];

    /// <summary>People of this caseload; null: of all caseloads in the reader's scope.</summary>
    public Guid? CounsellorId { get; init; }

    /// <summary>People registered on this day in Cambodia or later; null: whenever.</summary>
    public DateOnly? RegisteredFrom { get; init; }

    /// <summary>The least fit, 1 (weak) to 5 (strong): nobody is sent to what fits less.</summary>
    public int LeastBand { get; init; } = 3;

    /// <summary>People sent for one opening, 1 to 5.</summary>
    public int PeopleForOpening { get; init; } = 1;
}

/// <summary>A live vacancy with openings that can be chosen.</summary>
public sealed record AssignableVacancy
{
    public required Guid Id { get; init; }

    public required string? TitleEn { get; init; }

    public required string? TitleKm { get; init; }

    public required string EmployerNameEn { get; init; }

    public required string? EmployerNameKm { get; init; }

    public required int OpeningsLeft { get; init; }
}

/// <summary>
/// Finds what a choice means now: live vacancies with openings, and people in the reader's scope whose case is open, who agreed to be suggested
/// and of whom no referral is pending.
/// </summary>
internal sealed class AssignmentSelection(Database db)
{
    private const string VacanciesSql = """
        SELECT v.Id, v.TitleEn, v.TitleKm, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, v.Openings - v.Taken AS OpeningsLeft
        FROM Vacancy v
        JOIN Employer e ON e.Id = v.EmployerId
        WHERE v.Status = 'live' AND v.Openings > v.Taken AND v.ClosesOn >= @Today
          AND (@EmployerId IS NULL OR v.EmployerId = @EmployerId)
          AND (@ProvinceCode IS NULL OR EXISTS (SELECT 1 FROM VacancyPlace p WHERE p.VacancyId = v.Id AND p.ProvinceCode = @ProvinceCode))
          AND (@IsPicked = 0 OR v.Id IN (SELECT value FROM OPENJSON(@Ids)))
        ORDER BY v.Seq DESC
        """;

    private const string PeopleSql = $"""
        SELECT c.Id
        FROM CaseFile c
        JOIN Consent k ON k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
        WHERE c.Status = 'open' AND {Scope.SeesCaseSql}
          AND (@CounsellorId IS NULL OR c.CounsellorId = @CounsellorId)
          AND (@Since IS NULL OR c.OpenedAt >= @Since)
          AND NOT EXISTS (SELECT 1 FROM Referral r WHERE r.CaseFileId = c.Id AND r.Status IN ('sent', 'invited'))
        ORDER BY c.Seq
        """;

    /// <summary>Proposals that the reader may see: her own, and those of her centres' officers where she may see their cases. Wants alias p for AssignmentProposal.</summary>
    public const string SeesSql = """
        (p.AccountId = @AccountId
         OR (@OwnCasesOf IS NULL AND EXISTS (SELECT 1 FROM Account o JOIN ScopeCentre sc ON sc.CentreId = o.CentreId AND sc.SessionId = @SessionId WHERE o.Id = p.AccountId)))
        """;

    public Task<IReadOnlyList<AssignableVacancy>> VacanciesAsync(AssignmentChoice choice, DateOnly today, CancellationToken ct) => db.QueryAsync<AssignableVacancy>(
        VacanciesSql,
        new { Today = today, choice.EmployerId, choice.ProvinceCode, IsPicked = choice.VacancyIds.Count > 0, Ids = JsonSerializer.Serialize(choice.VacancyIds) },
        ct);

    /// <summary>Case files.</summary>
    public Task<IReadOnlyList<Guid>> PeopleAsync(AssignmentChoice choice, Scope scope, CancellationToken ct) => db.QueryAsync<Guid>(
        PeopleSql,
        new { scope.SessionId, scope.OwnCasesOf, choice.CounsellorId, Since = choice.RegisteredFrom is { } day ? Formats.BeginsUtc(day) : (DateTime?)null },
        ct);
}
