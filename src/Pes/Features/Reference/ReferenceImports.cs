using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>Keeps which edition of a list was taken over when; the same files again leave no second row.</summary>
internal static class ReferenceImports
{
    private const int LongestVersion = 60;

    private const string LastSql = """
        SELECT Version, Checksum FROM ReferenceImport
        WHERE Kind = @Kind AND Seq = (SELECT MAX(Seq) FROM ReferenceImport WHERE Kind = @Kind)
        """;

    private const string KeepSql = """
        INSERT INTO ReferenceImport (Id, Kind, Version, Checksum, ImportedAt, Added, Updated, Retired, Moved, Refused)
        VALUES (@Id, @Kind, @Version, @Checksum, @Now, @Added, @Updated, @Retired, @Moved, @Refused)
        """;

    public static Task<Edition?> LastAsync(Database db, string kind, CancellationToken ct) =>
        db.FirstOrDefaultAsync<Edition>(LastSql, new { Kind = kind }, ct);

    public static async Task KeepAsync(Database db, ReferenceReport report, string checksum, DateTime now, CancellationToken ct)
    {
        if (report.ChangedNothing && (await LastAsync(db, report.Kind, ct))?.Checksum == checksum)
        {
            return;
        }

        await db.ExecuteAsync(
            KeepSql,
            new
            {
                Id = Guid.CreateVersion7(), report.Kind, Version = KhmerText.SafeCut(report.Version, LongestVersion), Checksum = checksum, Now = now,
                report.Added, report.Updated, report.Retired, report.Moved, Refused = report.Refused.Count,
            },
            ct);
    }

    internal sealed record Edition
    {
        public required string Version { get; init; }

        public required string Checksum { get; init; }
    }
}
