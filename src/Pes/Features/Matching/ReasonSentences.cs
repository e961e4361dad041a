using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Text;
using Pes.Ranking;
using Barrier = Pes.Ranking.Barrier;

namespace Pes.Features.Matching;

/// <summary>A reason with its sentence in the reader's language.</summary>
/// <param name="Weight">What it adds to the score.</param>
/// <param name="IsFactAlone">The fact by itself speaks another way than it counts: told without praise or blame.</param>
public sealed record ShownReason(ReasonKind Kind, Direction Direction, int Weight, string Sentence, bool IsFactAlone)
{
    public ReasonGroup Group => Kind.Group();

    /// <summary>for, against or fact: its word, its sign and its colour.</summary>
    internal string Tone => IsFactAlone ? "fact" : Direction == Direction.For ? "for" : "against";

    internal string Sign => Tone switch { "for" => "+", "against" => "–", _ => "•" };
}

/// <summary>The reasons of one field.</summary>
/// <param name="Points">What they add together.</param>
internal sealed record GroupedReasons(ReasonGroup Group, long Points, IReadOnlyList<ShownReason> Reasons)
{
    /// <summary>The weightiest field first.</summary>
    public static IEnumerable<GroupedReasons> Of(IEnumerable<ShownReason> reasons) => reasons
        .GroupBy(r => r.Group, (group, own) => (group, own.ToList()))
        .Select(g => new GroupedReasons(g.group, g.Item2.Sum(r => (long)r.Weight), g.Item2))
        .OrderByDescending(g => Math.Abs(g.Points)).ThenBy(g => g.Group);

    public string Key => "group-" + Group.ToString().ToLowerInvariant();

    /// <summary>How much it speaks for or against the pair, beside the weightiest field: strong from half of it, some from a fifth; null where it adds nothing.</summary>
    public string? Word(long most) => Points == 0
        ? null
        : (Points > 0 ? "weight-for-" : "weight-against-") + (Math.Abs(Points) * 2 >= most ? "strong" : Math.Abs(Points) * 5 >= most ? "some" : "little");
}

/// <summary>Puts reasons and barriers into short sentences: key <c>KIND-DIRECTION</c> of MatchingWords, or <c>KIND-Fact</c>, the two arguments as {0} and {1}.</summary>
internal sealed class ReasonSentences(IStringLocalizer<MatchingWords> words, Vocabulary vocabulary)
{
    private const int MonthsOfYear = 12;

    /// <inheritdoc cref="Match.ForDisplay"/>
    public (IReadOnlyList<ShownReason> For, ShownReason? Against) OnCard(Match match)
    {
        var (reasons, against) = match.ForDisplay();
        return ([.. reasons.Select(Of)], against is { } one ? Of(one) : null);
    }

    public ShownReason Of(Reason reason) => new(reason.Kind, reason.Direction, reason.Weight, Sentence(reason), reason.IsFactAlone);

    public string Of(Barrier barrier) => words[$"barrier-{barrier.Condition}", Shown(barrier.First), Shown(barrier.Second)];

    private string Sentence(Reason reason)
    {
        var key = reason.IsFactAlone ? $"{reason.Kind}-Fact" : $"{reason.Kind}-{reason.Direction}";
        return reason.Kind switch
        {
            // Only one of the two facts may be known; the days say more.
            ReasonKind.EmployerAnswering when reason.Second.Unit == Unit.None => words[key + "-share", Shown(reason.First)],
            ReasonKind.EmployerAnswering => words[key, Shown(reason.Second)],
            ReasonKind.NearSkills when reason.Second.Value == 0 => words[key + "-one", Shown(reason.First)],
            ReasonKind.LastWork when reason.First.Unit == Unit.None => words[key + "-never"],
            ReasonKind.LastWork when reason.First.Value == 0 => words[key + "-now"],
            _ when reason.IsFactAlone => words[key, Shown(reason.First), Shown(reason.Second)],
            ReasonKind.Wage => words[key, Formats.Riel(Math.Abs(reason.First.Value - reason.Second.Value)), Formats.Riel(reason.First.Value)],
            ReasonKind.OccupationWished or ReasonKind.OccupationHeldBefore when reason.Second.Value == 4 => words[key + "-same", Shown(reason.First)],
            ReasonKind.Distance when reason.First.Value == 0 => words[key + "-same"],
            ReasonKind.EssentialSkills or ReasonKind.UsefulSkills when reason is { Direction: Direction.Against, First.Value: 0 } => words[key + "-none", Shown(reason.Second)],
            _ => words[key, Shown(reason.First), Shown(reason.Second)],
        };
    }

    // English counts one apart.
    private string Duration(int months)
    {
        var (years, rest) = Math.DivRem(months, MonthsOfYear);
        var inYears = words[years == 1 ? "year" : "years", years].Value;
        var inMonths = words[rest == 1 ? "month" : "months", rest].Value;
        return (years, rest) switch
        {
            (0, _) => inMonths,
            (_, 0) => inYears,
            _ => $"{inYears} {inMonths}",
        };
    }

    private object Shown(Argument argument) => argument.Unit switch
    {
        Unit.RielPerMonth => Formats.Riel(argument.Value),
        Unit.Months => Duration(argument.Value),
        Unit.PerMille => Formats.Percent(argument.Value / 1000.0),
        Unit.CqfLevel => vocabulary.List("education").FirstOrDefault(t => t.SortOrder == argument.Value)?.Label ?? "",
        Unit.Occupation => vocabulary.Occupation(OccupationCode(argument.Value)),
        Unit.ProvinceCode => vocabulary.Province(argument.Value.ToString("00", System.Globalization.CultureInfo.InvariantCulture)),
        Unit.SkillId => vocabulary.Skill(argument.Value),
        Unit.LicenceId => Label("licence", argument.Value),
        Unit.LanguageId => Label("language", argument.Value),
        Unit.LanguageLevel => Label("language-level", argument.Value),
        Unit.HoursPerWeek => vocabulary.Label("hours", RankingCodes.HoursCode(argument.Value)),
        Unit.WorkTimes => string.Join(", ", RankingCodes.TimeCodes((WorkTimes)argument.Value).Select(code => vocabulary.Label("hours", code))),
        Unit.AccommodationId => Label("accommodation", argument.Value),
        Unit.DayNumber => Formats.Date(DateOnly.FromDayNumber(argument.Value)),
        Unit.Count or Unit.Kilometres or Unit.Days => Formats.Number(argument.Value),
        _ => argument.Value,
    };

    private string Label(string list, int place) => vocabulary.List(list).FirstOrDefault(t => t.SortOrder == place)?.Label ?? "";

    // A broader group was padded for ranking; its own code has the label.
    private string OccupationCode(int number)
    {
        var code = number.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
        while (code.Length > 1 && !vocabulary.Occupations.ContainsKey(code) && code[^1] == '0')
        {
            code = code[..^1];
        }

        return code;
    }
}
