using System.Security.Cryptography;
using Pes.Platform.Requests;

namespace Pes.Platform.Security;

/// <summary>The audit chain's HMAC key: 32 bytes in a file outside the database, made once where none is.</summary>
internal static class AuditKeyFile
{
    public static AuditKey Read(IConfiguration configuration) =>
        new(File.ReadAllBytes(KeyFile.Ensure(configuration, "audit.key", () => RandomNumberGenerator.GetBytes(32))));
}
