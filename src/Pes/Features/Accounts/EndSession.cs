using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>Ends one of the caller's other sessions, for example on a machine that was left open.</summary>
public static class EndSession
{
    [AllowsEveryone]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required Guid SessionId { get; init; }

        public AuditSubject Subject(Done value) => new("session", SessionId);
    }

    public sealed class Handler(Database db, AccountSessions sessions) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            await sessions.EndAsync(db, command.Scope.AccountId, command.SessionId, cancellationToken) ? default(Done) : Refusal.NotFound;
    }
}
