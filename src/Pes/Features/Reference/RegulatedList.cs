using System.Globalization;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Occupations that need a licence or certificate by law, as CSV: isco (1 to 4 digits of ISCO-08), licence (a code of list licence), law_en
/// and law_km (which law says so), valid_from and, where it has ended, valid_to.
/// </summary>
public sealed class RegulatedList
{
    private const int LongestLaw = 400;

    private static readonly string[] Columns = ["isco", "licence", "law_en", "law_km", "valid_from"];

    private readonly List<CsvLine> rows = [];

    public required string FileName { get; init; }

    public required string Checksum { get; init; }

    public int Read => rows.Count;

    /// <exception cref="IOException">The file is missing or is no CSV with these columns.</exception>
    public static RegulatedList Open(string file)
    {
        var list = new RegulatedList { FileName = Path.GetFileName(file), Checksum = ImportFile.Checksum(file) };
        list.rows.AddRange(ImportFile.Read(file, () =>
        {
            using var stream = File.OpenRead(file);
            return CsvRows.Read(stream).ToList();
        }));
        return list.rows is [var first, ..] && Array.Find(Columns, c => !first.Fields.ContainsKey(c)) is { } missing
            ? throw new ImportFileException($"{list.FileName} has no column {missing}.")
            : list;
    }

    /// <summary>The list inside the executable.</summary>
    internal static IReadOnlyList<RegulatedRow> Shipped() => [.. LoadReference.Handler.Read("regulated-occupations").Select(r => Row(r)!)];

    /// <summary>The rows that can be taken over, and those that cannot.</summary>
    /// <param name="isCode">Whether a text is an ISCO-08 code of any level.</param>
    /// <param name="isLicence">Whether a text is a code of list licence.</param>
    internal (IReadOnlyList<RegulatedRow> Rows, IReadOnlyList<RefusedRow> Refused) Check(Func<string, bool> isCode, Func<string, bool> isLicence)
    {
        Dictionary<string, RegulatedRow> taken = new(StringComparer.Ordinal);
        List<RefusedRow> refused = [];
        foreach (var line in rows)
        {
            var row = Row(line);
            var why = !isCode(line["isco"]) ? "unknown-isco"
                : !isLicence(line["licence"]) ? "unknown-licence"
                : line["law_en"].Length == 0 || line["law_km"].Length == 0 ? "no-law"
                : line["law_en"].Length > LongestLaw || line["law_km"].Length > LongestLaw ? "law-too-long"
                : row is null ? "bad-date"
                : taken.TryAdd(row.Key, row) ? null : "twice";
            if (why is not null)
            {
                refused.Add(new RefusedRow(FileName, line.LineNumber, why, KhmerText.SafeCut($"{line["isco"]} {line["licence"]} {line["valid_from"]}", LongestLaw)));
            }
        }

        return ([.. taken.Values], refused);
    }

    // Null where a date cannot be read.
    private static RegulatedRow? Row(CsvLine line)
    {
        var to = line.Fields.ContainsKey("valid_to") ? line["valid_to"] : "";
        return Day(line["valid_from"]) is { } from && (to.Length == 0 || Day(to) is not null)
            ? new() { IscoPrefix = line["isco"], LicenceCode = line["licence"], LawEn = line["law_en"], LawKm = line["law_km"], ValidFrom = from, ValidTo = Day(to) }
            : null;
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
