using Pes.Platform.Text;

namespace Pes.Features.Reference;

/// <summary>
/// A table from O*NET to ESCO or ISCO-08, as CSV: column onet (or soc, 11-1011 for all O*NET occupations of it), and esco (the address of an
/// ESCO occupation) or isco (four digits); a code has as many rows as it has meanings.
/// </summary>
public sealed class OnetCrosswalk
{
    private readonly List<CsvLine> rows = [];

    private OnetCrosswalk(string file) => FileName = Path.GetFileName(file);

    private string FileName { get; }

    /// <exception cref="IOException">The file is missing or is no CSV with these columns.</exception>
    public static OnetCrosswalk Open(string file)
    {
        var crosswalk = new OnetCrosswalk(file);
        crosswalk.rows.AddRange(ImportFile.Read(file, () =>
        {
            using var stream = File.OpenRead(file);
            return CsvRows.Read(stream).ToList();
        }));
        return crosswalk.rows is [var first, ..] && !(Has(first, "onet", "soc") && Has(first, "esco", "isco"))
            ? throw new ImportFileException($"{crosswalk.FileName} has no column onet (or soc), or none of esco, isco.")
            : crosswalk;
    }

    /// <summary>The unit groups and ESCO occupations by the O*NET code that means them, and the rows that say nothing.</summary>
    /// <param name="codes">The codes of O*NET.</param>
    /// <param name="occupations">Addresses of the ESCO occupations that the product knows.</param>
    /// <param name="groups">ISCO unit groups that it knows.</param>
    internal (ILookup<string, string> Meanings, IReadOnlyList<RefusedRow> Refused) Check(IReadOnlySet<string> codes, IReadOnlySet<string> occupations, IReadOnlySet<string> groups)
    {
        HashSet<(string Code, string Meaning)> meanings = [];
        List<RefusedRow> refused = [];
        foreach (var row in rows)
        {
            var given = row["onet"] is { Length: > 0 } onet ? onet : row["soc"];
            var (esco, isco) = (row["esco"], row["isco"]);
            string[] meant = [.. codes.Where(c => c == given || (given.Length == 7 && c.StartsWith(given, StringComparison.Ordinal)))];
            var why = meant.Length == 0 ? "unknown-code"
                : esco.Length + isco.Length == 0 ? "no-occupation"
                : esco.Length > 0 && !occupations.Contains(esco) ? "unknown-occupation"
                : esco.Length == 0 && !groups.Contains(isco) ? "unknown-isco"
                : Array.FindAll(meant, code => meanings.Add((code, esco.Length > 0 ? esco : isco))).Length == 0 ? "twice" : null;
            if (why is not null)
            {
                refused.Add(new(FileName, row.LineNumber, why, $"{given} {isco} {esco}".Trim()));
            }
        }

        return (meanings.ToLookup(m => m.Code, m => m.Meaning, StringComparer.Ordinal), refused);
    }

    private static bool Has(CsvLine row, params string[] columns) => Array.Exists(columns, row.Fields.ContainsKey);
}
