using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>An account that was disabled may sign in again with the factors it had.</summary>
public static class EnableAccount
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid AccountId { get; init; }

        public AuditSubject Subject(Done value) => new("account", AccountId);
    }

    public sealed class Handler(Database db) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string EnableSql = """
            UPDATE Account SET DisabledAt = NULL, SecurityStamp = @Stamp, Version = Version + 1 WHERE Id = @AccountId AND DisabledAt IS NOT NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (command.AccountId == command.Scope.AccountId)
            {
                return new Refusal("not-own-account");
            }

            var args = new { command.AccountId, Stamp = Account.NewStamp() };
            return await db.ExecuteAsync(EnableSql, args, cancellationToken) == 0 ? Refusal.NotFound : default(Done);
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/accounts/{accountId:guid}/enable", (Guid accountId, ApiEdge edge) => edge.Do(new Command { AccountId = accountId, Scope = edge.Scope }))
            .For<Command>("Enable an account again");
}
