using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Pes.Platform.Requests;
using Pes.Platform.Text;

namespace Pes.Features.CaseFiles;

/// <summary>
/// Identity numbers at rest: encrypted to be shown to whom it may concern, and an HMAC-SHA256 in hexadecimal to find
/// the same number again without decrypting any.
/// </summary>
public sealed class IdentityNumbers(AuditKey secret, IDataProtectionProvider protection)
{
    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.Bytes, 32, info: "pes/identity-number"u8.ToArray());
    private readonly IDataProtector protector = protection.CreateProtector("Pes.IdentityNumber");

    /// <summary>ASCII letters in capitals and digits alone, so that "01-0 123" and "០១០១២៣" agree.</summary>
    public static string Normalise(string? number) =>
        string.Concat(Formats.AsciiDigits(number ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));

    /// <summary>64 hexadecimal digits.</summary>
    public string KeyOf(string number) => Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Normalise(number))));

    public string Protect(string number) => protector.Protect(Normalise(number));

    /// <summary>The number with all but its last three characters hidden; null where its protection key is gone.</summary>
    public string? Masked(string? protectedNumber)
    {
        if (protectedNumber is null)
        {
            return null;
        }

        try
        {
            var number = protector.Unprotect(protectedNumber);
            return new string('•', Math.Max(0, number.Length - 3)) + number[^Math.Min(3, number.Length)..];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
