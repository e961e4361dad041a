using Pes.Platform.Data;

namespace Pes.Features.Vacancies;

/// <summary>Keeps a vacancy's flags true to what it says now.</summary>
internal static class VacancyFlags
{
    private const string OfVacancySql = "SELECT Id, Kind, Words, ResolvedAt FROM VacancyFlag WHERE VacancyId = @VacancyId";

    private const string RaiseSql = """
        INSERT INTO VacancyFlag (Id, VacancyId, Kind, Words, RaisedAt) VALUES (@Id, @VacancyId, @Kind, @Words, @Now)
        """;

    private const string WithdrawSql = "DELETE FROM VacancyFlag WHERE Id = @Id AND ResolvedAt IS NULL";

    private const string LikeSql = """
        SELECT o.Id, o.Number
        FROM Vacancy v
        JOIN Vacancy o ON o.EmployerId = v.EmployerId AND o.Id <> v.Id AND o.Status = 'live' AND o.SearchKey = v.SearchKey
        WHERE v.Id = @VacancyId
          AND (EXISTS (SELECT 1 FROM VacancyPlace a JOIN VacancyPlace b ON b.ProvinceCode = a.ProvinceCode WHERE a.VacancyId = v.Id AND b.VacancyId = o.Id)
               OR NOT EXISTS (SELECT 1 FROM VacancyPlace a WHERE a.VacancyId = v.Id))
        ORDER BY o.Number
        """;

    private const string EmployerSql = "SELECT e.SectorCode FROM Vacancy v JOIN Employer e ON e.Id = v.EmployerId WHERE v.Id = @VacancyId";

    /// <summary>Looks at the vacancy as it is stored; raises what is new, takes back what no longer holds, leaves what an officer has resolved.</summary>
    /// <returns>True if something that an officer has not seen keeps it from publication.</returns>
    public static async Task<bool> RefreshAsync(
        Database db, Guid vacancyId, VacancyContent content, VacancyRecord.Columns columns, WageSettings wages, DateTime now, CancellationToken ct)
    {
        var args = new { VacancyId = vacancyId };
        var facts = new PublicationCheck.Facts(
            await db.FirstOrDefaultAsync<string>(EmployerSql, args, ct),
            columns.MonthlyWageFromKhr,
            columns.MonthlyWageToKhr,
            await LikeAsync(db, vacancyId, ct),
            wages);
        var findings = PublicationCheck.Find(content, facts);
        var flags = await db.QueryAsync<Flag>(OfVacancySql, args, ct);
        var raised = findings.Where(f => !flags.Any(x => x.Kind == f.Kind && x.Words == f.Words)).ToList();
        foreach (var finding in raised)
        {
            await RaiseAsync(db, vacancyId, finding, now, ct);
        }

        foreach (var flag in flags.Where(x => x.ResolvedAt is null && PublicationCheck.Kinds.Contains(x.Kind, StringComparer.Ordinal) && !findings.Any(f => f.Kind == x.Kind && f.Words == x.Words)))
        {
            await db.ExecuteAsync(WithdrawSql, new { flag.Id }, ct);
        }

        return raised.Exists(f => PublicationCheck.Blocks(f.Kind));
    }

    public static Task RaiseAsync(Database db, Guid vacancyId, Finding finding, DateTime now, CancellationToken ct) =>
        db.ExecuteAsync(RaiseSql, new { Id = Guid.CreateVersion7(), VacancyId = vacancyId, finding.Kind, finding.Words, Now = now }, ct);

    public static Task<LikeVacancy?> LikeAsync(Database db, Guid vacancyId, CancellationToken ct) =>
        db.FirstOrDefaultAsync<LikeVacancy>(LikeSql, new { VacancyId = vacancyId }, ct);

    private sealed record Flag
    {
        public required Guid Id { get; init; }

        public required string Kind { get; init; }

        public string? Words { get; init; }

        public DateTime? ResolvedAt { get; init; }
    }
}
