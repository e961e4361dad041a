using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching.Assignments;

/// <summary>The proposals of the reader and of her centre, the newest first.</summary>
public static class FindAssignments
{
    private const int Most = 20;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<IReadOnlyList<Row>>;

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required DateTime AskedAt { get; init; }

        public required string AskedBy { get; init; }

        public required string Status { get; init; }

        public required int People { get; init; }

        public required int Openings { get; init; }

        public required int Assigned { get; init; }

        public required int Referred { get; init; }
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<IReadOnlyList<Row>>>
    {
        private const string RowsSql = $"""
            SELECT p.Id, p.AskedAt, (SELECT a.DisplayName FROM Account a WHERE a.Id = p.AccountId) AS AskedBy, p.Status, p.People, p.Openings,
                   (SELECT COUNT(r.VacancyId) FROM AssignmentRow r WHERE r.ProposalId = p.Id) AS Assigned,
                   (SELECT COUNT(r.ReferralId) FROM AssignmentRow r WHERE r.ProposalId = p.Id) AS Referred
            FROM AssignmentProposal p
            WHERE {AssignmentSelection.SeesSql}
            ORDER BY p.Seq DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<IReadOnlyList<Row>>> Handle(Query query, CancellationToken cancellationToken) =>
            Outcome<IReadOnlyList<Row>>.Of(await db.QueryAsync<Row>(RowsSql, new { query.Scope.AccountId, query.Scope.SessionId, query.Scope.OwnCasesOf, Skip = 0, Take = Most }, cancellationToken));
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/assignments", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope })).For<Query>("The assignments of people to openings of one's centre");
}
