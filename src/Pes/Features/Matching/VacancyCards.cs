using System.Text.Json;
using Pes.Platform.Data;

namespace Pes.Features.Matching;

/// <summary>What a reader is shown of a vacancy; read for the rows that are shown, not kept.</summary>
internal sealed record VacancyCard
{
    private const string CardsSql = """
        SELECT v.Id, v.Seq, v.TitleEn, v.TitleKm, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, v.MonthlyWageFromKhr, v.MonthlyWageToKhr
        FROM Vacancy v
        JOIN Employer e ON e.Id = v.EmployerId
        WHERE v.Id IN (SELECT value FROM OPENJSON(@Ids))
        """;

    public required Guid Id { get; init; }

    /// <summary>Its number in the table.</summary>
    public required long Seq { get; init; }

    public required string? TitleEn { get; init; }

    public required string? TitleKm { get; init; }

    public required string EmployerNameEn { get; init; }

    public required string? EmployerNameKm { get; init; }

    public required long? MonthlyWageFromKhr { get; init; }

    public required long? MonthlyWageToKhr { get; init; }

    /// <summary>By id.</summary>
    public static async Task<Dictionary<Guid, VacancyCard>> OfAsync(Database db, IEnumerable<Guid> vacancyIds, CancellationToken ct) =>
        (await db.QueryAsync<VacancyCard>(CardsSql, new { Ids = JsonSerializer.Serialize(vacancyIds) }, ct)).ToDictionary(c => c.Id);
}
