using System.Security.Cryptography;
using Pes.Platform.Requests;

namespace Pes.Platform.Security;

/// <summary>The audit chain's HMAC key: 32 bytes in a file outside the database, made once where none is.</summary>
internal static class AuditKeyFile
{
    public static AuditKey Read(IConfiguration configuration)
    {
        var path = configuration["Keys:Directory"] ?? "data/keys";
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, "audit.key");
        if (!File.Exists(file))
        {
            var fresh = file + "." + Guid.CreateVersion7().ToString("N");
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var stream = new FileStream(fresh, options))
            {
                stream.Write(RandomNumberGenerator.GetBytes(32));
                stream.Flush(flushToDisk: true);
            }

            // Two processes that start at once: the first one's key stays.
            try
            {
                File.Move(fresh, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(fresh);
            }
        }

        return new AuditKey(File.ReadAllBytes(file));
    }
}
