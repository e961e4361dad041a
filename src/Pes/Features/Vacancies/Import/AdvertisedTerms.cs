using System.Globalization;
using System.Text.RegularExpressions;
using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>Number of openings, experience, education, languages, hours and contract, from the advertiser's words to the product's codes.</summary>
public static partial class AdvertisedTerms
{
    private const int MostOpenings = 9_999;

    private const int MostYears = 40;

    /// <summary>The number of openings, the first where a span is given; null where the file does not say it.</summary>
    public static int? Openings(string words) =>
        Number.Match(Plain(words)) is { Success: true } match
        && int.TryParse(match.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var openings) && openings is > 0 and <= MostOpenings ? openings : null;

    /// <summary>Months of experience asked for, the least where a span is given; 0 for beginners; null where nothing is said.</summary>
    public static int? ExperienceMonths(string words, string level)
    {
        var text = Plain(words);
        if (NoExperience.IsMatch(text))
        {
            return 0;
        }

        if (Decimal.Match(text) is { Success: true } match
            && decimal.TryParse(match.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var months = (int)Math.Round(Months.IsMatch(text) ? number : number * 12);
            return months <= MostYears * 12 ? months : null;
        }

        return Beginner.IsMatch(Plain(level)) ? 0 : null;
    }

    /// <summary>A code of the list <c>education</c>, the lowest named; null where anything will do.</summary>
    public static string? Education(string words)
    {
        var text = Plain(words);
        return Array.Find(EducationWords, e => e.Words.IsMatch(text)).Code;
    }

    /// <summary>A code of the list <c>hours</c>.</summary>
    public static string? Hours(string words) => Array.Find(HoursWords, h => h.Words.IsMatch(Plain(words))).Code;

    /// <summary>A code of the list <c>contract</c>.</summary>
    public static string? Contract(string words) => Array.Find(ContractWords, c => c.Words.IsMatch(Plain(words))).Code;

    /// <summary>Codes of the list <c>language</c> with levels 1 (basic) to 5 (native), the highest where one is named twice.</summary>
    public static IReadOnlyDictionary<string, int> Languages(string words)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        var text = Plain(words);
        var names = Language.Matches(text).ToList();
        for (var i = 0; i < names.Count; i++)
        {
            var behind = text[(names[i].Index + names[i].Length)..(i + 1 < names.Count ? names[i + 1].Index : text.Length)];
            var code = Array.Find(LanguageWords, l => l.Names.Contains(names[i].Value)).Code!;
            levels[code] = Math.Max(levels.GetValueOrDefault(code), LevelOf(behind));
        }

        return levels;
    }

    // A language without a level is one to work in.
    private static int LevelOf(string words) => Array.Find(LevelWords, l => l.Words.IsMatch(words)) is { Level: > 0 } found ? found.Level : 3;

    private static string Plain(string words) => KhmerText.ToAsciiDigits(KhmerText.Normalise(words)).ToLowerInvariant();

    private static readonly (string Code, string[] Names)[] LanguageWords =
    [
        ("km", ["khmer", "cambodian", "ខ្មែរ"]), ("en", ["english", "អង់គ្លេស"]), ("zh", ["chinese", "mandarin", "cantonese", "ចិន"]), ("fr", ["french", "បារាំង"]),
        ("th", ["thai", "ថៃ"]), ("vi", ["vietnamese", "វៀតណាម"]), ("ko", ["korean", "កូរ៉េ"]), ("ja", ["japanese", "ជប៉ុន"]), ("lo", ["lao", "ឡាវ"]),
        ("ms", ["malay"]), ("id", ["indonesian"]), ("hi", ["hindi"]), ("ar", ["arabic"]), ("de", ["german"]), ("es", ["spanish"]), ("ru", ["russian"]),
    ];

    private static readonly Regex Language = Word($@"{string.Join('|', LanguageWords.SelectMany(l => l.Names))}");

    private static readonly (int Level, Regex Words)[] LevelWords =
    [
        (5, Word("mother tongue|native|ភាសាកំណើត")), (4, Word("excellent|fluent|very good|advanced|ស្ទាត់|ល្អណាស់")), (3, Word("good|working|intermediate|ល្អ")),
        (2, Word("fair|conversational|average|មធ្យម")), (1, Word("poor|basic|elementary|beginner|បន្តិច|ដំបូង")),
    ];

    private static readonly (string? Code, Regex Words)[] EducationWords =
    [
        ("none", Word("no schooling|illiterate")), ("primary", Word("primary|បឋមសិក្សា(?!.*មធ្យម)")), ("lower-secondary", Word("lower secondary|grade 9|មធ្យមសិក្សាបឋមភូមិ|ទី9")),
        ("upper-secondary", Word("high ?school|upper secondary|secondary|grade 12|bac ?ii|មធ្យមសិក្សាទុតិយភូមិ|ទី12|បាក់ឌុប")),
        ("technical-certificate", Word("professional degree|vocational|technical certificate|certificate|វិជ្ជាជីវៈ")),
        ("technical-diploma", Word("associate|diploma|បរិញ្ញាបត្ររង")), ("bachelor", Word("bachelors?|undergraduate|university|បរិញ្ញាបត្រ(?!រង|ជាន់ខ្ពស់)")),
        ("master", Word("masters?|mba|postgraduate|បរិញ្ញាបត្រជាន់ខ្ពស់|អនុបណ្ឌិត")), ("doctorate", Word("doctor|doctorate|ph\\.?d|បណ្ឌិត")),
    ];

    private static readonly (string? Code, Regex Words)[] HoursWords =
    [
        ("part-time", Word("part[- ]?time|ក្រៅម៉ោង")), ("night", Word("night|យប់")), ("shift", Word("shifts?|វេន")), ("weekend", Word("weekends?|ចុងសប្តាហ៍")),
        ("flexible", Word("flexible|flexitime|បត់បែន")), ("full-time", Word("full[- ]?time|ពេញម៉ោង")),
    ];

    private static readonly (string? Code, Regex Words)[] ContractWords =
    [
        ("internship", Word("intern|internship|កម្មសិក្សា")), ("apprenticeship", Word("apprentice|apprenticeship|ហាត់ការ")), ("probation", Word("probation|សាកល្បង")),
        ("seasonal", Word("seasonal|តាមរដូវ")), ("day-work", Word("day ?work|daily worker|ការងារជាថ្ងៃ")), ("temporary", Word("temporary|temp|បណ្តោះអាសន្ន")),
        ("fixed-term", Word("contract|fixed[- ]term|term[- ]limited|មានថិរវេលាកំណត់")), ("permanent", Word("permanent|unlimited|directhire|មិនកំណត់")),
    ];

    private static readonly Regex NoExperience = Word("no experience|not required|none|fresh graduates?|មិនចាំបាច់|គ្មានបទពិសោធន៍");

    private static readonly Regex Beginner = Word("fresh graduates?|graduate|trainee");

    private static readonly Regex Months = Word("months?|ខែ");

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"\d+(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decimal { get; }

    // Khmer has no spaces between words: a boundary is asked for only between Latin letters.
    private static Regex Word(string alternatives) =>
        new($"(?<![a-z])({alternatives})(?![a-z])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
