using System.Globalization;
using Pes.Features.Reference;
using Pes.Ranking.Text;

namespace Pes.Cli.TextBench;

/// <summary>
/// The finder of skills as a server has it once ESCO was imported: own list and ESCO joined by the product's own rule, with the names that the
/// product gives it.
/// </summary>
internal sealed class ListedFinder
{
    private readonly Dictionary<string, string> escoLabels;

    private ListedFinder(IReadOnlyList<SkillNames> names, Dictionary<string, string> escoLabels, IReadOnlyList<SkillForms> esco, int shared) =>
        (Finder, Skills, this.escoLabels, Esco, Shared) = (new([.. names.Select(n => n.Forms)]), names.Count, escoLabels, esco, shared);

    public SkillFinder Finder { get; }

    /// <summary>Skills of the joined list.</summary>
    public int Skills { get; }

    /// <summary>Own skills that are skills of ESCO.</summary>
    public int Shared { get; }

    /// <summary>ESCO alone, by its labels.</summary>
    public IReadOnlyList<SkillForms> Esco { get; }

    /// <summary>The label in ESCO of what the finder found; null for an own skill that ESCO does not have.</summary>
    public string? EscoLabelOf(string id) => escoLabels.GetValueOrDefault(id);

    /// <summary>The list that is shipped.</summary>
    public static IReadOnlyList<(string Code, SkillNames Names)> OwnNames() =>
    [
        .. LoadReference.Handler.Read("skills").Select((r, i) => (r["code"], new SkillNames
        {
            Id = i + 1, LabelEn = r["label_en"], LabelKm = r["label_km"], AltEn = r["alt_en"], AltKm = r["alt_km"],
        })),
    ];

    public static ListedFinder Of(IReadOnlyList<EscoSkill> download)
    {
        List<EscoSkill> esco = [.. download.DistinctBy(s => s.LabelEn, StringComparer.Ordinal)];
        var byUri = esco.ToDictionary(s => s.Uri, StringComparer.Ordinal);
        var own = OwnNames().Select(o => o.Names).ToList();
        var means = ListedSkills.Matches(own.Select(o => (o.Id, o.LabelEn)), esco.Select(s => (s.Uri, s.LabelEn, s.AltLabels)));
        var taken = means.Values.ToHashSet(StringComparer.Ordinal);
        List<(SkillNames Names, string? Label)> all =
        [
            .. own.Select(o => means.TryGetValue(o.Id, out var uri) ? (o with { EscoLabel = byUri[uri].LabelEn, EscoAltLabels = byUri[uri].AltLabels }, byUri[uri].LabelEn) : (o, (string?)null)),
            .. esco.Where(s => !taken.Contains(s.Uri)).OrderBy(s => s.Uri, StringComparer.Ordinal).Select((s, i) => (
                new SkillNames { Id = ListedSkills.FirstOfEsco + i, LabelEn = s.LabelEn, LabelKm = "", AltEn = "", AltKm = "", EscoLabel = s.LabelEn, EscoAltLabels = s.AltLabels }, (string?)s.LabelEn)),
        ];
        return new(
            [.. all.Select(a => a.Names)],
            all.Where(a => a.Label is not null).ToDictionary(a => a.Names.Id.ToString(CultureInfo.InvariantCulture), a => a.Label!, StringComparer.Ordinal),
            [.. esco.Select(s => new SkillForms(s.LabelEn, [s.LabelEn]) { Doubtful = s.AltLabels.Split('\n', StringSplitOptions.RemoveEmptyEntries) })],
            means.Count);
    }
}
