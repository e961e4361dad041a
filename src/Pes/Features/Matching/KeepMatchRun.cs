using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Allocation;

namespace Pes.Features.Matching;

/// <summary>
/// Keeps what a list showed, from what and by which version of the score; also a pair that was explained and stands on no list.
/// Sent by the list or the pair itself, which has checked the scope; it has no route. The same shown again to the same officer is the same run.
/// </summary>
public static class KeepMatchRun
{
    /// <summary>Direction of a run that is no list but one pair.</summary>
    internal const string Pair = "pair";

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public Guid? CaseFileId { get; init; }

        public Guid? VacancyId { get; init; }

        /// <summary>One pair that was explained by itself, and no list.</summary>
        public bool IsPair { get; init; }

        public required string ModelVersion { get; init; }

        public required string InputChecksum { get; init; }

        public required int Considered { get; init; }

        public required RunInput Input { get; init; }

        /// <summary>The rows shown, in their order.</summary>
        public required IReadOnlyList<Match> Rows { get; init; }

        /// <summary>What spreading demand cost the first places of this list, 0 to 1; null where nothing was spread or the list goes on from an earlier page.</summary>
        public double? SpreadCost { get; init; }

        public AuditSubject Subject(Guid value) => new("match-run", value, Detail: $"model={ModelVersion} rows={Rows.Count}");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string LastSql = """
            SELECT Id, Input FROM MatchRun
            WHERE AccountId = @AccountId AND InputChecksum = @InputChecksum AND RanAt >= @Since
              AND (CaseFileId = @CaseFileId OR VacancyId = @VacancyId)
            ORDER BY Seq DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        private const string RunSql = """
            INSERT INTO MatchRun (Id, Direction, CaseFileId, VacancyId, ModelVersion, InputChecksum, Input, Considered, RanAt, AccountId, SpreadCostPpm, SpreadMoved)
            VALUES (@Id, @Direction, @CaseFileId, @VacancyId, @ModelVersion, @InputChecksum, @Input, @Considered, @Now, @AccountId, @SpreadCostPpm, @SpreadMoved)
            """;

        private const string RowSql = """
            INSERT INTO MatchRow (RunId, Rank, SubjectId, Score, Band, Reasons) VALUES (@RunId, @Rank, @SubjectId, @Score, @Band, @Reasons)
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var input = command.Input.ToBytes();
            var earlier = await db.QueryAsync<Earlier>(
                LastSql,
                new { command.Scope.AccountId, command.InputChecksum, Since = now.AddDays(-1), command.CaseFileId, command.VacancyId, Skip = 0, Take = 5 },
                cancellationToken);
            if (earlier.FirstOrDefault(e => e.Input.AsSpan().SequenceEqual(input)) is { } same)
            {
                return same.Id;
            }

            var id = Guid.CreateVersion7();
            await db.ExecuteAsync(
                RunSql,
                new
                {
                    Id = id,
                    Direction = command.IsPair ? Pair : command.CaseFileId is null ? ListDirection.Jobseekers : ListDirection.Vacancies,
                    command.CaseFileId,
                    command.VacancyId,
                    command.ModelVersion,
                    command.InputChecksum,
                    Input = input,
                    command.Considered,
                    Now = now,
                    command.Scope.AccountId,
                    SpreadCostPpm = command.SpreadCost is { } cost ? (int?)Math.Round(cost * 1_000_000) : null,
                    SpreadMoved = command.SpreadCost is null ? (int?)null : command.Rows.Count(r => r.Move != SpreadMove.None),
                },
                cancellationToken);
            foreach (var (row, index) in command.Rows.Select((r, i) => (r, i)))
            {
                await db.ExecuteAsync(
                    RowSql, new { RunId = id, Rank = index + 1, SubjectId = row.Id, Score = (long)row.Score, row.Band, Reasons = RowRecord.Of(row) }, cancellationToken);
            }

            return id;
        }

        private sealed record Earlier
        {
            public required Guid Id { get; init; }

            public required byte[] Input { get; init; }
        }
    }
}
