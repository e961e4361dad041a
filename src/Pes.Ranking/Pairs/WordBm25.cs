using System.Globalization;
using Pes.Ranking.Search;
using Pes.Ranking.Text;

namespace Pes.Ranking.Pairs;

/// <summary>
/// What the product's own search would give: BM25F over the words of an advertisement with the fields, weights and tokens of
/// <see cref="SearchIndex"/>, asked for any of the jobseeker's words (titles and skills, no twelve of them at most). The codes of skills and
/// the leading digits of the occupation are words too, of the field of skills: both sides have them whatever language a text is in.
/// </summary>
public sealed class WordBm25
{
    private readonly SearchTokens tokens;
    private readonly Func<JobseekerProfile, DateOnly, IEnumerable<string>> asked;
    private readonly Dictionary<Guid, Dictionary<string, byte>> impacts = [];
    private readonly Dictionary<string, int> holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> keysOf = new(StringComparer.Ordinal);
    private (JobseekerProfile? Jobseeker, DateOnly Day, HashSet<string> Keys) last = (null, default, []);

    /// <param name="texts">Of vacancies by id; one without a text is found by its codes.</param>
    /// <param name="vacancies">Those by which it is known how rare a word is; a vacancy that stands here twice counts once.</param>
    /// <param name="asked">What would be typed for a jobseeker on a day.</param>
    public WordBm25(
        SearchTokens tokens, IReadOnlyDictionary<Guid, SearchDocument> texts, IEnumerable<VacancyProfile> vacancies, Func<JobseekerProfile, DateOnly, IEnumerable<string>> asked)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(vacancies);
        (this.tokens, this.asked) = (tokens, asked);
        foreach (var vacancy in vacancies)
        {
            if (!impacts.ContainsKey(vacancy.Id))
            {
                var own = Impacts(SearchRow.Of(texts.GetValueOrDefault(vacancy.Id) ?? new() { Id = vacancy.Id }, tokens), CodesOf(vacancy));
                impacts.Add(vacancy.Id, own);
                foreach (var key in own.Keys)
                {
                    holders[key] = holders.GetValueOrDefault(key) + 1;
                }
            }
        }
    }

    /// <summary>0 where no word is shared; higher fits better.</summary>
    public int Score(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancy);

        // Most lists are one jobseeker's.
        if (!ReferenceEquals(last.Jobseeker, jobseeker) || last.Day != day)
        {
            last = (jobseeker, day, [.. asked(jobseeker, day).SelectMany(KeysOf), .. CodesOf(jobseeker)]);
        }

        var score = 0;
        foreach (var (key, impact) in impacts.GetValueOrDefault(vacancy.Id) ?? [])
        {
            score += last.Keys.Contains(key) ? SearchFields.Rarity(impacts.Count, holders[key]) * impact : 0;
        }

        return score;
    }

    private string[] KeysOf(string text)
    {
        if (!keysOf.TryGetValue(text, out var keys))
        {
            keysOf.Add(text, keys = [.. tokens.Of(KhmerText.Normalise(text)).Where(t => !t.IsBreak).Select(t => t.Key)]);
        }

        return keys;
    }

    private static Dictionary<string, byte> Impacts(SearchRow row, IEnumerable<string> codes)
    {
        Dictionary<string, double> mentions = new(StringComparer.Ordinal);
        for (var field = 0; field < row.Fields.Length; field++)
        {
            List<string> words = [.. row.Fields[field].Where(k => k.Length > 0), .. field == SearchFields.Skills ? codes : []];
            foreach (var word in words)
            {
                mentions[word] = mentions.GetValueOrDefault(word) + SearchFields.Mention(field, words.Count);
            }
        }

        return mentions.ToDictionary(m => m.Key, m => SearchFields.Impact(m.Value), StringComparer.Ordinal);
    }

    private static IEnumerable<string> CodesOf(VacancyProfile vacancy) =>
        vacancy.EssentialSkills.Concat(vacancy.UsefulSkills).Distinct().Select(OfSkill).Concat(OfOccupation(vacancy.Occupation));

    private static IEnumerable<string> CodesOf(JobseekerProfile jobseeker) =>
        jobseeker.Skills.Select(OfSkill).Concat(jobseeker.WishedOccupations.Concat(jobseeker.Career.Select(c => c.Occupation)).SelectMany(o => OfOccupation(o)));

    // No word of a text begins with such a sign.
    private static string OfSkill(int skill) => string.Create(CultureInfo.InvariantCulture, $"#{skill}");

    // 5223 gives 5223, 522, 52 and 5, each a word of its own.
    private static IEnumerable<string> OfOccupation(int occupation)
    {
        for (var digits = 4; occupation > 0; digits--, occupation /= 10)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"§{digits}.{occupation}");
        }
    }
}
