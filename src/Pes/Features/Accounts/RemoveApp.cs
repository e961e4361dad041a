using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>The authenticator app is a factor of this account no more.</summary>
public static class RemoveApp
{
    [AllowsEveryone]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public AuditSubject Subject(Done value) => new("account", Scope.AccountId);
    }

    public sealed class Handler(Database db, OwnFactors own) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string RemoveSql = """
            UPDATE Account SET TotpKey = NULL, TotpEnabled = 0, TotpLastStep = NULL, Version = Version + 1 WHERE Id = @AccountId AND TotpEnabled = 1
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (OwnFactors.RefuseRemoving(await own.FindAsync(command.Scope, cancellationToken)) is { } refusal)
            {
                return refusal;
            }

            return await db.ExecuteAsync(RemoveSql, new { command.Scope.AccountId }, cancellationToken) == 0 ? Refusal.NotFound : default(Done);
        }
    }
}
