using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;

namespace Pes.Platform.Security;

/// <summary>
/// Hashes and compares passwords, at most one a core at a time: a flood of guesses waits here and leaves the cores to
/// the other requests' work.
/// </summary>
public sealed class Passwords(IPasswordHasher<Account> hasher) : IDisposable
{
    /// <summary>Rounds of PBKDF2 with HMAC-SHA512.</summary>
    public const int Iterations = 210_000;

    // The shape of a hash that no password has, so that an unknown name costs exactly what a known one does.
    private static readonly string Decoy = Convert.ToBase64String(
        [1, 0, 0, 0, 2, 0, 3, 0x34, 0x50, 0, 0, 0, 16, .. System.Security.Cryptography.RandomNumberGenerator.GetBytes(48)]);

    private readonly SemaphoreSlim cores = new(Environment.ProcessorCount);

    /// <summary>Whether this is the account's password; null and an account without one take as long and answer no.</summary>
    public async Task<bool> VerifyAsync(Account? account, string password, CancellationToken ct)
    {
        await cores.WaitAsync(ct);
        try
        {
            var verdict = hasher.VerifyHashedPassword(account!, account?.PasswordHash ?? Decoy, password);
            return verdict != PasswordVerificationResult.Failed && account?.PasswordHash is not null;
        }
        finally
        {
            cores.Release();
        }
    }

    public async Task<string> HashAsync(Account account, string password, CancellationToken ct)
    {
        await cores.WaitAsync(ct);
        try
        {
            return hasher.HashPassword(account, password);
        }
        finally
        {
            cores.Release();
        }
    }

    public void Dispose() => cores.Dispose();
}

/// <summary>Which passwords may be chosen. The answer is a refusal code of Refusals.resx, or null.</summary>
public static class PasswordRule
{
    public const int AloneLength = 15;

    public const int WithSecondFactorLength = 8;

    public const int MostLength = 200;

    private static readonly Lazy<FrozenSet<string>> Common = new(ReadCommon);

    /// <summary>How many common passwords are refused.</summary>
    public static int CommonCount => Common.Value.Count;

    /// <param name="ownNames">The account's names, which its password may not hold.</param>
    public static string? Refuse(string password, bool hasSecondFactor, params IEnumerable<string> ownNames) => password switch
    {
        { Length: < WithSecondFactorLength } => hasSecondFactor ? "password-too-short" : "password-too-short-alone",
        { Length: < AloneLength } when !hasSecondFactor => "password-too-short-alone",
        { Length: > MostLength } => "password-too-long",
        _ when Common.Value.Contains(password.ToLowerInvariant()) || password.Distinct().Count() < 4 => "password-too-common",
        _ when ownNames.Any(name => name.Length >= 4 && password.Contains(name, StringComparison.OrdinalIgnoreCase)) => "password-holds-name",
        _ => null,
    };

    private static FrozenSet<string> ReadCommon()
    {
        using var reader = new StreamReader(typeof(PasswordRule).Assembly.GetManifestResourceStream("common-passwords.txt")!);
        return reader.ReadToEnd().Split('\n').ToFrozenSet(StringComparer.Ordinal);
    }
}
