using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>The lists of the last thirty days: how often officers changed their order, and what spreading demand did and cost.</summary>
public static class ReadListFigures
{
    private const int Days = 30;

    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Answer>;

    public sealed record Answer
    {
        /// <summary>Lists of vacancies, then lists of jobseekers.</summary>
        public required IReadOnlyList<Overrides> Overrides { get; init; }

        /// <summary>First pages over which demand was spread.</summary>
        public required int SpreadLists { get; init; }

        /// <summary>Of those, the ones in which it moved a row.</summary>
        public required int SpreadChanged { get; init; }

        /// <summary>What it cost a first page on average: 1 less its NDCG by the scores of the list; null where nothing was spread.</summary>
        public required double? MeanCost { get; init; }

        /// <summary>Per mille of what lies between the weakest and the strongest word; 0: nothing is spread.</summary>
        public required int Tolerance { get; init; }

        /// <summary>Jobseekers for whom one opening has room.</summary>
        public required int Factor { get; init; }
    }

    public sealed record Overrides
    {
        /// <summary>vacancies or jobseekers: what the lists hold.</summary>
        public required string Direction { get; init; }

        /// <summary>Lists shown, each page one, and what was done outside a list, each one.</summary>
        public required int Lists { get; init; }

        /// <summary>Of those, the ones on which an officer moved a row, hid or reported one, also where she took it back.</summary>
        public required int Overridden { get; init; }

        /// <summary>Of those, what was done outside a list: on the page of a pair to which no list led, or over the API.</summary>
        public required int OutsideLists { get; init; }

        /// <summary>too-few or too-many; null within the limits of the settings, or where there are too few lists to say.</summary>
        public required string? Alarm { get; init; }
    }

    public sealed class Handler(Database db, SpreadSettings spread, OverrideSettings overrides, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string SpreadSql = """
            SELECT COUNT(SpreadCostPpm) AS SpreadLists, COALESCE(SUM(CASE WHEN SpreadMoved > 0 THEN 1 ELSE 0 END), 0) AS SpreadChanged,
                   COALESCE(SUM(CAST(SpreadCostPpm AS bigint)), 0) AS CostPpm
            FROM MatchRun
            WHERE RanAt >= @Since AND Direction = 'vacancies'
            """;

        private const string ListsSql = "SELECT Direction, COUNT(*) AS Number FROM MatchRun WHERE RanAt >= @Since GROUP BY Direction";

        private const string OverriddenSql = """
            SELECT r.Direction, COUNT(DISTINCT a.RunId) AS Number
            FROM MatchAction a
            JOIN MatchRun r ON r.Id = a.RunId
            WHERE r.RanAt >= @Since
            GROUP BY r.Direction
            """;

        private const string OutsideSql = "SELECT Direction, COUNT(*) AS Number FROM MatchAction WHERE RunId IS NULL AND TakenAt >= @Since GROUP BY Direction";

        public async Task<Outcome<Answer>> Handle(Query query, CancellationToken cancellationToken)
        {
            var args = new { Since = clock.GetUtcNow().UtcDateTime.AddDays(-Days) };
            var lists = await db.SingleAsync<SpreadRow>(SpreadSql, args, cancellationToken);
            var (shown, changed, outside) = (await CountAsync(ListsSql, args, cancellationToken), await CountAsync(OverriddenSql, args, cancellationToken), await CountAsync(OutsideSql, args, cancellationToken));
            return new Answer
            {
                Overrides = [.. ListDirection.All.Select(d => Of(d, shown.GetValueOrDefault(d), changed.GetValueOrDefault(d), outside.GetValueOrDefault(d)))],
                SpreadLists = lists.SpreadLists,
                SpreadChanged = lists.SpreadChanged,
                MeanCost = lists.SpreadLists == 0 ? null : lists.CostPpm / 1e6 / lists.SpreadLists,
                Tolerance = spread.Tolerance,
                Factor = spread.Factor,
            };
        }

        private Overrides Of(string direction, int shown, int changed, int outside) => new()
        {
            Direction = direction,
            Lists = shown + outside,
            Overridden = changed + outside,
            OutsideLists = outside,
            Alarm = overrides.Alarm(shown + outside, changed + outside),
        };

        private async Task<Dictionary<string, int>> CountAsync(string sql, object args, CancellationToken ct) =>
            (await db.QueryAsync<CountRow>(sql, args, ct)).ToDictionary(r => r.Direction, r => r.Number, StringComparer.Ordinal);

        private sealed record CountRow
        {
            public required string Direction { get; init; }

            public required int Number { get; init; }
        }

        private sealed record SpreadRow
        {
            public required int SpreadLists { get; init; }

            public required int SpreadChanged { get; init; }

            public required long CostPpm { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/match-lists/figures", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope }))
            .For<Query>("How often officers change lists, and what spreading demand costs");
}
