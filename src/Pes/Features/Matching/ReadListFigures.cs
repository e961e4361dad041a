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

    public sealed class Handler(Database db, SpreadSettings spread, OverrideSettings overrides, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string SpreadSql = """
            SELECT COUNT(SpreadCostPpm) AS SpreadLists, COALESCE(SUM(CASE WHEN SpreadMoved > 0 THEN 1 ELSE 0 END), 0) AS SpreadChanged,
                   COALESCE(SUM(CAST(SpreadCostPpm AS bigint)), 0) AS CostPpm
            FROM MatchRun
            WHERE RanAt >= @Since AND Direction = 'vacancies'
            """;

        public async Task<Outcome<Answer>> Handle(Query query, CancellationToken cancellationToken)
        {
            var since = clock.GetUtcNow().UtcDateTime.AddDays(-Days);
            var lists = await db.SingleAsync<SpreadRow>(SpreadSql, new { Since = since }, cancellationToken);
            var counts = await OverrideCount.SinceAsync(db, since, cancellationToken);
            return new Answer
            {
                Overrides = [.. ListDirection.All.Select(d => Overrides.Of(d, counts, overrides))],
                SpreadLists = lists.SpreadLists,
                SpreadChanged = lists.SpreadChanged,
                MeanCost = lists.SpreadLists == 0 ? null : lists.CostPpm / 1e6 / lists.SpreadLists,
                Tolerance = spread.Tolerance,
                Factor = spread.Factor,
            };
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
