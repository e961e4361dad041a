using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Text;

namespace Pes.Features.Monitoring;

/// <summary>The words of figures in the reader's language.</summary>
public sealed class FigureLabels(IStringLocalizer<MonitoringWords> words, Vocabulary vocabulary)
{
    public string Measure(Measure measure) => words[$"measure-{Key(measure)}"];

    /// <summary>What is counted, of what, and what is missing.</summary>
    public string Formula(Measure measure) => words[$"formula-{Key(measure)}"];

    public string Place(ReadFigures.ByPlace place) => place.CentreId is { } id ? vocabulary.Centre(id) : vocabulary.Province(place.Code);

    public string Group(Split split, string code) => split switch
    {
        Split.Sex => vocabulary.Label("sex", code),
        Split.Age => code == "unknown" ? words["age-unknown"] : words["age-years", code.Replace('-', '–')],
        _ => words[code],
    };

    /// <summary>The figure as it is read: a share where the measure is one, else a count.</summary>
    public static string Value(Measure measure, Figure figure) => IsShare(measure)
        ? figure.Share is { } share ? Formats.Percent(share) : "–"
        : Formats.Number(figure.Count);

    /// <summary>What stands beside it: the denominator and the missing share.</summary>
    public string Base(Measure measure, Figure figure)
    {
        var missing = figure.MissingShare is { } share ? Formats.Percent(share) : "–";
        return IsShare(measure)
            ? words[$"base-{Key(measure)}", Formats.Number(figure.Count), Formats.Number(figure.Of), missing]
            : words[$"base-{Key(measure)}", Formats.Number(figure.Of), missing];
    }

    /// <summary>The state of a referral or a case.</summary>
    public string State(string code) => words[$"state-{code}"];

    public static bool IsShare(Measure measure) => measure is Monitoring.Measure.Answers or Monitoring.Measure.PlacementRate;

    /// <summary>A name on a tile: one line, or two at the space nearest its middle where it is too long for one.</summary>
    internal static (string First, string? Second) OnTile(string name)
    {
        const int longest = 11;
        var cut = name.Length <= longest ? -1 : Enumerable.Range(0, name.Length).Where(i => name[i] == ' ').OrderBy(i => Math.Abs(i - (name.Length / 2))).FirstOrDefault(-1);
        return cut < 0 ? (name, null) : (name[..cut], name[(cut + 1)..]);
    }

    internal static string Key(Measure measure) => measure switch
    {
        Monitoring.Measure.PlacementRate => "placement-rate",
        _ => measure.ToString().ToLowerInvariant(),
    };
}
