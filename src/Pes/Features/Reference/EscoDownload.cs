using System.IO.Compression;
using System.Text.RegularExpressions;
using Pes.Platform.Text;

namespace Pes.Features.Reference;

/// <summary>An occupation of ESCO; <see cref="Code"/> is its own code (2654.1.7), <see cref="AltLabels"/> one a line.</summary>
public sealed record EscoOccupation(string Uri, string Code, string IscoCode, string LabelEn, string AltLabels, long Line);

public sealed record EscoSkill(string Uri, string LabelEn, string AltLabels, string SkillType, string ReuseLevel, long Line);

public sealed record EscoRelation(string OccupationUri, string SkillUri, bool IsEssential, long Line);

/// <summary>What ESCO says of two skills (broader, essential, optional), or of a skill and its group (group).</summary>
public sealed record EscoSkillRelation(string SkillUri, string OtherUri, string Kind, string File, long Line);

/// <summary>An ISCO-08 group as ESCO publishes it, with its explanatory notes.</summary>
public sealed record EscoIscoGroup(string Code, string LabelEn, string Notes, long Line);

/// <summary>The official CSV download of ESCO (English): classification and relations, in one or several zip files.</summary>
public sealed partial record EscoDownload
{
    public const string OccupationsFile = "occupations_en.csv";

    public const string SkillsFile = "skills_en.csv";

    public const string GroupsFile = "ISCOGroups_en.csv";

    public const string RelationsFile = "occupationSkillRelations.csv";

    public const string SkillRelationsFile = "skillSkillRelations.csv";

    public const string HierarchyFile = "broaderRelationsSkillPillar.csv";

    private const string DigitalFile = "digitalSkillsCollection_en.csv";

    private const string GreenFile = "greenSkillsCollection_en.csv";

    private const string SkillConcept = "KnowledgeSkillCompetence";

    private static readonly string[] Needed = [OccupationsFile, SkillsFile, GroupsFile, RelationsFile, DigitalFile, GreenFile];

    public required string Version { get; init; }

    public required string Checksum { get; init; }

    public required IReadOnlyList<EscoOccupation> Occupations { get; init; }

    public required IReadOnlyList<EscoSkill> Skills { get; init; }

    public required IReadOnlyList<EscoRelation> Relations { get; init; }

    /// <summary>Empty where the files do not hold them: then occupations alone say which skills are near.</summary>
    public required IReadOnlyList<EscoSkillRelation> SkillRelations { get; init; }

    public required IReadOnlyList<EscoIscoGroup> Groups { get; init; }

    public required IReadOnlySet<string> DigitalSkills { get; init; }

    public required IReadOnlySet<string> GreenSkills { get; init; }

