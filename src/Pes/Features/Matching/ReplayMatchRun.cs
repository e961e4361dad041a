using MediatR;
using Pes.Features.RankingModels;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Ranking;
using Pes.Ranking.Pairs;

namespace Pes.Features.Matching;

/// <summary>
/// Makes a kept list again from its kept input and says whether every score, reason, checksum and place is the same; so too what was kept of
/// what a gain would change (<see cref="KeepGains"/>).
/// </summary>
public static class ReplayMatchRun
{
    [Allows(Role.Administrator, Role.Auditor)]
    public sealed record Query : ScopedRequest, IQuery<Answer>, IAuditedRead
    {
        public required Guid RunId { get; init; }

        public AuditSubject Subject => new("match-run", RunId);
    }

    /// <param name="Differences">Places (from 1) whose row came out otherwise; of gains none where their checksum fails.</param>
    /// <param name="IsSameToday">
    /// Of gains: whether places and counts among all vacancies come out the same once more over those that are live now, which no run keeps. False says only that
    /// vacancies have changed since; null of a list, and on another day than that of the answer.
    /// </param>
    public sealed record Answer(string ModelVersion, int Rows, bool IsIdentical, IReadOnlyList<int> Differences, bool? IsSameToday = null);

    public sealed class Handler(Database db, RankingInCharge ranking, GainReplay gains) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string RunSql = "SELECT ModelVersion, Input FROM MatchRun WHERE Id = @RunId";

        private const string RowsSql = "SELECT Rank, SubjectId, Score, Band, Reasons FROM MatchRow WHERE RunId = @RunId ORDER BY Rank";

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var args = new { request.RunId };
            if (await db.FirstOrDefaultAsync<Run>(RunSql, args, cancellationToken) is not { } run)
            {
                return await gains.AnswerAsync(request.RunId, cancellationToken);
            }

            var version = run.ModelVersion == PlainOrder.Version ? RankingVersion.Prior : await ranking.OfAsync(run.ModelVersion, cancellationToken);
            if (version is null)
            {
                return new Refusal("ranking-version-unknown", run.ModelVersion);
            }

            var rows = await db.QueryAsync<Row>(RowsSql, args, cancellationToken);
            var differences = Differences(RunInput.Parse(run.Input), version, run.ModelVersion, rows);
            return new Answer(run.ModelVersion, rows.Count, differences.Count == 0, differences);
        }

        internal static IReadOnlyList<int> Differences(RunInput input, RankingVersion version, string modelVersion, IReadOnlyList<Row> rows)
        {
            var again = Again(input, version, modelVersion, ReasonTable.Today);

            var wrong = ReasonTables.Fewest(table => Wrong(rows, table == ReasonTable.Today ? again : Again(input, version, modelVersion, table)));

            // Rows that no officer moved stand by score, less what it gave way where demand was spread, ties by id, within each portion of a learned list.
            long Key(int i) => again[i].Score - (long)(input.Spread?.Rule.Yield(input.Vacancies[i]) ?? 0);
            foreach (var (before, row) in modelVersion == PlainOrder.Version ? [] : input.Ranked(again.Count))
            {
                if (input.NewPortions?.Contains(row) != true && (-Key(row), again[row].Id).CompareTo((-Key(before), again[before].Id)) < 0)
                {
                    wrong.Add(row + 1);
                }
            }

            return rows.Count == again.Count ? [.. wrong.Distinct().Order()] : [.. Enumerable.Range(1, Math.Max(rows.Count, again.Count))];
        }

        private static List<int> Wrong(IReadOnlyList<Row> rows, List<Match> again) => [.. rows.Where((row, i) => i >= again.Count || !Same(row, again[i])).Select(r => r.Rank)];

        private static List<Match> Again(RunInput input, RankingVersion version, string modelVersion, ReasonTable table) =>
        [
            .. input.Vacancies.Select(v => PlainOrder.Silence(version.Explain(input.Jobseeker!, v, input.Today, table), modelVersion)),
            .. input.Jobseekers.Select(j => PlainOrder.Silence(version.Explain(j, input.Vacancy!, input.Today, table), modelVersion) with { Id = j.Id }),
        ];

        private static bool Same(Row kept, Match again) =>
            kept.SubjectId == again.Id && kept.Score == again.Score && kept.Band == again.Band && kept.Reasons == RowRecord.Of(again);

        private sealed record Run
        {
            public required string ModelVersion { get; init; }

            public required byte[] Input { get; init; }
        }

        internal sealed record Row
        {
            public required int Rank { get; init; }

            public required Guid SubjectId { get; init; }

            public required long Score { get; init; }

            public required int Band { get; init; }

            public required string Reasons { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/match-runs/{runId:guid}/replay", (Guid runId, ApiEdge edge) => edge.Ask(new Query { RunId = runId, Scope = edge.Scope }))
            .For<Query>("Make a kept match list again and compare");
}
