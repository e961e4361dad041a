using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Pes.Ranking.Text;

namespace Pes.Ranking.Tests.Text;

/// <summary>Titles with ISCO-08 codes from the shared ESCO 1.1.1 download and the judged titles of Malaysia's service.</summary>
internal static partial class EscoTitles
{
    public const string Esco = "taxonomies/esco-v1.1.1-classification-en-csv.zip";
    public const string Judged = "matching/malaysia_pes_titles_to_esco.csv";

    /// <summary>Preferred and alternative labels of every occupation; official titles and the examples named in the ISCO notes.</summary>
    public static List<TitleExample> Examples()
    {
        List<TitleExample> examples = [];
        foreach (var row in Occupations())
        {
            examples.Add(new(row["preferredLabel"], row["iscoGroup"]));
            examples.AddRange(Lines(row["altLabels"]).Select(label => new TitleExample(label, row["iscoGroup"])));
        }
        foreach (var row in Rows(ReadEntry("ISCOGroups_en.csv")).Where(r => r["code"].Length == 4))
        {
            examples.Add(new(row["preferredLabel"], row["code"]));
            examples.AddRange(NamedInNotes(row["description"], row["code"]));
        }
        return examples;
    }

    /// <summary>The judged titles, every row.</summary>
    public static List<TitleExample> JudgedTitles()
    {
        var codes = Occupations().ToDictionary(r => r["conceptUri"], r => r["iscoGroup"], StringComparer.Ordinal);
        return [.. Rows(File.ReadAllText(SharedData.Path(Judged)))
            .Where(r => codes.ContainsKey(r["conceptUri"]))
            .Select(r => new TitleExample(r["vacancyTitle"], codes[r["conceptUri"]]))];
    }

    private static IEnumerable<TitleExample> NamedInNotes(string notes, string code)
    {
        var examples = false;
        foreach (var line in Lines(notes))
        {
            examples |= line.StartsWith("Examples of", StringComparison.Ordinal);
            if (!line.StartsWith('-'))
            {
                continue;
            }
            var name = line.TrimStart('-', ' ');
            if (Elsewhere.Match(name) is { Success: true } match)
            {
                yield return new(match.Groups["title"].Value, match.Groups["code"].Value);
            }
            else if (examples)
            {
                yield return new(name, code);
            }
        }
    }

    public static IEnumerable<Dictionary<string, string>> Skills() => Rows(ReadEntry("skills_en.csv"));

    private static IEnumerable<Dictionary<string, string>> Occupations() => Rows(ReadEntry("occupations_en.csv"));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string ReadEntry(string name)
    {
        using var zip = ZipFile.OpenRead(SharedData.Path(Esco));
        using var reader = new StreamReader(zip.GetEntry(name)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    internal static IEnumerable<Dictionary<string, string>> Rows(string csv)
    {
        List<string>? header = null;
        foreach (var cells in Records(csv))
        {
            if (header is null)
            {
                header = cells;
            }
            else if (cells.Count == header.Count)
            {
                yield return header.Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
            }
        }
    }

    private static IEnumerable<List<string>> Records(string csv)
    {
        List<string> cells = [];
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            switch (csv[i])
            {
                case '"' when quoted && i + 1 < csv.Length && csv[i + 1] == '"': cell.Append(csv[++i]); break;
                case '"': quoted = !quoted; break;
                case ',' or '\n' when !quoted:
                    cells.Add(cell.ToString());
                    cell.Clear();
                    if (csv[i] == '\n')
                    {
                        yield return cells;
                        cells = [];
                    }
                    break;
                case '\r' or '\uFEFF' when !quoted: break;
                case var c: cell.Append(c); break;
            }
        }
    }

    [GeneratedRegex(@"^(?<title>.+?)\s*-\s*(?<code>\d{4})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Elsewhere { get; }
}
