using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Who works at the reader's centres, with how many open cases each, so that the caseload can be balanced.</summary>
public static class CounsellorsOfCentre
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<IReadOnlyList<Row>>;

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required string DisplayName { get; init; }

        public required Guid CentreId { get; init; }

        public required int OpenCases { get; init; }
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<IReadOnlyList<Row>>>
    {
        private const string RowsSql = """
            SELECT a.Id, a.DisplayName, a.CentreId,
                   (SELECT COUNT(*) FROM CaseFile c WHERE c.CounsellorId = a.Id AND c.CentreId = a.CentreId AND c.Status = 'open') AS OpenCases
            FROM Account a
            WHERE a.CentreId IN (SELECT sc.CentreId FROM ScopeCentre sc WHERE sc.SessionId = @SessionId)
              AND a.Role IN ('Counsellor', 'CentreManager') AND a.DisabledAt IS NULL
            ORDER BY a.DisplayName, a.Seq
            """;

        public async Task<Outcome<IReadOnlyList<Row>>> Handle(Query query, CancellationToken cancellationToken) =>
            Outcome<IReadOnlyList<Row>>.Of(await db.QueryAsync<Row>(RowsSql, new { query.Scope.SessionId }, cancellationToken));
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/counsellors", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope })).For<Query>("Counsellors of the centre and their caseload");
}
