using System.Globalization;
using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>Calendar dates as advertisements write them; day before month where both are numbers, as in Cambodia.</summary>
public static class AdvertisedDate
{
    private static readonly string[] Formats =
    [
        "MMM-d-yyyy", "yyyy-M-d", "yyyy/M/d", "d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "d MMM yyyy", "d MMMM yyyy", "MMM d yyyy", "MMMM d yyyy", "d-MMM-yyyy",
    ];

    /// <summary>The date, a label before it ("Closing Date：") and a time behind it left out; null where there is none.</summary>
    public static DateOnly? Read(string words)
    {
        var (_, value) = AdvertisementText.Field(words);
        var text = KhmerText.ToAsciiDigits(KhmerText.Normalise(value.Length > 0 && !char.IsAsciiDigit(words.TrimStart().FirstOrDefault()) ? value : words))
            .Replace(",", " ", StringComparison.Ordinal);
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var time = text.IndexOf('T', StringComparison.Ordinal);
        if (time == 10)
        {
            text = text[..time];
        }

        return DateOnly.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }
}
