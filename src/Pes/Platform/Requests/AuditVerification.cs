using System.Security.Cryptography;
using Pes.Platform.Data;

namespace Pes.Platform.Requests;

/// <summary>What is wrong with the first bad row.</summary>
public enum AuditFault
{
    None,

    /// <summary>The row is not there, though a later row or a published head says that it was.</summary>
    Missing,

    /// <summary>The row does not follow from the row before it: it was edited, or moved.</summary>
    Changed,

    /// <summary>The row is sound, but the head in the database or the published one says something else.</summary>
    HeadDiffers,

    /// <summary>The file of published heads was changed by somebody without the key.</summary>
    HeadsFileChanged,
}

/// <summary>The answer of a verification.</summary>
/// <param name="Rows">Rows that were recomputed.</param>
/// <param name="PublishedHeads">Heads outside the database that were compared.</param>
/// <param name="FirstBad">The sequence of the first bad row; null where the chain is whole.</param>
public sealed record AuditFinding(long Rows, int PublishedHeads, AuditFault Fault, long? FirstBad)
{
    public bool IsWhole => Fault == AuditFault.None;
}

/// <summary>Recomputes the chain row by row and compares it with the head in the database and with every published head.</summary>
public sealed class AuditVerification(ConnectionSource source, DatabaseSettings settings, AuditKey key, AuditHeads heads)
{
    private const int ProgressStep = 10_000;

    private const string HeadSql = "SELECT Sequence, Hash FROM AuditHead WHERE Id = 1";

    private const string RowsSql = """
        SELECT Sequence, At, AccountId, SessionId, Operation, SubjectKind, SubjectId, PersonId, Detail, Hash FROM AuditRow ORDER BY Sequence
        """;

    /// <param name="progress">Told the rows so far, every ten thousand.</param>
    public async Task<AuditFinding> VerifyAsync(Action<long>? progress, CancellationToken ct)
    {
        Dictionary<long, string> published;
        try
        {
            published = heads.Read().GroupBy(h => h.Sequence).ToDictionary(g => g.Key, g => g.Last().Hash);
        }
        catch (InvalidDataException)
        {
            return new AuditFinding(0, 0, AuditFault.HeadsFileChanged, null);
        }

        await using var db = new Database(source, settings);
        var head = await db.SingleAsync<Head>(HeadSql, ct: ct);
        var previous = new byte[32];
        var last = 0L;
        await foreach (var row in db.StreamAsync<StoredRow>(RowsSql, ct: ct))
        {
            if (row.Sequence != last + 1)
            {
                return Bad(row.Sequence <= last ? AuditFault.Changed : AuditFault.Missing, last + 1);
            }

            var hash = row.Row.Seal(previous, key.Bytes);
            if (!CryptographicOperations.FixedTimeEquals(hash, row.Hash))
            {
                return Bad(AuditFault.Changed, row.Sequence);
            }

            if ((published.TryGetValue(row.Sequence, out var outside) && outside != Convert.ToHexString(hash))
                || (row.Sequence == head.Sequence && !CryptographicOperations.FixedTimeEquals(hash, head.Hash)))
            {
                return Bad(AuditFault.HeadDiffers, row.Sequence);
            }

            (previous, last) = (hash, row.Sequence);
            if (last % ProgressStep == 0)
            {
                progress?.Invoke(last);
            }
        }

        var end = Math.Max(head.Sequence, published.Keys.DefaultIfEmpty(0).Max());
        return last < end ? Bad(AuditFault.Missing, last + 1) : new AuditFinding(last, published.Count, AuditFault.None, null);

        AuditFinding Bad(AuditFault fault, long sequence) => new(last, published.Count, fault, sequence);
    }

    private sealed record Head
    {
        public required long Sequence { get; init; }

        public required byte[] Hash { get; init; }
    }

    private sealed record StoredRow
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

        public required byte[] Hash { get; init; }

        public AuditRow Row => new()
        {
            Sequence = Sequence, At = At, AccountId = AccountId, SessionId = SessionId, Operation = Operation,
            SubjectKind = SubjectKind, SubjectId = SubjectId, PersonId = PersonId, Detail = Detail,
        };
    }
}
