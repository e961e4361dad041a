using System.Globalization;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>
/// A skill of the list with every name it goes by: the product's own in both languages, and those of the ESCO skill that it is. Own names and
/// the preferred label of ESCO are certain; ESCO's alternative labels mean the skill only with more to support them.
/// </summary>
internal sealed record SkillNames
{
    public const string Sql = """
        SELECT s.Id, s.LabelEn, s.LabelKm, s.AltEn, s.AltKm, e.LabelEn AS EscoLabel, e.AltLabels AS EscoAltLabels
        FROM Skill s
        LEFT JOIN EscoSkill e ON e.Uri = s.EscoUri
        WHERE s.ValidTo IS NULL
        ORDER BY s.Id
        """;

    public required int Id { get; init; }

    public required string LabelEn { get; init; }

    public required string LabelKm { get; init; }

    public required string AltEn { get; init; }

    public required string AltKm { get; init; }

    public string? EscoLabel { get; init; }

    /// <summary>One a line.</summary>
    public string? EscoAltLabels { get; init; }

    /// <summary>As <see cref="SkillFinder"/> takes them; its ids are the numbers of the list.</summary>
    public SkillForms Forms => new(Id.ToString(CultureInfo.InvariantCulture), [.. Certain]) { Doubtful = [.. Doubtful], IsOwn = EscoLabel is null };

    /// <summary>Every name, certain or not, the labels first.</summary>
    public IEnumerable<string> All => Certain.Concat(Doubtful);

    private IEnumerable<string> Certain => ((string?[])[LabelEn, LabelKm, EscoLabel, .. Parts(AltEn, '|'), .. Parts(AltKm, '|')]).OfType<string>().Where(n => n.Length > 0).Distinct(StringComparer.Ordinal);

    private IEnumerable<string> Doubtful => Parts(EscoAltLabels, '\n');

    private static string[] Parts(string? names, char between) => names?.Split(between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
