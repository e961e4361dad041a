using Pes.Ranking.Learning;

namespace Pes.Ranking.Pairs;

/// <summary>
/// BM25 (Robertson and Walker 1994; k1 = 1.2, b = 0.75) over codes instead of words: the skills of a vacancy and the leading
/// digits of its occupation are its words; those of a jobseeker ask. What a search by shared codes would give.
/// </summary>
public sealed class CodeBm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const int OccupationTokens = 1 << 24;

    private readonly Dictionary<int, double> rarity;
    private readonly double meanLength;

    /// <param name="vacancies">Those by which it is known how rare a code is.</param>
    public CodeBm25(IEnumerable<VacancyProfile> vacancies)
    {
        ArgumentNullException.ThrowIfNull(vacancies);
        Dictionary<int, int> holders = [];
        var (count, length) = (0, 0L);
        foreach (var tokens in vacancies.Select(Tokens))
        {
            count++;
            length += tokens.Count;
            foreach (var token in tokens)
            {
                holders[token] = holders.GetValueOrDefault(token) + 1;
            }
        }

        meanLength = Math.Max(1, length / (double)Math.Max(1, count));
        rarity = holders.ToDictionary(h => h.Key, h => StableMath.Log2(1 + ((count - h.Value + 0.5) / (h.Value + 0.5))));
    }

    /// <summary>0 where no code is shared; higher is nearer.</summary>
    public double Score(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancy);
        var (own, asked) = (Tokens(vacancy), Tokens(jobseeker));

        // A code stands once in a vacancy, so that only its length tells two apart in the saturation.
        var saturated = (K1 + 1) / (1 + (K1 * (1 - B + (B * own.Count / meanLength))));
        return own.Where(asked.Contains).Sum(token => rarity.GetValueOrDefault(token) * saturated);
    }

    private static SortedSet<int> Tokens(VacancyProfile vacancy)
    {
        SortedSet<int> tokens = [.. vacancy.EssentialSkills, .. vacancy.UsefulSkills];
        AddOccupation(tokens, vacancy.Occupation);
        return tokens;
    }

    private static HashSet<int> Tokens(JobseekerProfile jobseeker)
    {
        HashSet<int> tokens = [.. jobseeker.Skills];
        foreach (var occupation in jobseeker.WishedOccupations.Concat(jobseeker.Career.Select(c => c.Occupation)))
        {
            AddOccupation(tokens, occupation);
        }

        return tokens;
    }

    // 5223 gives 5223, 522, 52 and 5, each a word of its own.
    private static void AddOccupation(ISet<int> tokens, int occupation)
    {
        for (var digits = 4; occupation > 0; digits--, occupation /= 10)
        {
            tokens.Add(OccupationTokens + (digits * 10_000) + occupation);
        }
    }
}
