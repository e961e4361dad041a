using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Platform.Requests;

/// <summary>One row of the audit chain, as it is hashed.</summary>
public sealed record AuditRow
{
    public required long Sequence { get; init; }

    public required DateTime At { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid SessionId { get; init; }

    public required string Operation { get; init; }

    public required string SubjectKind { get; init; }

    public required Guid? SubjectId { get; init; }

    public required Guid? PersonId { get; init; }

    public required string? Detail { get; init; }

    /// <summary>HMAC-SHA256 over the hash before and the canonical row: each field as UTF-8 behind its length in 4 bytes.</summary>
    public byte[] Seal(ReadOnlySpan<byte> previous, byte[] key)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(previous);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in (string[])
            [
                Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
                At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
                AccountId.ToString("D"), SessionId.ToString("D"), Operation, SubjectKind,
                SubjectId?.ToString("D") ?? "", PersonId?.ToString("D") ?? "", Detail ?? "",
            ])
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hmac.AppendData(length);
            hmac.AppendData(bytes);
        }

        return hmac.GetHashAndReset();
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
    private const string AdvanceSql = "UPDATE AuditHead SET Sequence = Sequence + 1 WHERE Id = 1";

    private const string HeadSql = "SELECT Sequence, Hash FROM AuditHead WHERE Id = 1";

    private const string AppendSql = """
        INSERT INTO AuditRow (Sequence, At, AccountId, SessionId, Operation, SubjectKind, SubjectId, PersonId, Detail, Hash)
        VALUES (@Sequence, @At, @AccountId, @SessionId, @Operation, @SubjectKind, @SubjectId, @PersonId, @Detail, @Hash)
        """;

    private const string SealSql = "UPDATE AuditHead SET Hash = @Hash WHERE Id = 1";

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

    private sealed record Head
    {
        public required long Sequence { get; init; }

        public required byte[] Hash { get; init; }
    }
}
