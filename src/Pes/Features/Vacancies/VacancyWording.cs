using Pes.Features.Reference;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>How a vacancy's facts are put in words for the reader.</summary>
public static class VacancyWording
{
    /// <summary>The text of the reader's language, else the other one.</summary>
    public static string InReadersLanguage(string? english, string? khmer) =>
        (RequestLanguage.IsKhmer ? khmer ?? english : english ?? khmer) ?? "";

    /// <summary>The language that <see cref="InReadersLanguage"/> took, for the lang attribute.</summary>
    public static string LanguageOf(string? english, string? khmer) =>
        RequestLanguage.IsKhmer ? (khmer is null ? "en" : "km") : (english is null ? "km" : "en");

    /// <summary>The title cut where words that were searched for begin and end.</summary>
    public static IEnumerable<(string Text, bool IsMarked)> Parts(FindVacancies.Row row)
    {
        var at = 0;
        foreach (var mark in row.TitleMarks)
        {
            yield return (row.Title[at..mark.Start], false);
            yield return (row.Title.Substring(mark.Start, mark.Length), true);
            at = mark.Start + mark.Length;
        }

        yield return (row.Title[at..], false);
    }

    /// <summary>A band such as 850,000 – 1,025,000 riel; empty where no wage is offered.</summary>
    public static string Band(long? from, long? to) => (from, to) switch
    {
        (null, null) => "",
        ({ } low, { } high) when low != high => $"{Formats.Number(low)} – {Formats.Riel(high)}",
        _ => Formats.Riel((from ?? to)!.Value),
    };

    /// <summary>The wage as it is offered: amount, currency and period.</summary>
    public static string Offered(VacancyContent content, Vocabulary vocabulary)
    {
        if (content.WageFrom is null && content.WageTo is null)
        {
            return "";
        }

        var unit = content.WageCurrency == "USD" ? 100m : 1m;
        var band = string.Join(" – ", new[] { content.WageFrom, content.WageTo }.Where(a => a is not null).Distinct()
            .Select(a => (a!.Value / unit).ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture)));
        return $"{band} {vocabulary.Label("currency", content.WageCurrency)} {vocabulary.Label("wage-period", content.WagePeriod)}";
    }

    /// <summary>One field of a content in words: codes and ids by their labels, dates as the reader writes them.</summary>
    /// <param name="text">As <see cref="Platform.Requests.Refusal.Stale"/> writes it: several values with ", " between.</param>
    internal static string Told(string field, string text, Vocabulary vocabulary, IReadOnlyDictionary<string, string> districts) => field switch
    {
        nameof(VacancyContent.IscoCode) => $"{text} {vocabulary.Occupation(text)}",
        nameof(VacancyContent.EssentialSkills) or nameof(VacancyContent.UsefulSkills) => Each(text, id => vocabulary.Skill(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture))),
        nameof(VacancyContent.Places) => Each(text, code => code.Length > 2
            ? $"{districts.GetValueOrDefault(code, code)} ({vocabulary.Province(code[..2])})"
            : vocabulary.Province(code)),
        nameof(VacancyContent.EducationCode) => vocabulary.Label("education", text),
        nameof(VacancyContent.HoursCode) => vocabulary.Label("hours", text),
        nameof(VacancyContent.ContractCode) => vocabulary.Label("contract", text),
        nameof(VacancyContent.WageCurrency) => vocabulary.Label("currency", text),
        nameof(VacancyContent.WagePeriod) => vocabulary.Label("wage-period", text),
        nameof(VacancyContent.Languages) => Each(text, pair => pair.Split(' ') is [var language, var level]
            ? $"{vocabulary.Label("language", language)}: {vocabulary.List("language-level").FirstOrDefault(t => $"{t.SortOrder}" == level)?.Label ?? level}"
            : pair),
        nameof(VacancyContent.Licences) => Each(text, code => vocabulary.Label("licence", code)),
        nameof(VacancyContent.Accommodations) => Each(text, code => vocabulary.Label("accommodation", code)),
        nameof(VacancyContent.ClosesOn) => Formats.DateFrom(text),
        nameof(VacancyContent.IsHazardous) => text == bool.TrueString ? "✓" : "–",
        _ => text,
    };

    private static string Each(string text, Func<string, string> label) => string.Join(", ", text.Split(", ").Select(label));

    /// <summary>The class of the tag that shows a state.</summary>
    public static string Tag(string status) => status switch
    {
        VacancyStatus.Live => "pes-tag pes-tag--accent",
        VacancyStatus.Filled => "pes-tag pes-tag--good",
        VacancyStatus.Submitted => "pes-tag pes-tag--warn",
        VacancyStatus.Closed => "pes-tag pes-tag--closed",
        _ => "pes-tag pes-tag--draft",
    };
}
