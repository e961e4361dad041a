using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Takes judged titles over, from which title coding learns. A newer file updates: titles that left it are closed and no
/// longer learnt from. Safe to run twice, all or nothing.
/// </summary>
public static class ImportTitles
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<ReferenceReport>
    {
        public required JudgedTitles Titles { get; init; }

        /// <summary>Told what is being done and how many rows that concerns.</summary>
        public Action<string, int>? Progress { get; init; }

        public AuditSubject Subject(ReferenceReport value) =>
            new("reference", null, Detail: $"titles added={value.Added} retired={value.Retired} refused={value.Refused.Count}");
    }

    public sealed class Handler(Database db, TimeProvider clock, OccupationCoder coder) : IRequestHandler<Command, Outcome<ReferenceReport>>
    {
        private const string GroupsSql = "SELECT Code FROM OccupationGroup WHERE Level = 4 AND ValidTo IS NULL";

        private const string OccupationsSql = "SELECT Uri, IscoCode FROM EscoOccupation WHERE ValidTo IS NULL";

        private const string StoredSql = "SELECT Seq, Title, IscoCode, EscoUri, ValidTo FROM JudgedTitle";

        private const string AddSql = "INSERT INTO JudgedTitle (Title, IscoCode, EscoUri) VALUES (@Title, @IscoCode, @Occupation)";

        private const string ValiditySql = "UPDATE JudgedTitle SET ValidTo = @ValidTo WHERE Seq = @Seq";

        public async Task<Outcome<ReferenceReport>> Handle(Command command, CancellationToken cancellationToken)
        {
            var groups = (await db.QueryAsync<string>(GroupsSql, ct: cancellationToken)).ToHashSet(StringComparer.Ordinal);
            if (groups.Count == 0)
            {
                return new Refusal("no-reference-data");
            }

            var occupations = (await db.QueryAsync<OccupationRow>(OccupationsSql, ct: cancellationToken)).ToDictionary(o => o.Uri, o => o.IscoCode, StringComparer.Ordinal);
            var (titles, refused) = command.Titles.Check(occupations, groups);
            command.Progress?.Invoke("titles read", command.Titles.Read);

            var today = clock.TodayInCambodia();
            var stored = (await db.QueryAsync<StoredRow>(StoredSql, ct: cancellationToken)).ToDictionary(r => new OccupationTitle(r.Title, r.IscoCode, r.EscoUri, TitleSource.Judged));
            var wanted = titles.ToHashSet();
            var added = titles.Where(t => !stored.ContainsKey(t)).ToList();
            var opened = stored.Where(s => s.Value.ValidTo is not null && wanted.Contains(s.Key)).Select(s => s.Value.Seq).ToList();
            var gone = stored.Where(s => s.Value.ValidTo is null && !wanted.Contains(s.Key)).Select(s => s.Value.Seq).ToList();
            await db.ExecuteAsync(AddSql, added.Select(t => new { t.Title, t.IscoCode, t.Occupation }), cancellationToken);
            await db.ExecuteAsync(ValiditySql, opened.Select(seq => new { Seq = seq, ValidTo = (DateOnly?)null }), cancellationToken);
            await db.ExecuteAsync(ValiditySql, gone.Select(seq => new { Seq = seq, ValidTo = (DateOnly?)today }), cancellationToken);
            command.Progress?.Invoke("titles written", added.Count + opened.Count + gone.Count);

            var report = new ReferenceReport
            {
                Kind = "titles",
                Version = command.Titles.FileName,
                Read = command.Titles.Read,
                Added = added.Count,
                Updated = opened.Count,
                Retired = gone.Count,
                Refused = refused,
                Notes = occupations.Count == 0 ? ["ESCO is not in the database, so titles that name its occupations were refused: import esco first."]
                    : titles.Count < LearnedTitleCoder.FewestJudged ? [$"Fewer than {LearnedTitleCoder.FewestJudged} titles: nothing is learnt from them yet."]
                    : [],
            };
            await ReferenceImports.KeepAsync(db, report, command.Titles.Checksum, clock.GetUtcNow().UtcDateTime, cancellationToken);
            coder.Refresh();
            return report;
        }

        private sealed record OccupationRow
        {
            public required string Uri { get; init; }

            public required string IscoCode { get; init; }
        }

        private sealed record StoredRow
        {
            public required long Seq { get; init; }

            public required string Title { get; init; }

            public required string IscoCode { get; init; }

            public string? EscoUri { get; init; }

            public DateOnly? ValidTo { get; init; }
        }
    }
}
