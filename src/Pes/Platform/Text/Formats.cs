using System.Globalization;
using Pes.Platform.Web;

namespace Pes.Platform.Text;

/// <summary>Dates, times, numbers and money as a reader of the current language expects them; pinned, since ICU versions disagree on Khmer.</summary>
public static class Formats
{
    private static readonly TimeZoneInfo PhnomPenh = TimeZoneInfo.FindSystemTimeZoneById("Asia/Phnom_Penh");

    private static readonly string[] KhmerMonths =
        ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"];

    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>22 វិច្ឆិកា 2026; 22 November 2026.</summary>
    public static string Date(DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"{date.Day} {(RequestLanguage.IsKhmer ? KhmerMonths : EnglishMonths)[date.Month - 1]} {date.Year}");

    /// <summary>វិច្ឆិកា 2026; November 2026.</summary>
    public static string Month(DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"{(RequestLanguage.IsKhmer ? KhmerMonths : EnglishMonths)[date.Month - 1]} {date.Year}");

    /// <summary>A stored instant as a date and time in Cambodia.</summary>
    public static string DateAndTime(DateTime utc)
    {
        var local = InCambodia(utc);
        return string.Create(CultureInfo.InvariantCulture, $"{Date(DateOnly.FromDateTime(local))} {local:HH:mm}");
    }

    /// <summary>A date, instant (UTC), amount of riel or yes that was written invariantly, as a reader expects it.</summary>
    public static string DateFrom(string invariant) => Date(DateOnly.Parse(invariant, CultureInfo.InvariantCulture));

    /// <inheritdoc cref="DateFrom"/>
    public static string DateAndTimeFrom(string invariant) => DateAndTime(DateTime.Parse(invariant, CultureInfo.InvariantCulture));

    /// <inheritdoc cref="DateFrom"/>
    public static string RielFrom(string invariant) => Riel(long.Parse(invariant, CultureInfo.InvariantCulture));

    /// <summary>Facts of one line with a dot between; where the line breaks, the dot goes with the fact that follows. What is not known is left out.</summary>
    public static string Facts(params IEnumerable<string?> facts) => string.Join(" ·\u00A0", facts.Where(f => !string.IsNullOrEmpty(f)));

    /// <summary>1,234,567.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share of 0 to 1 as 41.3 %.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    /// <summary>850,000 រៀល; 850,000 riel.</summary>
    public static string Riel(long riel) => Number(riel) + (RequestLanguage.IsKhmer ? " រៀល" : " riel");

    public static DateTime InCambodia(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), PhnomPenh);

    /// <summary>The UTC instant at which a calendar date begins in Cambodia.</summary>
    public static DateTime BeginsUtc(DateOnly date) => TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(TimeOnly.MinValue), PhnomPenh);

    /// <summary>Today's date in Cambodia, where UTC is yesterday until 07:00.</summary>
    public static DateOnly TodayInCambodia(this TimeProvider clock) => DateOnly.FromDateTime(InCambodia(clock.GetUtcNow().UtcDateTime));

    /// <summary>Khmer digits ០–៩ as ASCII digits; the rest as it was.</summary>
    public static string AsciiDigits(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source[i] is >= '\u17E0' and <= '\u17E9' ? (char)(source[i] - '\u17E0' + '0') : source[i];
        }
    });
}
