using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Somebody left or lost the right to sign in. Every session ends at once; what she did stays in her name.</summary>
public static class DisableAccount
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid AccountId { get; init; }

        public AuditSubject Subject(Done value) => new("account", AccountId);
    }

    public sealed class Handler(Database db, AccountSessions sessions, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string DisableSql = """
            UPDATE Account SET DisabledAt = @Now, SecurityStamp = @Stamp, Version = Version + 1 WHERE Id = @AccountId AND DisabledAt IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (command.AccountId == command.Scope.AccountId)
            {
                return new Refusal("not-own-account");
            }

            var args = new { command.AccountId, Stamp = Account.NewStamp(), Now = clock.GetUtcNow().UtcDateTime };
            if (await db.ExecuteAsync(DisableSql, args, cancellationToken) == 0)
            {
                return Refusal.NotFound;
            }

            await sessions.EndAllAsync(db, command.AccountId, cancellationToken);
            return default(Done);
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/accounts/{accountId:guid}/disable", (Guid accountId, ApiEdge edge) => edge.Do(new Command { AccountId = accountId, Scope = edge.Scope }))
            .For<Command>("Disable an account and end its sessions");
}
