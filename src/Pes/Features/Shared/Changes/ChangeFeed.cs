using Pes.Platform.Data;

namespace Pes.Features.Shared.Changes;

/// <summary>How far the changes have been read.</summary>
/// <param name="Last">The highest number seen.</param>
/// <param name="Seen">Numbers that were seen within the overlap before it.</param>
internal sealed record FeedPosition(long Last, IReadOnlySet<long> Seen);

/// <summary>
/// Reads the change sequence from a position on. SQL Server draws identity values before the commit, so that a lower number
/// may become visible after a higher one: the last few hundred numbers are read again each time, and those not seen before count.
/// A change is noted at the end of its transaction, behind which at most a pool of connections waits: far fewer than the overlap.
/// </summary>
internal static class ChangeFeed
{
    private const int Overlap = 500;

    private const string LastSql = "SELECT COALESCE(MAX(Seq), 0) FROM ProfileChange";

    private const string SinceSql = "SELECT Seq, Kind, SubjectId FROM ProfileChange WHERE Seq > @From ORDER BY Seq";

    /// <summary>Where to go on from when everything is read now.</summary>
    public static async Task<FeedPosition> EndAsync(Database db, CancellationToken ct)
    {
        var last = await db.SingleAsync<long>(LastSql, ct: ct);
        return (await ReadAsync(db, new(last, new HashSet<long>()), ct)).Position;
    }

    public static async Task<(IReadOnlyList<ProfileChange> Changes, FeedPosition Position)> ReadAsync(Database db, FeedPosition position, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Row>(SinceSql, new { From = position.Last - Overlap }, ct);
        var last = rows.Count == 0 ? position.Last : Math.Max(position.Last, rows[^1].Seq);
        return (
            [.. rows.Where(r => !position.Seen.Contains(r.Seq)).Select(r => new ProfileChange(r.Kind, r.SubjectId)).Distinct()],
            new(last, rows.Select(r => r.Seq).Where(seq => seq > last - Overlap).ToHashSet()));
    }

    private sealed record Row
    {
        public required long Seq { get; init; }

        public required string Kind { get; init; }

        public required Guid? SubjectId { get; init; }
    }
}
