using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>The lists of vacancies of the last thirty days: how often officers changed their order, and what spreading demand did and cost.</summary>
public static class ReadListFigures
{
    private const int Days = 30;

    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Answer>;

    public sealed record Answer
    {
        /// <summary>Lists of vacancies shown, each page one.</summary>
        public required int Lists { get; init; }

        /// <summary>Of those, the ones on which an officer moved a vacancy up or hid one.</summary>
        public required int Overridden { get; init; }

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

    public sealed class Handler(Database db, SpreadSettings spread, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string ListsSql = """
            SELECT COUNT(*) AS Lists, COUNT(SpreadCostPpm) AS SpreadLists, COALESCE(SUM(CASE WHEN SpreadMoved > 0 THEN 1 ELSE 0 END), 0) AS SpreadChanged,
                   COALESCE(SUM(CAST(SpreadCostPpm AS bigint)), 0) AS CostPpm
            FROM MatchRun
            WHERE RanAt >= @Since AND Direction = 'vacancies'
            """;

        private const string OverriddenSql = """
            SELECT COUNT(DISTINCT a.RunId)
            FROM MatchAction a
            JOIN MatchRun r ON r.Id = a.RunId
            WHERE r.RanAt >= @Since AND r.Direction = 'vacancies' AND a.Action IN ('pin', 'hide')
            """;

        public async Task<Outcome<Answer>> Handle(Query query, CancellationToken cancellationToken)
        {
            var args = new { Since = clock.GetUtcNow().UtcDateTime.AddDays(-Days) };
            var lists = await db.SingleAsync<ListsRow>(ListsSql, args, cancellationToken);
            return new Answer
            {
                Lists = lists.Lists,
                Overridden = await db.SingleAsync<int>(OverriddenSql, args, cancellationToken),
                SpreadLists = lists.SpreadLists,
                SpreadChanged = lists.SpreadChanged,
                MeanCost = lists.SpreadLists == 0 ? null : lists.CostPpm / 1e6 / lists.SpreadLists,
                Tolerance = spread.Tolerance,
                Factor = spread.Factor,
            };
        }

        private sealed record ListsRow
        {
            public required int Lists { get; init; }

            public required int SpreadLists { get; init; }

            public required int SpreadChanged { get; init; }

            public required long CostPpm { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/match-lists/figures", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope }))
            .For<Query>("How often officers change lists, and what spreading demand costs");
}
