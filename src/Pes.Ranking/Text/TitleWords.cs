using System.Collections.Frozen;
using System.Text;

namespace Pes.Ranking.Text;

/// <summary>A job title as words that say what is done: brackets, counts, seniority, places of work and urgency are left out.</summary>
internal static class TitleWords
{
    private static readonly FrozenSet<string> Noise = FrozenSet.Create(StringComparer.Ordinal,
        "a", "an", "the", "of", "for", "in", "at", "to", "and", "or", "with", "on", "as", "by", "cum", "any", "our", "from",
        "senior", "sr", "snr", "junior", "jr", "jnr", "urgent", "urgently", "hiring", "hire", "recruitment", "vacancy", "vacancies", "wanted",
        "needed", "required", "looking", "internship", "intern", "trainee", "apprentice", "fresh", "freshgraduate", "graduate", "entry", "level",
        "full", "part", "time", "parttime", "fulltime", "contract", "permanent", "temporary", "temp", "freelance", "remote", "shift", "night",
        "position", "positions", "pax", "person", "persons", "job", "work", "career", "new", "experienced", "male", "female", "only",
        "based", "base", "area", "branch", "province", "city", "phnom", "penh", "siem", "reap", "sihanoukville", "battambang", "cambodia", "cambodian",
        "i", "ii", "iii", "iv", "usd", "salary", "month", "up", "immediate", "start", "asap", "welcome", "open", "khmer", "team");

    // Words of rank say little about the work; they decide only between titles that agree in the rest.
    private static readonly FrozenSet<string> Rank = FrozenSet.Create(StringComparer.Ordinal,
        "executive", "officer", "assistant", "staff", "associate", "lead", "leader", "head", "principal", "specialist", "coordinator");

    public static bool IsRank(string word) => Rank.Contains(word);

    private static readonly FrozenDictionary<string, string> Spelling = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["acct"] = "account", ["acc"] = "account", ["accounting"] = "account", ["accountancy"] = "account", ["housekeeping"] = "housekeeper cleaner",
        ["admin"] = "administrative", ["administration"] = "administrative", ["adm"] = "administrative", ["administrator"] = "administrative",
        ["asst"] = "assistant", ["assist"] = "assistant", ["ass"] = "assistant", ["mgr"] = "manager", ["mngr"] = "manager", ["eng"] = "engineer", ["engr"] = "engineer",
        ["engineering"] = "engineer", ["tech"] = "technician", ["techn"] = "technician", ["technican"] = "technician", ["hr"] = "human resource",
        ["hrd"] = "human resource", ["it"] = "ict", ["cs"] = "customer service", ["qc"] = "quality control", ["qa"] = "quality assurance",
        ["pr"] = "public relation", ["pa"] = "personal assistant", ["gm"] = "general manager", ["ceo"] = "chief executive", ["cfo"] = "chief financial",
        ["m&e"] = "mechanical electrical", ["f&b"] = "food beverage", ["fnb"] = "food beverage", ["r&d"] = "research development", ["rep"] = "representative",
        ["biz"] = "business", ["dev"] = "developer", ["programmer"] = "developer", ["ops"] = "operation", ["op"] = "operation", ["sup"] = "supervisor",
        ["spv"] = "supervisor", ["coord"] = "coordinator", ["maint"] = "maintenance", ["mktg"] = "marketing", ["telesale"] = "telemarketing",
        ["ecommerce"] = "online", ["logistic"] = "logistics", ["chauffeur"] = "driver", ["lorry"] = "truck", ["cleaning"] = "cleaner", ["lecturer"] = "lecturer",
        ["tele"] = "telephone", ["ui"] = "user interface", ["ux"] = "user interface", ["frontend"] = "web", ["backend"] = "software", ["fullstack"] = "software",
        ["ios"] = "mobile application", ["android"] = "mobile application", ["app"] = "application", ["center"] = "centre", ["labor"] = "labour",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The telling words, singular and spelt out, in their order; all words where nothing would be left.</summary>
    public static List<string> Of(string title)
    {
        var normal = KhmerText.Normalise(title).ToLowerInvariant();
        var words = Split(WithoutBrackets(normal), skipNoise: true);
        if (words.Count == 0)
        {
            words = Split(normal, skipNoise: true);
        }
        return words.Count > 0 ? words : Split(normal, skipNoise: false);
    }

    /// <summary>Every word that begins with a letter, singular, in its order; nothing is left out or spelt out.</summary>
    public static List<string> All(string title) =>
        [.. Split(KhmerText.Normalise(title).ToLowerInvariant()).Where(w => !char.IsDigit(w[0])).Select(WordStem.Of)];

    private static List<string> Split(string text, bool skipNoise)
    {
        var words = new List<string>();
        foreach (var word in Split(text))
        {
            Add(words, word, skipNoise);
        }

        return words;
    }

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsLetterOrDigit(text[i]) || KhmerText.IsKhmerMark(text[i])
                || (text[i] == '&' && start >= 0 && i - start == 1 && i + 1 < text.Length && char.IsLetter(text[i + 1])) || (text[i] is '+' or '#' && start >= 0));
            if (inside && start < 0)
            {
                start = i;
            }
            else if (!inside && start >= 0)
            {
                words.Add(text[start..i]);
                start = -1;
            }
        }
        return words;
    }

    private static void Add(List<string> words, string word, bool skipNoise)
    {
        if (skipNoise && (Noise.Contains(word) || char.IsDigit(word[0])))
        {
            return;
        }
        var stem = WordStem.Of(word);
        if (Spelling.TryGetValue(stem, out var spelt) || Spelling.TryGetValue(word, out spelt))
        {
            words.AddRange(spelt.Split(' '));
        }
        else
        {
            words.Add(stem);
        }
    }

    private static string WithoutBrackets(string text)
    {
        var kept = new StringBuilder(text.Length);
        var depth = 0;
        foreach (var c in text)
        {
            switch (c)
            {
                case '(' or '[' or '{' or '【': depth++; kept.Append(' '); break;
                case ')' or ']' or '}' or '】': depth = Math.Max(0, depth - 1); break;
                default:
                    if (depth == 0)
                    {
                        kept.Append(c);
                    }
                    break;
            }
        }
        return kept.ToString();
    }
}
