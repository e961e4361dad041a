using System.Globalization;

namespace Pes.Platform.Data;

/// <summary>
/// Ids, instants and dates as the product stores them where a database has no such type: <c>D</c>, ISO in UTC to the
/// millisecond, and ISO. What the product wrote is read digit by digit; anything else goes the long way.
/// </summary>
internal static class StoredText
{
    public const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public const string DateFormat = "yyyy-MM-dd";

    public static Guid Id(string text) => Guid.TryParseExact(text, "D", out var id) ? id : Guid.Parse(text);

    public static DateTime Instant(string text)
    {
        ReadOnlySpan<char> t = text;
        if (t is [_, _, _, _, '-', _, _, '-', _, _, 'T', _, _, ':', _, _, ':', _, _, '.', _, _, _, 'Z']
            && Digits(t[..4]) is var year and > 0 && Digits(t[5..7]) is var month and >= 1 and <= 12
            && Digits(t[8..10]) is var day and > 0 && day <= DateTime.DaysInMonth(year, month)
            && Digits(t[11..13]) is var hour and >= 0 and < 24 && Digits(t[14..16]) is var minute and >= 0 and < 60
            && Digits(t[17..19]) is var second and >= 0 and < 60 && Digits(t[20..23]) is var millisecond and >= 0)
        {
            return new DateTime(year, month, day, hour, minute, second, millisecond, DateTimeKind.Utc);
        }

        return DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
    }

    public static DateOnly Date(string text)
    {
        ReadOnlySpan<char> t = text;
        return t is [_, _, _, _, '-', _, _, '-', _, _]
            && Digits(t[..4]) is var year and > 0 && Digits(t[5..7]) is var month and >= 1 and <= 12
            && Digits(t[8..10]) is var day and > 0 && day <= DateTime.DaysInMonth(year, month)
                ? new DateOnly(year, month, day)
                : DateOnly.Parse(text, CultureInfo.InvariantCulture);
    }

    // -1 where one of them is no digit.
    private static int Digits(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return -1;
            }

            number = (number * 10) + (digit - '0');
        }

        return number;
    }
}
