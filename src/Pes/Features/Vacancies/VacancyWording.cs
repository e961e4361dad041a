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
