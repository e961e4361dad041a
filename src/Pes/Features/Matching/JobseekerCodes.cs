using System.Runtime.InteropServices;
using Pes.Features.Reference;
using Pes.Ranking;
using Pes.Ranking.Text;

namespace Pes.Features.Matching;

/// <summary>
/// What the codes and titles of jobseekers stand for, as the vocabulary says it when this is made. What many share is found once and kept.
/// For one thread at a time.
/// </summary>
/// <param name="jobseekers">How many are read at a time: so much is kept.</param>
internal sealed class JobseekerCodes(Vocabulary vocabulary, int jobseekers)
{
    private readonly Dictionary<string, int> education = RankingCodes.Places(vocabulary, "education");
    private readonly Dictionary<string, int> languages = RankingCodes.Places(vocabulary, "language");
    private readonly Dictionary<string, int> licences = RankingCodes.Places(vocabulary, "licence");
    private readonly Dictionary<string, int> accommodations = RankingCodes.Places(vocabulary, "accommodation");
    private readonly OccupationWords words = vocabulary.OccupationWords;
    private readonly RepeatedLists<OccupationMove[]> moves = new(jobseekers, Moves(vocabulary.CareerMoves));
    private readonly Dictionary<string, int[]> wordsOfTitles = new(StringComparer.Ordinal);

    // Filled anew for each jobseeker.
    private readonly HashSet<string> occupations = new(StringComparer.Ordinal);
    private readonly List<int> numbers = [];

    public int[] Licences(JobseekerParts parts) => Places(licences, parts.Licences);

    public int[] Accommodations(JobseekerParts parts) => Places(accommodations, parts.Accommodations);

    public LanguageLevel[] Languages(JobseekerParts parts) =>
        [.. parts.Languages.Where(l => languages.ContainsKey(l.Code)).Select(l => new LanguageLevel((byte)languages[l.Code], (byte)Math.Clamp(l.Level, 0, 6)))];

    /// <summary>The highest of what she said, her awards and her certificates.</summary>
    public byte? Education(string? said, JobseekerParts parts)
    {
        int? highest = said is not null && education.TryGetValue(said, out var level) ? level : null;
        foreach (var code in parts.Education)
        {
            highest = education.TryGetValue(code, out var award) && !(highest >= award) ? award : highest;
        }

        foreach (var certificate in parts.Certificates)
        {
            highest = highest >= certificate ? highest : certificate;
        }

        return (byte?)highest;
    }

    /// <summary>Of the occupations that she wishes or has had, and of the titles of her jobs.</summary>
    public int[] TitleWords(JobseekerParts parts)
    {
        numbers.Clear();
        occupations.Clear();
        foreach (var code in parts.WishedOccupations)
        {
            AddOccupation(code);
        }

        foreach (var job in parts.Career)
        {
            AddOccupation(job.IscoCode);
            numbers.AddRange(WordsOf(job.Title));
        }

        // Ascending, each once: what a profile takes as it is.
        var all = CollectionsMarshal.AsSpan(numbers);
        all.Sort();
        var kept = 0;
        foreach (var number in all)
        {
            if (kept == 0 || all[kept - 1] != number)
            {
                all[kept++] = number;
            }
        }

        return all[..kept].ToArray();
    }

    public OccupationMove[] CareerMoves(JobseekerParts parts)
    {
        numbers.Clear();
        foreach (var job in parts.Career)
        {
            numbers.Add(RankingCodes.Occupation(job.IscoCode));
        }

        numbers.Sort();
        return moves.Of(CollectionsMarshal.AsSpan(numbers));
    }

    private void AddOccupation(string? code)
    {
        if (code is not null && occupations.Add(code))
        {
            numbers.AddRange(words.OfOccupation(code));
        }
    }

    private int[] WordsOf(string title)
    {
        if (wordsOfTitles.TryGetValue(title, out var known))
        {
            return known;
        }

        if (wordsOfTitles.Count >= jobseekers)
        {
            wordsOfTitles.Clear();
        }

        return wordsOfTitles[title] = words.Of(title);
    }

    private static Func<int[], OccupationMove[]> Moves(CareerMoves moves) => career => [.. moves.Of(Array.ConvertAll(career, o => (ushort)o)).OrderBy(m => m.To)];

    private static int[] Places(Dictionary<string, int> list, List<string> codes) => [.. codes.Where(list.ContainsKey).Select(code => list[code])];
}
