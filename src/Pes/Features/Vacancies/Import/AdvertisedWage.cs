using System.Globalization;
using System.Text.RegularExpressions;
using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>A wage band: whole riel or cents of a dollar a period; an open end is null. Period as in the code list <c>wage-period</c>.</summary>
public sealed partial record AdvertisedWage(long? From, long? To, string Currency, string Period)
{
    /// <summary>Amounts without a sign of currency from here on are riel: no monthly wage in Cambodia is 20,000 dollars.</summary>
    public const decimal LeastUnmarkedRiel = 20_000;

    private const long Most = 10_000_000_000;

    /// <summary>Reads "$200-$500", "&lt;$200", "800,000 ៛", "1.2 million riel per month"; null where no amount is said ("Negotiable").</summary>
    public static AdvertisedWage? Read(string words, string period = "")
    {
        var text = KhmerText.ToAsciiDigits(KhmerText.Normalise(words)).ToLowerInvariant();
        List<decimal> amounts = [];
        foreach (Match match in Amount.Matches(text))
        {
            var digits = match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal);
            var number = decimal.Parse(digits.Count(c => c == '.') > 1 ? digits.Replace(".", "", StringComparison.Ordinal) : digits, CultureInfo.InvariantCulture);
            amounts.Add(number * match.Groups["unit"].Value switch { "k" => 1_000, "million" or "m" or "លាន" => 1_000_000, "ម៉ឺន" => 10_000, "សែន" => 100_000, _ => 1 });
        }

        if (amounts.Count is 0 or > 2 || amounts.Exists(a => a <= 0))
        {
            return null;
        }

        // "1-1.5 million": the unit stands once for both.
        if (amounts.Count == 2 && amounts[0] * 1_000 <= amounts[1])
        {
            amounts[0] *= amounts[1] >= 1_000_000 ? 1_000_000 : 1_000;
        }

        amounts.Sort();
        var currency = Riel.IsMatch(text) ? "KHR" : Dollar.IsMatch(text) ? "USD" : OtherCurrency.IsMatch(text) ? null : amounts[^1] >= LeastUnmarkedRiel ? "KHR" : "USD";
        if (currency is null || amounts[^1] > Most / 100)
        {
            return null;
        }

        var (from, to) = (Whole(amounts[0]), Whole(amounts[^1]));
        return new AdvertisedWage(
            amounts.Count == 1 && AtMost.IsMatch(text) ? null : from,
            amounts.Count == 1 && AtLeast.IsMatch(text) ? null : to,
            currency,
            PeriodOf($"{period.ToLowerInvariant()} {text}"));

        long Whole(decimal amount) => (long)Math.Round(currency == "USD" ? amount * 100 : amount, MidpointRounding.AwayFromZero);
    }

    private static string PeriodOf(string text) =>
        Hour.IsMatch(text) ? "hour" : Day.IsMatch(text) ? "day" : Week.IsMatch(text) ? "week" : Year.IsMatch(text) ? "year" : Piece.IsMatch(text) ? "piece" : "month";

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"(?<![\d.,])(?<number>\d{1,3}(\.\d{3}){2,}|(\d{1,3}(,\d{3})+|\d{1,12})(\.\d{1,4})?)\s*(?<unit>k\b|million\b|m\b|លាន|ម៉ឺន|សែន)?", Options, 1000)]
    private static partial Regex Amount { get; }

    [GeneratedRegex("៛|riel|khr|រៀល", Options, 1000)]
    private static partial Regex Riel { get; }

    [GeneratedRegex(@"\$|usd|dollar|ដុល្លារ", Options, 1000)]
    private static partial Regex Dollar { get; }

    [GeneratedRegex(@"€|£|¥|฿|\b(eur|gbp|thb|baht|vnd|cny|rmb|jpy|krw)\b", Options, 1000)]
    private static partial Regex OtherCurrency { get; }

    [GeneratedRegex(@"^\s*<|up to|less than|under|below|max|ក្រោម|រហូតដល់", Options, 1000)]
    private static partial Regex AtMost { get; }

    [GeneratedRegex(@"^\s*>|\+|from|more than|at least|above|over|min|up\s*$|ឡើង|ចាប់ពី|លើស", Options, 1000)]
    private static partial Regex AtLeast { get; }

    [GeneratedRegex(@"\bhour|/\s*h\b|ម៉ោង", Options, 1000)]
    private static partial Regex Hour { get; }

    [GeneratedRegex(@"\bday|\bdaily|/\s*d\b|ថ្ងៃ", Options, 1000)]
    private static partial Regex Day { get; }

    [GeneratedRegex(@"\bweek|សប្តាហ៍", Options, 1000)]
    private static partial Regex Week { get; }

    [GeneratedRegex(@"\byear|\bannual|\bannum|ឆ្នាំ", Options, 1000)]
    private static partial Regex Year { get; }

    [GeneratedRegex(@"\bpiece|ឯកតា", Options, 1000)]
    private static partial Regex Piece { get; }
}
