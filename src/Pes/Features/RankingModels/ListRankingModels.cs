using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>The versions of the ranking, the newest first, each with its reports, and which one makes the lists.</summary>
public static class ListRankingModels
{
    private const int Most = 50;

    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Answer>;

    /// <param name="InCharge">Name of the version that makes the lists; that of the prior where none is approved.</param>
    public sealed record Answer(string InCharge, IReadOnlyList<ShownModel> Models);

    public sealed record ShownModel
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required string Status { get; init; }

        /// <summary>It makes the lists now.</summary>
        public required bool IsInCharge { get; init; }

        public required string Trainer { get; init; }

        public required DateTime TrainedAt { get; init; }

        /// <summary>First and last day of the lists that it was trained on.</summary>
        public required DateOnly? DataFrom { get; init; }

        public required DateOnly? DataTo { get; init; }

        public required int TrainingRows { get; init; }

        public required int TrainingLists { get; init; }

        /// <summary>Null until it is judged.</summary>
        public required ModelMetrics? Metrics { get; init; }

        public required ModelFairness? Fairness { get; init; }

        public required string Checksum { get; init; }

        /// <summary>User name of who decided; null where nobody has.</summary>
        public required string? DecidedBy { get; init; }

        public required DateTime? DecidedAt { get; init; }

        public required string? DecisionReason { get; init; }

        /// <summary>Code of what the gate holds against it; null where a person may approve.</summary>
        public required string? Gate { get; init; }
    }

    public sealed class Handler(Database db, GateSettings settings) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string ModelsSql = """
            SELECT m.Id, m.Name, m.Status, m.Trainer, m.TrainedAt, m.DataFrom, m.DataTo, m.TrainingRows, m.TrainingLists, m.Metrics, m.Fairness, m.Checksum,
                   m.DecidedAt, m.DecisionReason, a.UserName AS DecidedBy,
                   CASE WHEN m.Status = 'approved' AND m.ApprovalNumber = (SELECT MAX(o.ApprovalNumber) FROM RankingModel o WHERE o.Status = 'approved')
                        THEN 1 ELSE 0 END AS IsInCharge
            FROM RankingModel m
            LEFT JOIN Account a ON a.Id = m.DecidedBy
            ORDER BY m.Seq DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        private const string InChargeSql = """
            SELECT Name FROM RankingModel WHERE Status = 'approved' ORDER BY ApprovalNumber DESC OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var inCharge = await db.FirstOrDefaultAsync<string>(InChargeSql, new { Skip = 0, Take = 1 }, cancellationToken) ?? RankingVersion.Prior.Name;
            var rows = await db.QueryAsync<Row>(ModelsSql, new { Skip = 0, Take = Most }, cancellationToken);
            return new Answer(inCharge, [.. rows.Select(Shown)]);
        }

        private ShownModel Shown(Row row)
        {
            var (metrics, fairness) = (ReportText.Parse<ModelMetrics>(row.Metrics), ReportText.Parse<ModelFairness>(row.Fairness));
            return new()
            {
                Id = row.Id,
                Name = row.Name,
                Status = row.Status,
                IsInCharge = row.IsInCharge,
                Trainer = row.Trainer,
                TrainedAt = row.TrainedAt,
                DataFrom = row.DataFrom,
                DataTo = row.DataTo,
                TrainingRows = row.TrainingRows,
                TrainingLists = row.TrainingLists,
                Metrics = metrics,
                Fairness = fairness,
                Checksum = row.Checksum,
                DecidedBy = row.DecidedBy,
                DecidedAt = row.DecidedAt,
                DecisionReason = row.DecisionReason,
                Gate = RankingGate.Refuse(metrics, fairness, settings)?.Code,
            };
        }

        private sealed record Row
        {
            public required Guid Id { get; init; }

            public required string Name { get; init; }

            public required string Status { get; init; }

            public required bool IsInCharge { get; init; }

            public required string Trainer { get; init; }

            public required DateTime TrainedAt { get; init; }

            public required DateOnly? DataFrom { get; init; }

            public required DateOnly? DataTo { get; init; }

            public required int TrainingRows { get; init; }

            public required int TrainingLists { get; init; }

            public required string? Metrics { get; init; }

            public required string? Fairness { get; init; }

            public required string Checksum { get; init; }

            public required string? DecidedBy { get; init; }

            public required DateTime? DecidedAt { get; init; }

            public required string? DecisionReason { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/ranking-models", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope }))
            .For<Query>("The versions of the ranking and which one is in charge");
}
