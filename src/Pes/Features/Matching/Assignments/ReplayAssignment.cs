using MediatR;
using Pes.Features.RankingModels;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Ranking.Allocation;

namespace Pes.Features.Matching.Assignments;

/// <summary>Works a kept proposal out again from its kept input and says whether every row is the same.</summary>
public static class ReplayAssignment
{
    [Allows(Role.Administrator, Role.Auditor)]
    public sealed record Query : ScopedRequest, IQuery<ReplayMatchRun.Answer>, IAuditedRead
    {
        public required Guid ProposalId { get; init; }

        public AuditSubject Subject => new("assignment", ProposalId);
    }

    public sealed class Handler(Database db, RankingInCharge ranking) : IRequestHandler<Query, Outcome<ReplayMatchRun.Answer>>
    {
        private const string ProposalSql = "SELECT ModelVersion, InputChecksum, Input FROM AssignmentProposal WHERE Id = @ProposalId AND ReadyAt IS NOT NULL";

        private const string RowsSql = "SELECT Place, CaseFileId, VacancyId, Score, Band, Reasons, Without FROM AssignmentRow WHERE ProposalId = @ProposalId ORDER BY Place";

        public async Task<Outcome<ReplayMatchRun.Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var args = new { request.ProposalId };
            if (await db.FirstOrDefaultAsync<Kept>(ProposalSql, args, cancellationToken) is not { } kept)
            {
                return Refusal.NotFound;
            }

            if (await ranking.OfAsync(kept.ModelVersion, cancellationToken) is not { } version)
            {
                return new Refusal("ranking-version-unknown", kept.ModelVersion);
            }

            var rows = await db.QueryAsync<Row>(RowsSql, args, cancellationToken);
            var input = KeptAssignment.Unpack(kept.Input);
            var solved = await GroupAssignment.SolveAsync(input, version.Model, cancellationToken: cancellationToken);
            List<KeptRow> again = [.. KeptRow.Of(input, solved, version)];
            var isSame = again.Count == rows.Count && GroupAssignment.ChecksumOf(input, version.Name) == kept.InputChecksum;
            var differences = isSame
                ? ReasonTables.Fewest(table => [.. rows.Zip(KeptRow.Of(input, solved, version, table)).Where(r => r.First.Kept != r.Second).Select(r => r.First.Place)])
                : [.. Enumerable.Range(1, Math.Max(rows.Count, again.Count))];
            return new ReplayMatchRun.Answer(kept.ModelVersion, rows.Count, differences.Count == 0, differences);
        }

        private sealed record Kept
        {
            public required string ModelVersion { get; init; }

            public required string InputChecksum { get; init; }

            public required byte[] Input { get; init; }
        }

        private sealed record Row
        {
            public required int Place { get; init; }

            public required Guid CaseFileId { get; init; }

            public required Guid? VacancyId { get; init; }

            public required long? Score { get; init; }

            public required int? Band { get; init; }

            public required string? Reasons { get; init; }

            public required string? Without { get; init; }

            public KeptRow Kept => new() { CaseFileId = CaseFileId, VacancyId = VacancyId, Score = Score, Band = Band, Reasons = Reasons, Without = Without };
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/assignments/{proposalId:guid}/replay", (Guid proposalId, ApiEdge edge) => edge.Ask(new Query { ProposalId = proposalId, Scope = edge.Scope }))
            .For<Query>("Work a kept assignment out again and compare");
}
