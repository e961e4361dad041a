using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>
/// The ISCO-08 unit group of an advertisement. The title proposes; skills found in the text choose between proposals: one
/// whose ISCO prefixes all of them fit is held up to half as likely again (Bayes' rule, what is not proposed counting
/// once). A title that says nothing is coded with its category, and trusted half as much.
/// </summary>
/// <param name="code">Proposals for a title, likeliest first; their confidences sum to at most 1.</param>
/// <param name="prefixesOfSkill">ISCO prefixes (1 to 4 digits) a skill is usual in; cross-cutting skills have none.</param>
public sealed class AdvertisedOccupation(Func<string, int, IReadOnlyList<TitleCode>> code, IReadOnlyDictionary<int, IReadOnlyList<string>> prefixesOfSkill)
{
    /// <summary>Below this the occupation counts as not recognised: of seven such codes six would be wrong.</summary>
    public const double LeastConfidence = 0.15;

    private const int Proposals = 5;

    private const double SkillWeight = 0.5;

    private const double CategoryTrust = 0.5;

    /// <summary>The code with its confidence (0 to 1), or null where nothing likely enough was found.</summary>
    public TitleCode? Code(string title, string category, IReadOnlyList<int> skills)
    {
        var proposals = code(title, Proposals);
        if (proposals.Count == 0 || proposals[0].Confidence < LeastConfidence)
        {
            proposals = [.. proposals.Concat(code($"{title} {category}", Proposals).Select(p => p with { Confidence = p.Confidence * CategoryTrust }))
                .OrderByDescending(p => p.Confidence).DistinctBy(p => p.Code, StringComparer.Ordinal)];
        }

        var telling = skills.Select(s => prefixesOfSkill.GetValueOrDefault(s) ?? []).Where(p => p.Count > 0).ToList();
        var weighed = proposals.Select(p => p with { Confidence = p.Confidence * (1 + (SkillWeight * Agreement(p.Code, telling))) }).ToList();
        var whole = weighed.Sum(p => p.Confidence) + Math.Max(0, 1 - proposals.Sum(p => p.Confidence));
        var best = weighed.OrderByDescending(p => p.Confidence).ThenBy(p => p.Code, StringComparer.Ordinal).FirstOrDefault();
        return best.Code is not null && best.Confidence / whole >= LeastConfidence ? best with { Confidence = best.Confidence / whole } : null;
    }

    private static double Agreement(string isco, List<IReadOnlyList<string>> telling) =>
        telling.Count == 0 ? 0 : telling.Count(prefixes => prefixes.Any(p => isco.StartsWith(p, StringComparison.Ordinal))) / (double)telling.Count;
}
