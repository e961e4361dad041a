using System.Text.RegularExpressions;

namespace Pes.Ranking.Text;

/// <summary>What an advertisement restricts that it should not.</summary>
public enum RestrictionKind
{
    Sex,
    Age,
}

/// <summary>A restriction and the advertiser's own words for it. For review by an officer; never a filter.</summary>
public sealed record Restriction(RestrictionKind Kind, string Words, TextSpan Place);

/// <summary>Finds sex and age restrictions in advertisement text and fields, English and Khmer.</summary>
public static partial class RestrictionFinder
{
    /// <summary>Restrictions in running text, by place. "Male/Female", "any age" and encouragement to apply are none.</summary>
    public static IReadOnlyList<Restriction> Find(string text)
    {
        var plain = Fold(text);
        return [.. Matches(SexPattern, RestrictionKind.Sex, plain, text)
            .Where(r => !EitherSexPattern.EnumerateMatches(plain).Any(r.Place))
            .Concat(Matches(AgePattern, RestrictionKind.Age, plain, text))
            .OrderBy(r => r.Place.Offset)];
    }

    /// <summary>Restrictions in a field such as (Sex, Male) or (Age, 18 ~ 35), where the value alone may say it.</summary>
    public static IReadOnlyList<Restriction> FindInField(string label, string value)
    {
        var name = Fold(label);
        var plain = Fold(value).Trim();
        var place = new TextSpan(0, value.Length);
        if (SexLabelPattern.IsMatch(name) && LoneSexPattern.IsMatch(plain))
        {
            return [new(RestrictionKind.Sex, value, place)];
        }
        return AgeLabelPattern.IsMatch(name) && TwoDigitsPattern.IsMatch(plain) ? [new(RestrictionKind.Age, value, place)] : Find(value);
    }

    private static IEnumerable<Restriction> Matches(Regex pattern, RestrictionKind kind, string plain, string text) =>
        pattern.Matches(plain).Select(m => new Restriction(kind, text.Substring(m.Index, m.Length), new(m.Index, m.Length)));

    private static bool Any(this Regex.ValueMatchEnumerator matches, TextSpan place)
    {
        foreach (var match in matches)
        {
            if (match.Index < place.End && place.Offset < match.Index + match.Length)
            {
                return true;
            }
        }
        return false;
    }

    // One character for one, so that places hold: lower case, ASCII digits and punctuation, hidden characters as spaces.
    private static string Fold(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < target.Length; i++)
        {
            var c = source[i];
            target[i] = c switch
            {
                >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(c - 0xFEE0)),
                >= '\u17E0' and <= '\u17E9' => (char)(c - '\u17E0' + '0'),
                '\u17D6' => ':',
                '\u2013' or '\u2014' or '\u301C' => '-',
                _ when KhmerText.IsZeroWidth(c) || c is '\u00A0' or '\u3000' => ' ',
                _ => char.ToLowerInvariant(c),
            };
        }
    });

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    private const string English = @"(female|male|man|men|woman|women|lady|ladies|girl|girls|boy|boys|females|males|gentleman|gentlemen)";
    private const string Khmer = @"(ប្រុស|ស្រី|នារី|បុរស|ស្ត្រី|ស្រ្តី)";

    private static readonly Regex SexPattern = Make(
        $@"\b{English}\s+((candidate|applicant|staff|employee|worker)s?\s+)?((is|are|will be)\s+)?(only|preferred|preferable|preferably|a plus|priority)\b"
        + $@"|\b(only|prefer|prefers|preferred|preferably|must be)\s*:?\s*(a\s+|an\s+|for\s+)?((single|young)\s+)?{English}\b"
        + $@"|\byoung\s+(man|men|woman|women|lady|ladies|girls?|boys?)\b"
        + $@"|\b(sex|gender)\s*[:=-]?\s*(is\s+|must be\s+)?{English}\b"
        + $@"|[(\[]\s*{English}\s*[)\]]"
        + $@"|ភេទ\s*:?\s*{Khmer}"
        + $@"|{Khmer}\s*(តែប៉ុណ្ណោះ|ប៉ុណ្ណោះ|សុទ្ធ)"
        + $@"|(យកតែ|ទទួលតែ|សម្រាប់តែ|សំរាប់តែ|អាទិភាព(ដល់|លើ|សម្រាប់)?)\s*(បេក្ខជន|បុគ្គលិក|បេក្ខនារី)?\s*{Khmer}");

    private static readonly Regex EitherSexPattern = Make(
        $@"\b{English}\s*(/|or|and|&|,|\||\+|-)\s*{English}\b|{Khmer}\s*(/|ឬ|និង|,|-|រឺ)?\s*{Khmer}|{Khmer}\s*ក្តី");

    private static readonly Regex AgePattern = Make(
        @"\b(age|aged|ages)\s*(limit|range|group)?\s*[:=]?\s*((is|are|must be|should be|from|between|under|below|over|above|not over|not more than|at least|up to|around|of)\s+)*\d{2}\b(\s*years?)?(\s*(-|~|to|and|up to)\s*\d{2}\b)?(\s*years?(\s+old)?)?"
        + @"|\b((under|below|over|above|between|not over|not more than|at least|from|up to|maximum|max)\s+(age\s+)?)?\d{2}(\s*(-|~|to|and)\s*\d{2})?\s*(years?|yrs?)(\s|-)+(old|of age)\b"
        + @"|\b(under|below)\s+(the\s+)?age\s+(of\s+)?\d{2}\b"
        + @"|អាយុ\s*:?\s*((ចាប់ពី|ចាប់|ចន្លោះ|ចន្លោះពី|ក្រោម|លើស|លើសពី|លើ|មិនលើស|មិនលើសពី|មិនហួស|យ៉ាងតិច|តិចបំផុត|ពី|ត្រឹម)\s*)*\d{2}(\s*(ឆ្នាំ)?\s*(-|~|ដល់|ទៅ|រហូតដល់)\s*\d{2})?(\s*ឆ្នាំ)?(\s*(ឡើងទៅ|ចុះក្រោម))?");

    private static readonly Regex SexLabelPattern = Make(@"\b(sex|gender)\b|ភេទ");
    private static readonly Regex LoneSexPattern = Make($@"^\s*(({English}|[mf])(\s+only)?|{Khmer})\s*$");
    private static readonly Regex AgeLabelPattern = Make(@"\bage\b|អាយុ");
    private static readonly Regex TwoDigitsPattern = Make(@"(^|[^0-9])[0-9]{2}([^0-9]|$)");

    // A restriction stands on one line: the next one is another demand.
    private static Regex Make(string pattern) =>
        new(pattern.Replace(@"\s", @"[ \t]", StringComparison.Ordinal), Options, TimeSpan.FromSeconds(1));
}
