using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Ends the session behind this cookie or token, on every node.</summary>
public static class SignOut
{
    [AllowsEveryone]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public AuditSubject Subject(Done value) => new("account", Scope.AccountId);
    }

    public sealed class Handler(Database db, AccountSessions sessions) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            await sessions.EndAsync(db, command.Scope.AccountId, command.Scope.SessionId, cancellationToken);
            return default(Done);
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Delete("/session", (ApiEdge edge) => edge.Do(new Command { Scope = edge.Scope }))
            .For<Command>("End this session")
            .WithMetadata(new OneFactorSufficesAttribute());
}
