using System.Security.Cryptography;

namespace Pes.Platform.Text;

/// <summary>A file that cannot be read as what it was said to be; nothing was taken over.</summary>
public sealed class ImportFileException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>What importers ask of files.</summary>
public static class ImportFile
{
    /// <summary>SHA-256 over the bytes of the files in order, as 64 hexadecimal digits.</summary>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static string Checksum(params IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer.AsSpan(0, read));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Runs a reader and says of a malformed file which one it is.</summary>
    public static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidDataException or CsvHelper.CsvFormatException or FormatException)
        {
            throw new ImportFileException($"{Path.GetFileName(file)} cannot be read: {exception.Message}", exception);
        }
    }
}
