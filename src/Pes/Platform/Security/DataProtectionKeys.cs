using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Pes.Platform.Data;

namespace Pes.Platform.Security;

/// <summary>Data-protection keys in the database, so that a cookie of one node is read by the others.</summary>
public sealed class DataProtectionKeys(ConnectionSource source, DatabaseSettings settings, TimeProvider clock) : IXmlRepository
{
    private const string AllSql = "SELECT Xml FROM DataProtectionKey ORDER BY Seq";

    private const string AddSql = "INSERT INTO DataProtectionKey (FriendlyName, Xml, CreatedAt) VALUES (@FriendlyName, @Xml, @Now)";

    // The interface of the framework is synchronous; both are called once at start and about every 90 days.
    public IReadOnlyCollection<XElement> GetAllElements() => AllAsync().GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => AddAsync(element, friendlyName).GetAwaiter().GetResult();

    private async Task<IReadOnlyCollection<XElement>> AllAsync()
    {
        await using var db = new Database(source, settings);
        return [.. (await db.QueryAsync<string>(AllSql)).Select(xml => XElement.Parse(xml))];
    }

    private async Task AddAsync(XElement element, string friendlyName)
    {
        await using var db = new Database(source, settings);
        await db.WriteAsync(
            AddSql,
            new { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting), Now = clock.GetUtcNow().UtcDateTime },
            default);
    }
}

/// <summary>
/// The certificate that encrypts those keys: the file of setting Keys:Certificate (PKCS#12, with Keys:CertificatePassword), else one of our own,
/// made once in Keys:Directory. It lives outside the database and its backups; whoever has both can make cookies.
/// </summary>
public static class KeyCertificate
{
    public const string File = "data-protection.pfx";

    private const int Years = 20;

    public static X509Certificate2 Read(IConfiguration configuration)
    {
        var file = Given(configuration) ?? KeyFile.Ensure(configuration, File, Make);
        return Load(file, configuration);
    }

    /// <summary>Where the certificate is or will be; nothing is made.</summary>
    public static string PathOf(IConfiguration configuration) => Path.GetFullPath(Given(configuration) ?? KeyFile.PathOf(configuration, File));

    /// <exception cref="CryptographicException">No PKCS#12 file, or not of this password.</exception>
    public static X509Certificate2 Load(string file, IConfiguration configuration) =>
        X509CertificateLoader.LoadPkcs12FromFile(file, configuration["Keys:CertificatePassword"], X509KeyStorageFlags.EphemeralKeySet);

    private static string? Given(IConfiguration configuration) => configuration["Keys:Certificate"] is { Length: > 0 } given ? given : null;

    private static byte[] Make()
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest("CN=Pes data protection", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var today = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(today.AddDays(-1), today.AddYears(Years));
        return certificate.Export(X509ContentType.Pkcs12);
    }
}
