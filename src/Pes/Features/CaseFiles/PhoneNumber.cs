using Pes.Platform.Text;

namespace Pes.Features.CaseFiles;

/// <summary>Telephone numbers as they are stored: a Cambodian one as 0 and 8 or 9 digits, another as + and its digits.</summary>
public static class PhoneNumber
{
    private const string CountryCode = "855";

    /// <summary>The stored form of what was typed, in either digit set; null where it is no telephone number.</summary>
    public static string? Normalise(string? typed)
    {
        var text = Formats.AsciiDigits(typed ?? "").Trim();
        if (text.Any(c => !char.IsAsciiDigit(c) && c is not ('+' or ' ' or '-' or '.' or '(' or ')' or '/')))
        {
            return null;
        }

        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var isForeign = text.StartsWith('+') || digits.StartsWith("00", StringComparison.Ordinal);
        digits = digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
        if (digits.StartsWith(CountryCode, StringComparison.Ordinal) && digits.Length is >= 11 and <= 13)
        {
            digits = "0" + digits[CountryCode.Length..].TrimStart('0');
            isForeign = false;
        }

        return (isForeign, digits) switch
        {
            (true, { Length: >= 7 and <= 15 }) => "+" + digits,
            (false, { Length: 9 or 10 } local) when local[0] == '0' => local,
            _ => null,
        };
    }

    /// <summary>012 345 678.</summary>
    public static string Shown(string? stored) =>
        stored is { Length: 9 or 10 } && stored[0] == '0' ? $"{stored[..3]} {stored[3..6]} {stored[6..]}" : stored ?? "";
}
