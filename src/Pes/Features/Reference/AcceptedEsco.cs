using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>Occupation as stored; equal where nothing a reader sees has changed.</summary>
internal sealed record OccupationRow
{
    public required string Uri { get; init; }

    public required string Code { get; init; }

    public required string IscoCode { get; init; }

    public required string LabelEn { get; init; }

    public required string AltLabels { get; init; }

    public DateOnly? ValidTo { get; init; }
}

/// <inheritdoc cref="OccupationRow"/>
internal sealed record EscoSkillRow
{
    public required string Uri { get; init; }

    public required string LabelEn { get; init; }

    public required string AltLabels { get; init; }

    public required string SkillType { get; init; }

    public required string ReuseLevel { get; init; }

    public required bool IsDigital { get; init; }

    public required bool IsGreen { get; init; }

    public DateOnly? ValidTo { get; init; }
}

/// <summary>The rows of an ESCO download that hang together, and those that do not.</summary>
internal sealed record AcceptedEsco
{
    private const int LongestLabel = 300;

    public required IReadOnlyDictionary<string, OccupationRow> Occupations { get; init; }

    public required IReadOnlyDictionary<string, EscoSkillRow> Skills { get; init; }

    /// <summary>Essential or not, by occupation and skill.</summary>
    public required IReadOnlyDictionary<(string Occupation, string Skill), bool> Relations { get; init; }

    public required IReadOnlySet<(string Skill, string Other, string Kind)> SkillRelations { get; init; }

    public required IReadOnlyCollection<TitleExample> Titles { get; init; }

    public required IReadOnlyList<RefusedRow> Refused { get; init; }

    /// <param name="iscoCodes">Codes of the ISCO-08 groups the product knows.</param>
    public static AcceptedEsco From(EscoDownload download, IReadOnlySet<string> iscoCodes)
    {
        List<RefusedRow> refused = [];
        var occupations = new Dictionary<string, OccupationRow>(StringComparer.Ordinal);
        foreach (var o in download.Occupations)
        {
            var why = BadConcept(o.Uri, o.LabelEn) ?? (iscoCodes.Contains(o.IscoCode) ? null : "unknown-isco")
                ?? (occupations.TryAdd(o.Uri, new() { Uri = o.Uri, Code = o.Code, IscoCode = o.IscoCode, LabelEn = o.LabelEn, AltLabels = o.AltLabels }) ? null : "twice");
            Note(why, EscoDownload.OccupationsFile, o.Line, $"{o.LabelEn} {o.IscoCode} {o.Uri}");
        }

        var skills = new Dictionary<string, EscoSkillRow>(StringComparer.Ordinal);
        foreach (var s in download.Skills)
        {
            var row = new EscoSkillRow
            {
                Uri = s.Uri, LabelEn = s.LabelEn, AltLabels = s.AltLabels, SkillType = s.SkillType, ReuseLevel = s.ReuseLevel,
                IsDigital = download.DigitalSkills.Contains(s.Uri), IsGreen = download.GreenSkills.Contains(s.Uri),
            };
            Note(BadConcept(s.Uri, s.LabelEn) ?? (skills.TryAdd(s.Uri, row) ? null : "twice"), EscoDownload.SkillsFile, s.Line, $"{s.LabelEn} {s.Uri}");
        }

        var relations = new Dictionary<(string, string), bool>(download.Relations.Count);
        foreach (var r in download.Relations)
        {
            var why = !occupations.ContainsKey(r.OccupationUri) ? "unknown-occupation"
                : !skills.ContainsKey(r.SkillUri) ? "unknown-skill"
                : relations.TryAdd((r.OccupationUri, r.SkillUri), r.IsEssential) ? null : "twice";
            Note(why, EscoDownload.RelationsFile, r.Line, $"{r.OccupationUri} {r.SkillUri}");
        }

        var skillRelations = new HashSet<(string, string, string)>(download.SkillRelations.Count);
        foreach (var r in download.SkillRelations)
        {
            var why = !skills.ContainsKey(r.SkillUri) || (r.Kind != "group" && !skills.ContainsKey(r.OtherUri)) ? "unknown-skill"
                : skillRelations.Add((r.SkillUri, r.OtherUri, r.Kind)) ? null : "twice";
            Note(why, r.File, r.Line, $"{r.SkillUri} {r.OtherUri}");
        }

        return new AcceptedEsco
        {
            Occupations = occupations,
            Skills = skills,
            Relations = relations,
            SkillRelations = skillRelations,
            Titles = [.. EscoTitles.Of(download.Occupations.Where(o => occupations.ContainsKey(o.Uri)), download.Groups).Where(t => iscoCodes.Contains(t.Code))],
            Refused = refused,
        };

        void Note(string? why, string file, long line, string detail)
        {
            if (why is not null)
            {
                refused.Add(new RefusedRow(file, line, why, detail));
            }
        }
    }

    private static string? BadConcept(string uri, string label) => (uri.Length, label.Length) switch
    {
        (0, _) => "no-uri",
        ( > 200, _) => "uri-too-long",
        (_, 0) => "no-label",
        (_, > LongestLabel) => "label-too-long",
        _ => null,
    };
}
