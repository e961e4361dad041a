using Pes.Platform.Data;

namespace Pes.Features.CaseFiles;

/// <summary>A place of the gazetteer with the places it lies in; all null where none was given.</summary>
internal sealed record PlaceChain
{
    private const string FindSql = """
        SELECT v.Level, v.ProvinceCode,
               CASE v.Level WHEN 2 THEN v.Code WHEN 3 THEN v.ParentCode ELSE c.ParentCode END AS DistrictCode,
               CASE v.Level WHEN 3 THEN v.Code WHEN 4 THEN v.ParentCode END AS CommuneCode,
               CASE v.Level WHEN 4 THEN v.Code END AS VillageCode
        FROM Place v
        LEFT JOIN Place c ON c.Code = v.ParentCode
        WHERE v.Code = @PlaceCode AND v.ProvinceCode = @ProvinceCode
        """;

    public string? DistrictCode { get; init; }

    public string? CommuneCode { get; init; }

    public string? VillageCode { get; init; }

    /// <summary>The narrowest place that is known.</summary>
    public string? Code => VillageCode ?? CommuneCode ?? DistrictCode;

    /// <summary>The chain of a district, commune or village; null where the province has no such place.</summary>
    public static async Task<PlaceChain?> FindAsync(Database db, string? placeCode, string? provinceCode, CancellationToken ct) =>
        string.IsNullOrEmpty(placeCode)
            ? new PlaceChain()
            : await db.FirstOrDefaultAsync<PlaceChain>(FindSql, new { PlaceCode = placeCode, ProvinceCode = provinceCode }, ct);
}
