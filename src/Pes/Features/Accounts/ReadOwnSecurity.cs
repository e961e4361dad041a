using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>The factors, recovery codes and open sessions of the account that is signed in.</summary>
public static class ReadOwnSecurity
{
    [AllowsEveryone]
    public sealed record Query : ScopedRequest, IQuery<OwnSecurity>;

    public sealed record OwnSecurity(
        string UserName, bool HasPassword, bool HasApp, IReadOnlyList<Passkey> Passkeys, int RecoveryCodesLeft, IReadOnlyList<Session> Sessions,
        bool MayChange, bool Suffices);

    public sealed record Passkey(string Id, string Name, DateTime CreatedAt);

    public sealed record Session
    {
        public required Guid Id { get; init; }

        public required string Factor { get; init; }

        public required DateTime StartedAt { get; init; }

        public required DateTime LastSeenAt { get; init; }
    }

    public sealed class Handler(Database db, AccountStore store, OwnFactors own, DemoSettings demo, TimeProvider clock) : IRequestHandler<Query, Outcome<OwnSecurity>>
    {
        private const string SessionsSql = """
            SELECT Id, Factor, StartedAt, LastSeenAt FROM AccountSession
            WHERE AccountId = @AccountId AND EndedAt IS NULL AND LastSeenAt > @IdleSince AND SecurityStamp = @SecurityStamp
            ORDER BY LastSeenAt DESC
            """;

        public async Task<Outcome<OwnSecurity>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (await own.FindAsync(query.Scope, cancellationToken) is not { } facts)
            {
                return Refusal.NotFound;
            }

            var account = facts.Account;
            var sessions = await db.QueryAsync<Session>(
                SessionsSql,
                new { AccountId = account.Id, IdleSince = clock.GetUtcNow().UtcDateTime - AccountSessions.IdleLimit, account.SecurityStamp },
                cancellationToken);
            return new OwnSecurity(
                account.UserName,
                account.PasswordHash is not null,
                facts.HasApp,
                [.. (await store.GetPasskeysAsync(account, cancellationToken)).Select(p => new Passkey(Convert.ToHexString(p.CredentialId), p.Name ?? "", p.CreatedAt.UtcDateTime))],
                await store.CountCodesAsync(account, cancellationToken),
                sessions,
                SecondFactor.MayChange(facts.Factor, facts.HasApp, facts.Passkeys > 0),
                SecondFactor.Suffices(account.Role, facts.Factor, demo.Enabled));
        }
    }
}
