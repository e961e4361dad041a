using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Matching;

/// <summary>Keeps with a report what was reported: version, place and reasons as the list showed them, or as the version in charge says where no list did; nothing of a score where ranking is switched off.</summary>
public sealed class ReportedPair(Database db, Vocabulary vocabulary, RankingInCharge ranking, IConfiguration configuration, TimeProvider clock)
{
    // A run keeps its rows by their place on the page.
    private const string RowSql = """
        SELECT m.Direction, m.ModelVersion, m.Input, w.Rank, w.Band, w.Reasons
        FROM MatchRun m
        JOIN MatchRow w ON w.RunId = m.Id AND w.SubjectId = CASE WHEN m.CaseFileId IS NULL THEN @CaseFileId ELSE @VacancyId END
        WHERE m.Id = @RunId
        """;

    private const string InsertSql = """
        INSERT INTO MatchReport (ActionId, ModelVersion, Place, Band, Reasons) VALUES (@ActionId, @ModelVersion, @Place, @Band, @Reasons)
        """;

    internal async Task KeepAsync(Scope scope, Guid actionId, Guid caseFileId, Guid vacancyId, Guid? runId, CancellationToken ct)
    {
        var row = await db.FirstOrDefaultAsync<KeptRow>(RowSql, new { RunId = runId, CaseFileId = caseFileId, VacancyId = vacancyId }, ct);
        if (row is not null)
        {
            int? place = ListDirection.All.Contains(row.Direction, StringComparer.Ordinal) ? ((RunInput.Parse(row.Input).Page - 1) * MatchVacancies.PageSize) + row.Rank : null;
            await db.ExecuteAsync(InsertSql, new { ActionId = actionId, row.ModelVersion, Place = place, Band = row.ModelVersion == PlainOrder.Version ? (int?)null : row.Band, row.Reasons }, ct);
            return;
        }

        var today = clock.TodayInCambodia();
        var version = await ranking.CurrentAsync(ct);
        var named = PlainOrder.IsSwitchedOn(configuration) ? version.Name : PlainOrder.Version;
        var match = await new JobseekerProfiles(db, vocabulary).OfCaseAsync(scope, caseFileId, today, ct) is { } jobseeker
            && await new VacancyReading(vocabulary).OneAsync(db, vacancyId, today, ct) is { } vacancy
            ? PlainOrder.Silence(version.Explain(jobseeker, vacancy, today), named)
            : null;
        await db.ExecuteAsync(
            InsertSql,
            new { ActionId = actionId, ModelVersion = named, Place = (int?)null, Band = named == PlainOrder.Version ? null : match?.Band, Reasons = match is null ? null : RowRecord.Of(match) },
            ct);
    }

    private sealed record KeptRow
    {
        public required string Direction { get; init; }

        public required string ModelVersion { get; init; }

        public required byte[] Input { get; init; }

        public required int Rank { get; init; }

        public required int Band { get; init; }

        public required string Reasons { get; init; }
    }
}
