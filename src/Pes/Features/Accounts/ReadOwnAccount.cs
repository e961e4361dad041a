using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Who I am to the product, what I may see, and how I signed in.</summary>
public static class ReadOwnAccount
{
    [AllowsEveryone]
    public sealed record Query : ScopedRequest, IQuery<OwnAccount>;

    public sealed record OwnAccount
    {
        public required Guid Id { get; init; }

        public required string UserName { get; init; }

        public required string DisplayName { get; init; }

        public required Role Role { get; init; }

        /// <summary><c>own-cases</c>, <c>centre</c>, <c>province</c>, <c>nation</c>, <c>company</c> or <c>self</c>.</summary>
        public required string ScopeKind { get; init; }

        public Guid? CentreId { get; init; }

        public string? ProvinceCode { get; init; }

        public Guid? EmployerId { get; init; }

        public required string Language { get; init; }

        /// <summary>The factor of this session.</summary>
        public required string Factor { get; init; }
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<OwnAccount>>
    {
        private const string OwnSql = """
            SELECT a.Id, a.UserName, a.DisplayName, a.Role, a.ScopeKind, a.CentreId, a.ProvinceCode, a.EmployerId, a.Language, s.Factor
            FROM Account a
            JOIN AccountSession s ON s.AccountId = a.Id AND s.Id = @SessionId
            WHERE a.Id = @AccountId
            """;

        public async Task<Outcome<OwnAccount>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.FirstOrDefaultAsync<OwnAccount>(OwnSql, new { query.Scope.SessionId, query.Scope.AccountId }, cancellationToken) is { } own
                ? own
                : Refusal.NotFound;
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/me", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope })).For<Query>("Who I am, and what I may see");
}
