using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pes.Platform.Security;

/// <summary>Codes of authenticator apps: RFC 6238 with SHA-1, 6 digits and steps of 30 seconds, which is what the apps know.</summary>
public static class Totp
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private const int StepSeconds = 30;

    /// <summary>160 random bits in base32, as an app takes them.</summary>
    public static string NewKey()
    {
        var bytes = RandomNumberGenerator.GetBytes(20);
        var text = new StringBuilder(32);
        for (var bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text.Append(Base32[(pair >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString();
    }

    public static byte[] FromBase32(string key)
    {
        var bytes = new byte[key.Length * 5 / 8];
        var (value, bits, at) = (0, 0, 0);
        foreach (var sign in key)
        {
            value = ((value << 5) | Base32.IndexOf(sign, StringComparison.Ordinal)) & 0xFFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[at++] = (byte)(value >> bits);
            }
        }

        return bytes;
    }

    /// <summary>The code of one step, 6 digits.</summary>
    public static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[20];
#pragma warning disable CA5350 // RFC 6238: the apps know SHA-1 alone, and HMAC does not need collision resistance.
        HMACSHA1.HashData(key, counter, mac);
#pragma warning restore CA5350
        var truncated = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[19] & 15)..]) & int.MaxValue;
        return (truncated % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    public static long Step(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The step that this code belongs to, at most one before or after now; null where it belongs to none.</summary>
    public static long? StepOf(byte[] key, string code, DateTimeOffset now)
    {
        long? found = null;
        for (var step = Step(now) - 1; step <= Step(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(key, step)), Encoding.ASCII.GetBytes(code)))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>The address that an app opens or a picture of it carries.</summary>
    public static string Address(string key, string userName) =>
        $"otpauth://totp/Pes:{Uri.EscapeDataString(userName)}?secret={key}&issuer=Pes&algorithm=SHA1&digits=6&period={StepSeconds}";

    /// <summary>The key in groups of four, for typing.</summary>
    public static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(g => new string(g)));
}
