using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Titles of vacancies with the occupation that coders of an employment service chose, as CSV: column title (or
/// vacancyTitle), and esco (or conceptUri, the address of the ESCO occupation), isco (or iscoCode, four digits), or both.
/// </summary>
public sealed class JudgedTitles
{
    private const int LongestTitle = 300;

    private readonly List<CsvLine> rows = [];

    public required string FileName { get; init; }

    public required string Checksum { get; init; }

    public int Read => rows.Count;

    /// <exception cref="IOException">The file is missing or is no CSV with these columns.</exception>
    public static JudgedTitles Open(string file)
    {
        var titles = new JudgedTitles { FileName = Path.GetFileName(file), Checksum = ImportFile.Checksum(file) };
        titles.rows.AddRange(ImportFile.Read(file, () =>
        {
            using var stream = File.OpenRead(file);
            return CsvRows.Read(stream).ToList();
        }));
        return titles.rows is [var first, ..] && !(Has(first, "title", "vacancyTitle") && Has(first, "esco", "conceptUri", "isco", "iscoCode"))
            ? throw new ImportFileException($"{titles.FileName} has no column title (or vacancyTitle), or none of esco, conceptUri, isco, iscoCode.")
            : titles;
    }

    /// <summary>The titles that can be learnt from, and the rows that cannot.</summary>
    /// <param name="occupations">ISCO code by the address of each ESCO occupation that the product knows.</param>
    /// <param name="groups">ISCO unit groups the product knows.</param>
    internal (IReadOnlyList<OccupationTitle> Titles, IReadOnlyList<RefusedRow> Refused) Check(IReadOnlyDictionary<string, string> occupations, IReadOnlySet<string> groups)
    {
        HashSet<OccupationTitle> titles = [];
        List<OccupationTitle> ordered = [];
        List<RefusedRow> refused = [];
        foreach (var row in rows)
        {
            var title = Cell(row, "title", "vacancyTitle");
            var esco = Cell(row, "esco", "conceptUri");
            var isco = Cell(row, "isco", "iscoCode") is { Length: > 0 } given ? given : occupations.GetValueOrDefault(esco, "");
            var judged = new OccupationTitle(title, isco, esco.Length > 0 ? esco : null, TitleSource.Judged);
            var why = (title.Length, esco.Length, isco.Length) switch
            {
                (0, _, _) => "no-title",
                ( > LongestTitle, _, _) => "title-too-long",
                (_, 0, 0) => "no-occupation",
                (_, > 0, _) when !occupations.ContainsKey(esco) => "unknown-occupation",
                (_, > 0, _) when occupations[esco] != isco => "codes-disagree",
                _ when !groups.Contains(isco) => "unknown-isco",
                _ => titles.Add(judged) ? null : "twice",
            };
            if (why is null)
            {
                ordered.Add(judged);
            }
            else
            {
                refused.Add(new RefusedRow(FileName, row.LineNumber, why, $"{KhmerText.SafeCut(title, LongestTitle)} {isco} {esco}".Trim()));
            }
        }

        return (ordered, refused);
    }

    private static bool Has(CsvLine row, params string[] columns) => Array.Exists(columns, row.Fields.ContainsKey);

    private static string Cell(CsvLine row, string column, string otherwise) => row[column] is { Length: > 0 } cell ? cell : row[otherwise];
}
