using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Pes.Platform.Data;

namespace Pes.Platform.Security;

/// <summary>What stands behind the second factors: the authenticator's key and its last used step, and recovery codes.</summary>
public sealed class AccountFactors(IDataProtectionProvider protection, KeyedHash hash)
{
    public const int RecoveryCodes = 10;

    // 32 signs without 0, 1, I and O, so that a code is read back right from paper.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private const string UseStepSql = """
        UPDATE Account SET TotpLastStep = @Step WHERE Id = @AccountId AND TotpEnabled = 1 AND (TotpLastStep IS NULL OR TotpLastStep < @Step)
        """;

    private readonly IDataProtector protector = protection.CreateProtector("Pes.AuthenticatorKey");

    public string Protect(string key) => protector.Protect(key);

    public string Unprotect(string key) => protector.Unprotect(key);

    /// <summary>True once for each step of 30 seconds, on all nodes together: a code that was seen over a shoulder is used up.</summary>
    public async Task<bool> UseCodeAsync(Database db, Account account, string code, DateTimeOffset now, CancellationToken ct) =>
        account is { TotpEnabled: true, TotpKey: { } key }
        && Totp.StepOf(Totp.FromBase32(Unprotect(key)), code, now) is { } step
        && await db.WriteAsync(UseStepSql, new { AccountId = account.Id, Step = step }, ct) == 1;

    /// <summary>
    /// The ten codes of a set. They follow from the set's id and the installation's key, so that a repeated request shows
    /// the same codes while the database holds none of them.
    /// </summary>
    public IReadOnlyList<string> CodesOf(Guid accountId, Guid setId) =>
    [
        .. Enumerable.Range(0, RecoveryCodes).Select(i =>
        {
            var bytes = hash.Of("recovery-code", $"{accountId:N}{setId:N}{i}");
            var signs = string.Create(10, bytes, static (span, source) =>
            {
                for (var s = 0; s < span.Length; s++)
                {
                    span[s] = Alphabet[source[s] & 31];
                }
            });
            return $"{signs[..5]}-{signs[5..]}";
        }),
    ];

    /// <summary>What is stored of a code; dashes, spaces and small letters do not matter.</summary>
    public string HashOf(Guid accountId, string code) => Convert.ToHexString(
        hash.Of("recovery-hash", $"{accountId:N}{string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant()}"));
}

/// <summary>Keyed hashes for what is looked up but must not be read from the database: each purpose has a key of its own.</summary>
public sealed class KeyedHash(Requests.AuditKey key)
{
    /// <summary>HMAC-SHA256 of the text, 32 bytes.</summary>
    public byte[] Of(string purpose, string text) => HMACSHA256.HashData(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Bytes, 32, info: System.Text.Encoding.UTF8.GetBytes("pes:" + purpose)),
        System.Text.Encoding.UTF8.GetBytes(text));
}
