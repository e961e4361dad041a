using System.Globalization;
using Pes.Platform.Data;

namespace Pes.Features.CaseFiles;

/// <summary>Case numbers run by centre and year: 15-2026-000123.</summary>
internal static class CaseNumbers
{
    private const string CentrePrefix = "JC-";

    private const string AdvanceSql = "UPDATE NumberSeries SET LastNumber = LastNumber + 1 WHERE Series = @Series";

    private const string BeginSql = "INSERT INTO NumberSeries (Series, LastNumber) VALUES (@Series, 1)";

    private const string LastSql = "SELECT LastNumber FROM NumberSeries WHERE Series = @Series";

    /// <summary>The next number of the series; the row stays locked to the end of the transaction, so none is given twice.</summary>
    public static async Task<string> NextAsync(Database db, string centreCode, int year, CancellationToken ct)
    {
        var centre = centreCode.StartsWith(CentrePrefix, StringComparison.Ordinal) ? centreCode[CentrePrefix.Length..] : centreCode;
        var args = new { Series = string.Create(CultureInfo.InvariantCulture, $"case-{centre}-{year}") };
        if (await db.ExecuteAsync(AdvanceSql, args, ct) == 0)
        {
            await db.ExecuteAsync(BeginSql, args, ct);
        }

        var last = await db.SingleAsync<int>(LastSql, args, ct);
        return string.Create(CultureInfo.InvariantCulture, $"{centre}-{year}-{last:000000}");
    }
}
