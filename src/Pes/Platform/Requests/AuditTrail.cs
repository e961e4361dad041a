using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Platform.Requests;

/// <summary>One row of the audit chain, as it is hashed.</summary>
public sealed record AuditRow
{
    // Sequence, instant and four ids as text, and nine lengths.
    private const int FixedFields = 20 + 24 + (4 * 36) + (9 * 4);

    public required long Sequence { get; init; }

    public required DateTime At { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid SessionId { get; init; }

    public required string Operation { get; init; }

    public required string SubjectKind { get; init; }

    public required Guid? SubjectId { get; init; }

    public required Guid? PersonId { get; init; }

    public required string? Detail { get; init; }

    /// <summary>HMAC-SHA256 over the hash before and the canonical row: each field as UTF-8 behind its length in 4 bytes, big-endian.</summary>
    public byte[] Seal(ReadOnlySpan<byte> previous, byte[] key)
    {
        var longest = previous.Length + FixedFields + Encoding.UTF8.GetMaxByteCount(Operation.Length + SubjectKind.Length + (Detail?.Length ?? 0));
        var rented = longest > 2048 ? new byte[longest] : null;
        var buffer = rented ?? stackalloc byte[2048];
        previous.CopyTo(buffer);
        var at = previous.Length;
        Put(buffer, ref at, Sequence, default);
        Put(buffer, ref at, At, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        Put(buffer, ref at, AccountId, "D");
        Put(buffer, ref at, SessionId, "D");
        Put(buffer, ref at, Operation);
        Put(buffer, ref at, SubjectKind);
        PutOptional(buffer, ref at, SubjectId);
        PutOptional(buffer, ref at, PersonId);
        Put(buffer, ref at, Detail);
        return HMACSHA256.HashData(key, buffer[..at]);
    }

    private static void Put<T>(Span<byte> buffer, ref int at, T field, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        field.TryFormat(buffer[(at + 4)..], out var length, format, System.Globalization.CultureInfo.InvariantCulture);
        BinaryPrimitives.WriteInt32BigEndian(buffer[at..], length);
        at += 4 + length;
    }

    private static void PutOptional(Span<byte> buffer, ref int at, Guid? field)
    {
        if (field is { } id)
        {
            Put(buffer, ref at, id, "D");
        }
        else
        {
            Put(buffer, ref at, "");
        }
    }

    private static void Put(Span<byte> buffer, ref int at, string? field)
    {
        var length = Encoding.UTF8.GetBytes(field, buffer[(at + 4)..]);
        BinaryPrimitives.WriteInt32BigEndian(buffer[at..], length);
        at += 4 + length;
    }
}

/// <summary>The HMAC key of the chain; lives in a file outside the database and its backups.</summary>
public sealed record AuditKey(byte[] Bytes);

/// <summary>
/// Appends to the audit chain inside the caller's transaction. The counter row is updated first, which makes the
/// chain one writer's: another append waits for this commit.
/// </summary>
public sealed class AuditTrail(AuditKey key, TimeProvider clock)
{
    internal const string AdvanceSql = "UPDATE AuditHead SET Sequence = Sequence + 1 WHERE Id = 1";

    internal const string HeadSql = "SELECT Sequence, Hash FROM AuditHead WHERE Id = 1";

    internal const string AppendSql = """
        INSERT INTO AuditRow (Sequence, At, AccountId, SessionId, Operation, SubjectKind, SubjectId, PersonId, Detail, Hash)
        VALUES (@Sequence, @At, @AccountId, @SessionId, @Operation, @SubjectKind, @SubjectId, @PersonId, @Detail, @Hash)
        """;

    internal const string SealSql = "UPDATE AuditHead SET Hash = @Hash WHERE Id = 1";

    public async Task AppendAsync(Database db, Scope scope, string operation, AuditSubject subject, CancellationToken ct)
    {
        await db.ExecuteAsync(AdvanceSql, ct: ct);
        var head = await db.SingleAsync<Head>(HeadSql, ct: ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var row = new AuditRow
        {
            Sequence = head.Sequence,
            At = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc),
            AccountId = scope.AccountId,
            SessionId = scope.SessionId,
            Operation = operation,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            PersonId = subject.PersonId,
            Detail = subject.Detail,
        };
        var hash = row.Seal(head.Hash, key.Bytes);
        await db.ExecuteAsync(
            AppendSql,
            new { row.Sequence, row.At, row.AccountId, row.SessionId, row.Operation, row.SubjectKind, row.SubjectId, row.PersonId, row.Detail, Hash = hash },
            ct);
        await db.ExecuteAsync(SealSql, new { Hash = hash }, ct);
    }

    internal sealed record Head
    {
        public required long Sequence { get; init; }

        public required byte[] Hash { get; init; }
    }
}
