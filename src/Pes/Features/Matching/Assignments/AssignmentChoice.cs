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
    private const string ChosenVacanciesSql = """
        FROM Vacancy v
        JOIN Employer e ON e.Id = v.EmployerId
        WHERE v.Status = 'live' AND v.Openings > v.Taken AND v.ClosesOn >= @Today
          AND (@EmployerId IS NULL OR v.EmployerId = @EmployerId)
          AND (@ProvinceCode IS NULL OR EXISTS (SELECT 1 FROM VacancyPlace p WHERE p.VacancyId = v.Id AND p.ProvinceCode = @ProvinceCode))
          AND (@IsPicked = 0 OR v.Id IN (SELECT value FROM OPENJSON(@Ids)))
        """;

    private const string VacanciesSql = $"""
        SELECT v.Id, v.TitleEn, v.TitleKm, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, v.Openings - v.Taken AS OpeningsLeft
        {ChosenVacanciesSql}
        ORDER BY v.Seq DESC
        """;

    private const string NewestSql = $"""
        {VacanciesSql}
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string OpeningsSql = $"SELECT COUNT(*) AS Vacancies, COALESCE(SUM(v.Openings - v.Taken), 0) AS Openings {ChosenVacanciesSql}";

    private const string ChosenPeopleSql = $"""
        FROM CaseFile c
        JOIN Consent k ON k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
        WHERE c.Status = 'open' AND {Scope.SeesCaseSql}
          AND (@CounsellorId IS NULL OR c.CounsellorId = @CounsellorId)
          AND (@Since IS NULL OR c.OpenedAt >= @Since)
          AND NOT EXISTS (SELECT 1 FROM Referral r WHERE r.CaseFileId = c.Id AND r.Status IN ('sent', 'invited'))
        """;

    private const string PeopleSql = $"SELECT c.Id {ChosenPeopleSql} ORDER BY c.Seq";

    private const string CountSql = $"SELECT COUNT(*) {ChosenPeopleSql}";

    /// <summary>Proposals that the reader may see: her own, and those of her centres' officers where she may see their cases. Wants alias p for AssignmentProposal.</summary>
    public const string SeesSql = """
        (p.AccountId = @AccountId
         OR (@OwnCasesOf IS NULL AND EXISTS (SELECT 1 FROM Account o JOIN ScopeCentre sc ON sc.CentreId = o.CentreId AND sc.SessionId = @SessionId WHERE o.Id = p.AccountId)))
        """;

    public Task<IReadOnlyList<AssignableVacancy>> VacanciesAsync(AssignmentChoice choice, DateOnly today, CancellationToken ct) =>
        db.QueryAsync<AssignableVacancy>(VacanciesSql, Vacancies(choice, today, take: 0), ct);

    /// <param name="take">How many at most.</param>
    public Task<IReadOnlyList<AssignableVacancy>> NewestAsync(AssignmentChoice choice, DateOnly today, int take, CancellationToken ct) =>
        db.QueryAsync<AssignableVacancy>(NewestSql, Vacancies(choice, today, take), ct);

    public Task<OpeningCount> OpeningsAsync(AssignmentChoice choice, DateOnly today, CancellationToken ct) =>
        db.SingleAsync<OpeningCount>(OpeningsSql, Vacancies(choice, today, take: 0), ct);

    /// <summary>Case files.</summary>
    public Task<IReadOnlyList<Guid>> PeopleAsync(AssignmentChoice choice, Scope scope, CancellationToken ct) => db.QueryAsync<Guid>(PeopleSql, People(choice, scope), ct);

    public Task<int> CountAsync(AssignmentChoice choice, Scope scope, CancellationToken ct) => db.SingleAsync<int>(CountSql, People(choice, scope), ct);

    private static object Vacancies(AssignmentChoice choice, DateOnly today, int take) => new
    {
        Today = today, choice.EmployerId, choice.ProvinceCode, IsPicked = choice.VacancyIds.Count > 0, Ids = JsonSerializer.Serialize(choice.VacancyIds), Skip = 0, Take = take,
    };

    private static object People(AssignmentChoice choice, Scope scope) =>
        new { scope.SessionId, scope.OwnCasesOf, choice.CounsellorId, Since = choice.RegisteredFrom is { } day ? Formats.BeginsUtc(day) : (DateTime?)null };

    internal sealed record OpeningCount
    {
        public required int Vacancies { get; init; }

        public required long Openings { get; init; }
    }
}
