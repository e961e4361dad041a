using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>
/// The ISCO-08 unit group of an advertisement. The title proposes; skills found in the text choose between proposals:
/// a proposal counts up to half as much again, by the share of skills whose ISCO prefixes fit it. A title that says
/// nothing is coded by its category.
/// </summary>
/// <param name="code">Proposals for a title, likeliest first.</param>
/// <param name="prefixesOfSkill">ISCO prefixes (1 to 4 digits) a skill is usual in; cross-cutting skills have none.</param>
public sealed class AdvertisedOccupation(Func<string, int, IReadOnlyList<TitleCode>> code, IReadOnlyDictionary<int, IReadOnlyList<string>> prefixesOfSkill)
{
    private const int Proposals = 5;

    private const double SkillWeight = 0.5;

    private const double LeastConfidence = 0.05;

    private const double CategoryTrust = 0.5;

    /// <summary>The code with its confidence (0 to 1), or null where nothing likely enough was found.</summary>
    public TitleCode? Code(string title, string category, IReadOnlyList<int> skills)
    {
        var proposals = code(title, Proposals);
        if (proposals.Count == 0 || proposals[0].Confidence < LeastConfidence)
        {
            proposals = [.. code($"{title} {category}", Proposals).Select(p => p with { Confidence = p.Confidence * CategoryTrust })];
        }

        var telling = skills.Select(s => prefixesOfSkill.GetValueOrDefault(s) ?? []).Where(p => p.Count > 0).ToList();
        var best = proposals
            .Select(p => (Proposal: p, Weight: p.Confidence * (1 + (SkillWeight * Agreement(p.Code, telling)))))
            .OrderByDescending(p => p.Weight).ThenBy(p => p.Proposal.Code, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Proposal.Code is null || best.Proposal.Confidence < LeastConfidence * CategoryTrust ? null : best.Proposal with { Confidence = Math.Min(1, best.Weight) };
    }

    private static double Agreement(string isco, List<IReadOnlyList<string>> telling) =>
        telling.Count == 0 ? 0 : telling.Count(prefixes => prefixes.Any(p => isco.StartsWith(p, StringComparison.Ordinal))) / (double)telling.Count;
}
