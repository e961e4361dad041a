using Pes.Platform.Data;

namespace Pes.Features.Vacancies.Import;

/// <summary>The spellings of places that the database knows: provinces with their aliases, and the districts of an imported gazetteer.</summary>
internal static class PlaceLists
{
    private const string ProvincesSql = "SELECT Code, NameEn, NameKm, Aliases FROM Province WHERE ValidTo IS NULL ORDER BY Code";

    private const string DistrictsSql = "SELECT Code, ProvinceCode, NameEn, NameKm FROM Place WHERE Level = 2 AND ValidTo IS NULL ORDER BY Code";

    public static async Task<PlaceNames> ReadAsync(Database db, CancellationToken ct) => new(
        (await db.QueryAsync<ProvinceRow>(ProvincesSql, ct: ct)).Select(p => new ProvinceSpellings(p.Code, [p.NameEn, p.NameKm, .. p.Aliases.Split('|')])),
        (await db.QueryAsync<DistrictRow>(DistrictsSql, ct: ct)).Select(d => new DistrictNames(d.Code, d.ProvinceCode, [d.NameEn, d.NameKm])));

    private sealed record ProvinceRow
    {
        public required string Code { get; init; }

        public required string NameEn { get; init; }

        public required string NameKm { get; init; }

        public required string Aliases { get; init; }
    }

    private sealed record DistrictRow
    {
        public required string Code { get; init; }

        public required string ProvinceCode { get; init; }

        public required string NameEn { get; init; }

        public required string NameKm { get; init; }
    }
}
