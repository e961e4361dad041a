using System.Text.RegularExpressions;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>
/// The tab-separated text files of O*NET that name jobs: the occupations, their alternate titles, and the titles that people reported. Each has
/// a header; the first column is the O*NET-SOC code, the second the title.
/// </summary>
public sealed partial class OnetDownload
{
    private const int LongestTitle = 300;

    private static readonly (string File, string Kind)[] Files =
        [("Occupation_Data.txt", "occupation"), ("Alternate_Titles.txt", "alternate"), ("Sample_of_Reported_Titles.txt", "reported")];

    private readonly List<(string File, string Kind, long Line, string Code, string Title)> rows = [];

    public required string Version { get; init; }

    public required string Checksum { get; init; }

    public int Read => rows.Count;

    /// <param name="folder">Holds the three files.</param>
    /// <param name="version">Such as 27.0; read from the folder's name where it is not given.</param>
    /// <param name="crosswalk">A file whose bytes count as part of the edition.</param>
    /// <exception cref="IOException">A file is missing or has other columns, or nothing says the version.</exception>
    public static OnetDownload Open(string folder, string? version = null, string? crosswalk = null)
    {
        var full = Path.GetFullPath(folder);
        string[] paths = [.. Files.Select(f => Path.Combine(full, f.File))];
        if (Array.Find(paths, p => !File.Exists(p)) is { } missing)
        {
            throw new ImportFileException($"{missing} is missing: the text files of O*NET are {string.Join(", ", Files.Select(f => f.File))}.");
        }

        var named = VersionPattern.Match(Path.GetFileName(full.TrimEnd(Path.DirectorySeparatorChar))).Value;
        var download = new OnetDownload
        {
            Version = version ?? (named.Length > 0 ? named : throw new ImportFileException("The folder's name does not say the version of O*NET: give --edition, for example 27.0.")),
            Checksum = ImportFile.Checksum(crosswalk is null ? paths : [.. paths, crosswalk]),
        };
        foreach (var (path, (file, kind)) in paths.Zip(Files))
        {
            download.rows.AddRange(Lines(path).Select(l => (file, kind, l.Line, l.Cells[0].Trim(), (l.Cells.ElementAtOrDefault(1) ?? "").Trim())));
        }

        return download;
    }

    /// <summary>The titles that can be taken over, each once a code, and the rows that cannot. What people reported and is an alternate title too is one.</summary>
    internal (IReadOnlyList<OnetTitleRow> Titles, IReadOnlyList<RefusedRow> Refused) Check()
    {
        var codes = rows.Where(r => r.Kind == "occupation" && CodePattern.IsMatch(r.Code)).Select(r => r.Code).ToHashSet(StringComparer.Ordinal);
        HashSet<(string File, string Code, string Title)> seen = [];
        Dictionary<(string, string), OnetTitleRow> titles = [];
        List<RefusedRow> refused = [];
        foreach (var (file, kind, line, code, title) in rows)
        {
            var why = !CodePattern.IsMatch(code) ? "bad-code"
                : !codes.Contains(code) ? "unknown-code"
                : title.Length switch { 0 => "no-title", > LongestTitle => "title-too-long", _ => seen.Add((file, code, title)) ? null : "twice" };
            if (why is not null)
            {
                refused.Add(new(file, line, why, KhmerText.SafeCut($"{code} {title}".Trim(), LongestTitle)));
            }
            else
            {
                titles.TryAdd((code, title), new() { OnetCode = code, Title = title, Kind = kind });
            }
        }

        return ([.. titles.Values], refused);
    }

    private static IEnumerable<(long Line, string[] Cells)> Lines(string path)
    {
        var lines = File.ReadAllLines(path);
        return lines is [var header, ..] && header.Split('\t') is ["O*NET-SOC Code", _, ..]
            ? lines.Index().Skip(1).Where(l => l.Item.Length > 0).Select(l => (l.Index + 1L, l.Item.Split('\t')))
            : throw new ImportFileException($"{Path.GetFileName(path)} has no column O*NET-SOC Code with a title beside it.");
    }

    [GeneratedRegex(@"\d+\.\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern { get; }

    [GeneratedRegex(@"^\d\d-\d{4}\.\d\d$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodePattern { get; }
}

/// <summary>A title of O*NET and where it stands in our classification; shares in thousandths.</summary>
internal sealed record OnetTitleRow
{
    public required string OnetCode { get; init; }

    public required string Title { get; init; }

    /// <summary><c>occupation</c>, <c>alternate</c> or <c>reported</c>.</summary>
    public required string Kind { get; init; }

    public string? IscoCode { get; init; }

    public int IscoShare { get; init; }

    public string? EscoUri { get; init; }

    public int EscoShare { get; init; }

    public DateOnly? ValidTo { get; init; }

    public string Key => $"{OnetCode} {Title}";

    public ForeignTitle Foreign => new(OnetCode, Title);

    /// <summary>What coders learn of it; null where it is not sure enough.</summary>
    public OccupationTitle? Lesson => IscoCode is null ? null : new PlacedTitle(Foreign, IscoCode, IscoShare / 1000d, EscoUri, EscoShare / 1000d).Lesson;

    public OnetTitleRow At(PlacedTitle? place) => place is null ? this : this with
    {
        IscoCode = place.IscoCode, IscoShare = Thousandths(place.Share), EscoUri = place.Occupation, EscoShare = Thousandths(place.OccupationShare),
    };

    private static int Thousandths(double share) => (int)Math.Round(share * 1000);
}