    /// <param name="zips">The downloaded files; each table is taken from the first that has it.</param>
    /// <param name="version">For example <c>1.1.1</c>; read from the file names where it is not given.</param>
    /// <exception cref="IOException">A file is missing, is no zip, lacks a table, or the version is unknown.</exception>
    public static EscoDownload Open(IReadOnlyList<string> zips, string? version = null)
    {
        var tables = Tables(zips, [.. Needed, SkillRelationsFile, HierarchyFile]);
        if (Array.Find(Needed, n => !tables.ContainsKey(n)) is { } missing)
        {
            throw new ImportFileException($"{missing} is in none of the files: give the classification (en) and the relations of the CSV download.");
        }

        return new EscoDownload
        {
            Version = version ?? VersionIn(zips) ?? throw new ImportFileException("The file names do not say the version of ESCO: give --edition, for example 1.1.1."),
            Checksum = ImportFile.Checksum(zips.Order(StringComparer.Ordinal)),
            Occupations = OccupationsIn(tables[OccupationsFile]),
            Skills = SkillsIn(tables[SkillsFile]),
            Relations = [.. tables[RelationsFile].Select(r => new EscoRelation(r["occupationUri"], r["skillUri"], r["relationType"] == "essential", r.LineNumber))],
            SkillRelations = [.. SkillRelationsIn(tables)],
            Groups = GroupsIn(tables[GroupsFile]),
            DigitalSkills = tables[DigitalFile].Select(r => r["conceptUri"]).ToHashSet(StringComparer.Ordinal),
            GreenSkills = tables[GreenFile].Select(r => r["conceptUri"]).ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Occupations and ISCO groups alone, from a classification file: what titles are coded with.</summary>
    public static (IReadOnlyList<EscoOccupation> Occupations, IReadOnlyList<EscoIscoGroup> Groups) OpenTitles(string zip)
    {
        var tables = Tables([zip], [OccupationsFile, GroupsFile]);
        return tables.Count == 2
            ? (OccupationsIn(tables[OccupationsFile]), GroupsIn(tables[GroupsFile]))
            : throw new ImportFileException($"{zip} is not the classification (en) of the CSV download.");
    }

    /// <summary>Skills alone, from a classification file: what texts are searched for.</summary>
    public static IReadOnlyList<EscoSkill> OpenSkills(string zip) =>
        Tables([zip], [SkillsFile]).TryGetValue(SkillsFile, out var rows) ? SkillsIn(rows) : throw new ImportFileException($"{zip} is not the classification (en) of the CSV download.");

    private static IEnumerable<EscoSkillRelation> SkillRelationsIn(Dictionary<string, List<CsvLine>> tables) =>
    [
        .. tables.GetValueOrDefault(SkillRelationsFile, []).Select(r => new EscoSkillRelation(
            r["originalSkillUri"], r["relatedSkillUri"], r["relationType"] == "essential" ? "essential" : "optional", SkillRelationsFile, r.LineNumber)),
        .. tables.GetValueOrDefault(HierarchyFile, []).Where(r => r["conceptType"] == SkillConcept).Select(r => new EscoSkillRelation(
            r["conceptUri"], r["broaderUri"], r["broaderType"] == SkillConcept ? "broader" : "group", HierarchyFile, r.LineNumber)),
    ];

    private static List<EscoSkill> SkillsIn(List<CsvLine> rows) =>
        [.. Released(rows).Select(r =>
                new EscoSkill(r["conceptUri"], r["preferredLabel"], Lines(r["altLabels"]), r["skillType"], r["reuseLevel"], r.LineNumber))];

    private static List<EscoOccupation> OccupationsIn(List<CsvLine> rows) =>
        [.. Released(rows).Select(r => new EscoOccupation(r["conceptUri"], r["code"], r["iscoGroup"], r["preferredLabel"], Lines(r["altLabels"]), r.LineNumber))];

    private static List<EscoIscoGroup> GroupsIn(List<CsvLine> rows) =>
        [.. rows.Select(r => new EscoIscoGroup(r["code"], r["preferredLabel"], r["description"], r.LineNumber))];

    private static IEnumerable<CsvLine> Released(List<CsvLine> rows) => rows.Where(r => r["status"] is "released" or "");

    private static string Lines(string labels) =>
        string.Join('\n', labels.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal));

    private static Dictionary<string, List<CsvLine>> Tables(IReadOnlyList<string> zips, string[] wanted)
    {
        var tables = new Dictionary<string, List<CsvLine>>(StringComparer.Ordinal);
        foreach (var path in zips)
        {
            ImportFile.Read(path, () =>
            {
                using var zip = ZipFile.OpenRead(path);
                foreach (var entry in zip.Entries.Where(e => wanted.Contains(e.Name) && !tables.ContainsKey(e.Name)))
                {
                    using var stream = entry.Open();
                    tables[entry.Name] = [.. CsvRows.Read(stream)];
                }

                return tables;
            });
        }

        return tables;
    }

    private static string? VersionIn(IReadOnlyList<string> zips)
    {
        var versions = zips.Select(z => VersionPattern.Match(Path.GetFileName(z)).Groups["version"].Value).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return versions.Count switch
        {
            0 => null,
            1 => versions[0],
            _ => throw new ImportFileException($"The files are of different versions of ESCO: {string.Join(", ", versions)}."),
        };
    }

    [GeneratedRegex(@"v(?<version>\d+(\.\d+)+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern { get; }
}
