using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Features.Monitoring;

/// <summary>Vacancies of the provinces in the reader's scope, by the place of work; one with two places counts in each, once in the sum.</summary>
internal static class FigureVacancies
{
    private const string WithinSql = """
        vp.ProvinceCode IN (SELECT sp.ProvinceCode FROM Centre sp JOIN ScopeCentre sc ON sc.CentreId = sp.Id
                            WHERE sc.SessionId = @SessionId AND (@CentreId IS NULL OR sp.Id = @CentreId))
        AND (@ProvinceCode IS NULL OR vp.ProvinceCode = @ProvinceCode)
        """;

    private const string LiveByProvinceSql = $"""
        SELECT vp.ProvinceCode, COUNT(*) AS Vacancies, SUM(v.Openings - v.Taken) AS Openings, SUM(CASE WHEN v.MonthlyWageFromKhr IS NULL THEN 1 ELSE 0 END) AS WithoutWage
        FROM Vacancy v
        JOIN VacancyPlace vp ON vp.VacancyId = v.Id
        WHERE v.Status = 'live' AND v.ClosesOn >= @Today AND {WithinSql}
        GROUP BY vp.ProvinceCode
        """;

    private const string LiveSql = $"""
        SELECT COUNT(*) AS Vacancies, COALESCE(SUM(v.Openings - v.Taken), 0) AS Openings,
               COALESCE(SUM(CASE WHEN v.MonthlyWageFromKhr IS NULL THEN 1 ELSE 0 END), 0) AS WithoutWage
        FROM Vacancy v
        WHERE v.Status = 'live' AND v.ClosesOn >= @Today AND EXISTS (SELECT 1 FROM VacancyPlace vp WHERE vp.VacancyId = v.Id AND {WithinSql})
        """;

    private const string PublishedSql = $"""
        SELECT Month, COUNT(*) AS Vacancies, SUM(Openings) AS Openings, SUM(WithoutWage) AS WithoutWage
        FROM (SELECT {FigurePeriod.MonthOfAtSql} AS Month, Openings, WithoutWage
              FROM (SELECT v.PublishedAt AS At, v.Openings, CASE WHEN v.MonthlyWageFromKhr IS NULL THEN 1 ELSE 0 END AS WithoutWage
                    FROM Vacancy v
                    WHERE v.PublishedAt >= @Begins AND v.PublishedAt < @Ends
                      AND EXISTS (SELECT 1 FROM VacancyPlace vp WHERE vp.VacancyId = v.Id AND {WithinSql})) published) counted
        GROUP BY Month
        """;

    public sealed record Row
    {
        public string? ProvinceCode { get; init; }

        public int? Month { get; init; }

        public required long Vacancies { get; init; }

        public required long Openings { get; init; }

        public required long WithoutWage { get; init; }

        /// <summary>Vacancies, of openings, and how many say no wage.</summary>
        public Figure Figure => new(Vacancies, Openings, WithoutWage);
    }

    public static async Task<(Row Live, IReadOnlyList<Row> ByProvince, IReadOnlyList<Row> ByMonth)> ReadAsync(
        Database db, FigurePeriod period, FigureFilter filter, Scope scope, DateOnly today, CancellationToken ct)
    {
        var args = period.Parameters(new { scope.SessionId, filter.CentreId, filter.ProvinceCode, Today = today });
        return (
            await db.SingleAsync<Row>(LiveSql, args, ct),
            await db.QueryAsync<Row>(LiveByProvinceSql, args, ct),
            await db.QueryAsync<Row>(PublishedSql, args, ct));
    }
}
