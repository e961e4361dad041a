using System.Text.RegularExpressions;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>The job titles an ESCO download brings, each with its ISCO-08 unit group.</summary>
public static partial class EscoTitles
{
    private const int LongestTitle = 300;

    /// <summary>Preferred and alternative labels of occupations, and the titles that the notes of ISCO unit groups name.</summary>
    public static IEnumerable<TitleExample> Of(IEnumerable<EscoOccupation> occupations, IEnumerable<EscoIscoGroup> groups) =>
        occupations.SelectMany(o => o.AltLabels.Split('\n').Prepend(o.LabelEn).Select(label => new TitleExample(label, o.IscoCode)))
            .Concat(groups.Where(g => g.Code.Length == 4).SelectMany(g => InNotes(g.Notes, g.Code)))
            .Where(t => t.Title.Length is > 0 and <= LongestTitle)
            .Distinct();

    // The notes list titles after "Examples of …", and those that belong to another group with its code: "- cook - 5120".
    private static IEnumerable<TitleExample> InNotes(string notes, string code)
    {
        var examples = false;
        foreach (var line in notes.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            examples |= line.StartsWith("Examples of", StringComparison.Ordinal);
            if (!line.StartsWith('-'))
            {
                continue;
            }

            var title = line.TrimStart('-', ' ');
            if (Elsewhere.Match(title) is { Success: true } other)
            {
                yield return new(other.Groups["title"].Value, other.Groups["code"].Value);
            }
            else if (examples)
            {
                yield return new(title, code);
            }
        }
    }

    [GeneratedRegex(@"^(?<title>.+?)\s*-\s*(?<code>\d{4})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Elsewhere { get; }
}
