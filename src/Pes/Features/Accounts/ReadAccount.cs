using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>One account as administrators see it: role, scope, state and which factors it has; no secret of any of them.</summary>
public static class ReadAccount
{
    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<AccountFile>
    {
        public required Guid AccountId { get; init; }
    }

    public sealed record AccountFile
    {
        public required Guid Id { get; init; }

        public required string UserName { get; init; }

        public required string DisplayName { get; init; }

        public string? Email { get; init; }

        public required Role Role { get; init; }

        public required string ScopeKind { get; init; }

        public Guid? CentreId { get; init; }

        public string? ProvinceCode { get; init; }

        public Guid? EmployerId { get; init; }

        public required string Language { get; init; }

        public required bool HasPassword { get; init; }

        public required bool HasApp { get; init; }

        public required int Passkeys { get; init; }

        public required int OpenInvitations { get; init; }

        public required int OpenSessions { get; init; }

        public DateTime? DisabledAt { get; init; }

        public DateTime? LockoutEndAt { get; init; }

        public required DateTime CreatedAt { get; init; }

        public required int Version { get; init; }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<AccountFile>>
    {
        private const string FileSql = """
            SELECT a.Id, a.UserName, a.DisplayName, a.Email, a.Role, a.ScopeKind, a.CentreId, a.ProvinceCode, a.EmployerId, a.Language,
                   CASE WHEN a.PasswordHash IS NULL THEN 0 ELSE 1 END AS HasPassword, a.TotpEnabled AS HasApp,
                   (SELECT COUNT(*) FROM AccountPasskey p WHERE p.AccountId = a.Id) AS Passkeys,
                   (SELECT COUNT(*) FROM AccountInvitation i WHERE i.AccountId = a.Id AND i.UsedAt IS NULL AND i.ExpiresAt > @Now) AS OpenInvitations,
                   (SELECT COUNT(*) FROM AccountSession s
                    WHERE s.AccountId = a.Id AND s.EndedAt IS NULL AND s.LastSeenAt > @IdleSince AND s.SecurityStamp = a.SecurityStamp) AS OpenSessions,
                   a.DisabledAt, a.LockoutEndAt, a.CreatedAt, a.Version
            FROM Account a
            WHERE a.Id = @AccountId
            """;

        public async Task<Outcome<AccountFile>> Handle(Query query, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return await db.FirstOrDefaultAsync<AccountFile>(
                FileSql, new { query.AccountId, Now = now, IdleSince = now - AccountSessions.IdleLimit }, cancellationToken) is { } file
                ? file
                : Refusal.NotFound;
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/accounts/{accountId:guid}", (Guid accountId, ApiEdge edge) => edge.Ask(new Query { AccountId = accountId, Scope = edge.Scope }))
            .For<Query>("Read an account");
}
