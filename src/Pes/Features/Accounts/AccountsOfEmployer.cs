using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Who signs in for a company: so that an officer sees whom to call and whom to invite.</summary>
public static class AccountsOfEmployer
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Administrator, Role.Employer)]
    public sealed record Query : ScopedRequest, IQuery<IReadOnlyList<Row>>
    {
        public required Guid EmployerId { get; init; }
    }

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required string UserName { get; init; }

        public required string DisplayName { get; init; }

        public required DateTime CreatedAt { get; init; }

        public DateTime? DisabledAt { get; init; }

        /// <summary>Has a password or a passkey: the invitation was accepted.</summary>
        public required bool HasBegun { get; init; }

        /// <summary><c>disabled</c>, <c>active</c> or <c>invited</c>.</summary>
        public string State => DisabledAt is not null ? "disabled" : HasBegun ? "active" : "invited";
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<IReadOnlyList<Row>>>
    {
        private const string EmployerSql = "SELECT COUNT(*) FROM Employer WHERE Id = @EmployerId AND (@OwnCompany IS NULL OR Id = @OwnCompany)";

        private const string RowsSql = """
            SELECT a.Id, a.UserName, a.DisplayName, a.CreatedAt, a.DisabledAt,
                   CASE WHEN a.PasswordHash IS NOT NULL OR EXISTS (SELECT 1 FROM AccountPasskey p WHERE p.AccountId = a.Id) THEN 1 ELSE 0 END AS HasBegun
            FROM Account a
            WHERE a.EmployerId = @EmployerId AND (@OwnCompany IS NULL OR a.EmployerId = @OwnCompany)
            ORDER BY a.Seq
            """;

        public async Task<Outcome<IReadOnlyList<Row>>> Handle(Query query, CancellationToken cancellationToken)
        {
            var args = new { query.EmployerId, OwnCompany = query.Scope.Role == Role.Employer ? query.Scope.EmployerId ?? Guid.Empty : (Guid?)null };
            return await db.SingleAsync<int>(EmployerSql, args, cancellationToken) == 0
                ? Refusal.NotFound
                : Outcome<IReadOnlyList<Row>>.Of(await db.QueryAsync<Row>(RowsSql, args, cancellationToken));
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/employers/{employerId:guid}/accounts", (Guid employerId, ApiEdge edge) => edge.Ask(new Query { EmployerId = employerId, Scope = edge.Scope }))
            .For<Query>("Who signs in for a company");
}
