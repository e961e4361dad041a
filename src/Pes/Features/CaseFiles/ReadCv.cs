using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>The current CV of a jobseeker, as a referral would send it now.</summary>
public static class ReadCv
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<View>, IAuditedRead
    {
        public required Guid CaseFileId { get; init; }

        public AuditSubject Subject => new("case-file", CaseFileId, Detail: "cv");
    }

    /// <param name="Number">Of the version, from 1.</param>
    public sealed record View(Guid Id, int Number, DateTime CreatedAt, CvDocument Document);

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<View>>
    {
        private const string CurrentSql = $"""
            SELECT v.Id, v.Number, v.CreatedAt, v.Document
            FROM CvVersion v
            JOIN CaseFile c ON c.PersonId = v.PersonId
            WHERE c.Id = @CaseFileId AND v.IsCurrent = 1 AND {Scope.SeesCaseSql}
            """;

        public async Task<Outcome<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var row = await db.FirstOrDefaultAsync<Row>(
                CurrentSql, new { query.CaseFileId, query.Scope.SessionId, query.Scope.OwnCasesOf }, cancellationToken);
            return row is null ? Refusal.NotFound : new View(row.Id, row.Number, row.CreatedAt, CvDocument.Parse(row.Document));
        }

        private sealed record Row
        {
            public required Guid Id { get; init; }

            public required int Number { get; init; }

            public required DateTime CreatedAt { get; init; }

            public required byte[] Document { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/cv", (Guid caseFileId, ApiEdge edge) => edge.Ask(new Query { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Query>("The current CV of a jobseeker");
}
