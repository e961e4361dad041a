using Pes.Platform.Data;

namespace Pes.Features.Matching;

/// <summary>
/// Keeps the extracts of live vacancies in the table from which ranking reads them. Nobody waits for it: a reader who finds
/// none, or one that holds no more, reads the tables of the vacancy instead.
/// </summary>
public sealed partial class VacancyExtracts(ConnectionSource source, DatabaseSettings settings, ILogger<VacancyExtracts> log)
{
    // Another writer of an embedded database waits for so many, some tenths of a second.
    private const int AtOnce = 2_000;

    private const string MissingSql = """
        SELECT v.Id
        FROM Vacancy v
        LEFT JOIN VacancyExtract e ON e.VacancySeq = v.Seq AND e.Version = v.Version AND e.Format = @Format
        WHERE v.Status = 'live' AND e.VacancySeq IS NULL
        ORDER BY v.Seq
        """;

    private const string DeleteSql = "DELETE FROM VacancyExtract WHERE VacancySeq = @Seq";

    private const string InsertSql = "INSERT INTO VacancyExtract (VacancySeq, Version, Format, Content) VALUES (@Seq, @Version, @Format, @Content)";

    private const string GoneSql = "SELECT e.VacancySeq FROM VacancyExtract e WHERE e.VacancySeq NOT IN (SELECT v.Seq FROM Vacancy v WHERE v.Status = 'live')";

    /// <returns>How many extracts were written.</returns>
    public async Task<int> KeepUpAsync(CancellationToken ct)
    {
        await using var db = new Database(source, settings);
        var missing = await db.QueryAsync<Guid>(MissingSql, new { Format = VacancyExtract.CurrentFormat }, ct);
        var written = 0;
        foreach (var ids in missing.Chunk(AtOnce))
        {
            var extracts = await VacancyExtract.OfAsync(db, ids, ct);
            if (!await ReplaceAsync(db, [.. extracts.Where(e => e.IsLive)], ct))
            {
                return written;
            }

            written += extracts.Count;
            Kept(written, missing.Count);
        }

        // Those of vacancies that were closed since.
        foreach (var seqs in (await db.QueryAsync<long>(GoneSql, ct: ct)).Chunk(AtOnce))
        {
            await db.BeginAsync(ct);
            await db.ExecuteAsync(DeleteSql, seqs.Select(seq => new { Seq = seq }), ct);
            await db.CommitAsync(ct);
        }

        return written;
    }

    /// <returns>Whether it went through: where another node writes the same, it is left to that one.</returns>
    private static async Task<bool> ReplaceAsync(Database db, IReadOnlyList<VacancyExtract> extracts, CancellationToken ct)
    {
        await db.BeginAsync(ct);
        try
        {
            await db.ExecuteAsync(DeleteSql, extracts.Select(e => new { e.Seq }), ct);
            await db.ExecuteAsync(InsertSql, extracts.Select(e => new { e.Seq, e.Version, Format = VacancyExtract.CurrentFormat, e.Content }), ct);
            await db.CommitAsync(ct);
            return true;
        }
        catch (Exception exception) when (DatabaseFaults.Of(exception) is DatabaseFault.Duplicate or DatabaseFault.Contention)
        {
            await db.RollbackAsync();
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Extracts of {Written} of {Missing} vacancies written for ranking")]
    private partial void Kept(int written, int missing);
}
