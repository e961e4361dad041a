using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>
/// A lost device, a forgotten password, a link that grew old: password, factors, codes and sessions of the account end
/// now, and a new one-time link begins it again.
/// </summary>
public static class ReinviteAccount
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid AccountId { get; init; }

        public AuditSubject Subject(Done value) => new("account", AccountId);
    }

    public sealed class Handler(Database db, AccountStore store, AccountSessions sessions, Invitations invitations) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string ForgetSql = """
            UPDATE Account
            SET PasswordHash = NULL, TotpKey = NULL, TotpEnabled = 0, TotpLastStep = NULL, LockoutEndAt = NULL, SecurityStamp = @Stamp, Version = Version + 1
            WHERE Id = @AccountId
            """;

        private const string ForgetPasskeysSql = "DELETE FROM AccountPasskey WHERE AccountId = @AccountId";

        private const string ForgetCodesSql = "DELETE FROM AccountRecoveryCode WHERE AccountId = @AccountId";

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var account = await store.FindAsync(command.AccountId, cancellationToken);
            if (Refuse(account, command.Scope.AccountId) is { } refusal)
            {
                return refusal;
            }

            var args = new { command.AccountId, Stamp = Account.NewStamp() };
            await db.ExecuteAsync(ForgetSql, args, cancellationToken);
            await db.ExecuteAsync(ForgetPasskeysSql, args, cancellationToken);
            await db.ExecuteAsync(ForgetCodesSql, args, cancellationToken);
            await sessions.EndAllAsync(db, command.AccountId, cancellationToken);
            await invitations.IssueAsync(db, account!, cancellationToken);
            return default(Done);
        }
    }

    internal static Refusal? Refuse(Account? account, Guid own) => account switch
    {
        null => Refusal.NotFound,
        { Id: var id } when id == own => new("not-own-account"),
        { DisabledAt: not null } => new("account-disabled"),
        _ => null,
    };

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/accounts/{accountId:guid}/invitations", (Guid accountId, ApiEdge edge) => edge.Do(new Command { AccountId = accountId, Scope = edge.Scope }))
            .For<Command>("Take away password and factors, and invite anew");
}
