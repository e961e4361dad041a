using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Requests to move files that wait: those this centre decides and those it made. A file out of scope shows its number alone.</summary>
public static class FindTransfers
{
    private const int Most = 100;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<IReadOnlyList<Row>>;

    public sealed record Row
    {
        public required Guid Id { get; init; }

        /// <summary>Null where the file is not in the reader's scope.</summary>
        public required Guid? CaseFileId { get; init; }

        public required string? Number { get; init; }

        public required string? FamilyName { get; init; }

        public required string? GivenName { get; init; }

        public required Guid FromCentreId { get; init; }

        public required Guid ToCentreId { get; init; }

        /// <summary>A code of list transfer-reason.</summary>
        public required string ReasonCode { get; init; }

        public required DateTime RequestedAt { get; init; }

        public required bool MayDecide { get; init; }
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<IReadOnlyList<Row>>>
    {
        // The number of a file asked for would say which file it is; an offered one is named to the centre that decides.
        private const string RowsSql = $"""
            SELECT t.Id, t.ToCentreId, t.Reason AS ReasonCode, t.RequestedAt, c.CentreId AS FromCentreId,
                   CASE WHEN {Scope.SeesCaseSql} THEN c.Id END AS CaseFileId,
                   CASE WHEN {Scope.SeesCaseSql} OR t.DecidingCentreId = t.ToCentreId THEN c.Number END AS Number,
                   CASE WHEN {Scope.SeesCaseSql} THEN p.FamilyName END AS FamilyName,
                   CASE WHEN {Scope.SeesCaseSql} THEN p.GivenName END AS GivenName,
                   CASE WHEN t.DecidingCentreId IN (SELECT sc.CentreId FROM ScopeCentre sc WHERE sc.SessionId = @SessionId)
                             AND (@OwnCasesOf IS NULL OR c.CounsellorId = @OwnCasesOf OR t.DecidingCentreId = t.ToCentreId) THEN 1 ELSE 0 END AS MayDecide
            FROM TransferRequest t
            JOIN CaseFile c ON c.Id = t.CaseFileId
            JOIN Person p ON p.Id = c.PersonId
            JOIN Account a ON a.Id = t.RequestedBy
            WHERE t.DecidedAt IS NULL
              AND (t.DecidingCentreId IN (SELECT sc.CentreId FROM ScopeCentre sc WHERE sc.SessionId = @SessionId)
                   OR a.CentreId IN (SELECT sc.CentreId FROM ScopeCentre sc WHERE sc.SessionId = @SessionId))
            ORDER BY t.RequestedAt, t.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<IReadOnlyList<Row>>> Handle(Query query, CancellationToken cancellationToken) =>
            Outcome<IReadOnlyList<Row>>.Of(await db.QueryAsync<Row>(
                RowsSql, new { query.Scope.SessionId, query.Scope.OwnCasesOf, Skip = 0, Take = Most }, cancellationToken));
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/transfers", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope })).For<Query>("Requests to move case files that wait");
}
