using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pes.Platform.Data;

namespace Pes.Platform.Requests;

/// <summary>The end of the audit chain at one instant, as it was published.</summary>
public sealed record AuditHead(long Sequence, string Hash, DateTime At);

/// <summary>
/// Publishes the end of the chain to a file outside the database: who cuts rows off the end must now forge this file
/// too. One line a head: sequence, hash, instant, HMAC of the three. Setting Audit:HeadsFile; else audit-heads beside Keys:Directory.
/// </summary>
public sealed class AuditHeads(ConnectionSource source, DatabaseSettings settings, AuditKey key, IConfiguration configuration, TimeProvider clock)
{
    private const string HeadSql = "SELECT Sequence, Hash FROM AuditHead WHERE Id = 1";

    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private readonly Lock gate = new();

    public string File { get; } = Path.GetFullPath(configuration["Audit:HeadsFile"]
        ?? Path.Combine(Path.GetFullPath(configuration["Keys:Directory"] ?? "data/keys"), "..", "audit-heads"));

    /// <summary>Appends the present head and waits until it is on the disk; a head that has not moved is not written again.</summary>
    /// <returns>The head, or null where the chain is empty.</returns>
    public async Task<AuditHead?> PublishAsync(CancellationToken ct)
    {
        await using var db = new Database(source, settings);
        var row = await db.SingleAsync<Row>(HeadSql, ct: ct);
        if (row.Sequence == 0)
        {
            return null;
        }

        var head = new AuditHead(row.Sequence, Convert.ToHexString(row.Hash), clock.GetUtcNow().UtcDateTime);
        lock (gate)
        {
            var lines = Lines();
            if (lines.LastOrDefault()?.StartsWith($"{head.Sequence} {head.Hash} ", StringComparison.Ordinal) == true)
            {
                return head;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            using var stream = new FileStream(File, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            stream.Seek(lines.Sum(line => line.Length + 1L), SeekOrigin.Begin);
            var words = $"{head.Sequence} {head.Hash} {head.At.ToString(InstantFormat, CultureInfo.InvariantCulture)}";
            stream.Write(Encoding.ASCII.GetBytes($"{words} {Sign(words)}\n"));
            stream.Flush(flushToDisk: true);
            stream.SetLength(stream.Position);
        }

        return head;
    }

    /// <summary>All published heads, oldest first.</summary>
    /// <exception cref="InvalidDataException">A line was not written with this key.</exception>
    public IReadOnlyList<AuditHead> Read()
    {
        List<AuditHead> heads = [];
        var number = 0;
        foreach (var line in Lines())
        {
            number++;
            if (line.Split(' ') is not [var sequence, var hash, var at, var sign]
                || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(sign), Encoding.ASCII.GetBytes(Sign($"{sequence} {hash} {at}"))))
            {
                throw new InvalidDataException($"Line {number} of {File} was not written by this product with this key.");
            }

            heads.Add(new AuditHead(
                long.Parse(sequence, CultureInfo.InvariantCulture), hash,
                DateTime.ParseExact(at, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal)));
        }

        return heads;
    }

    // A line that a full disk or a crash left unfinished was never published: the next one is written over it.
    private string[] Lines() => System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File, Encoding.Latin1).Split('\n')[..^1] : [];

    private string Sign(string words) => Convert.ToHexString(HMACSHA256.HashData(key.Bytes, Encoding.ASCII.GetBytes("head " + words)));

    private sealed record Row
    {
        public required long Sequence { get; init; }

        public required byte[] Hash { get; init; }
    }
}
