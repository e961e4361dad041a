using System.Globalization;
using Microsoft.AspNetCore.DataProtection;

namespace Pes.Features.CaseFiles;

/// <summary>Names a case file outside the scope without giving its id away: sealed, for one account, for one hour.</summary>
public sealed class FileReferences(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly IDataProtector protector = protection.CreateProtector("Pes.FileReference");

    public string Make(Guid caseFileId, Guid accountId) =>
        protector.Protect($"{caseFileId:N}.{accountId:N}.{(clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}");

    /// <summary>The case file, or null where the reference is another account's, too old, or not ours.</summary>
    public Guid? Read(string reference, Guid accountId)
    {
        try
        {
            return protector.Unprotect(reference).Split('.') is [var file, var account, var until]
                && Guid.Parse(account) == accountId
                && long.Parse(until, CultureInfo.InvariantCulture) >= clock.GetUtcNow().ToUnixTimeSeconds()
                ? Guid.Parse(file)
                : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
