using MediatR;
using Microsoft.AspNetCore.Identity;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>A passkey whose ceremony has been checked at the edge becomes a factor of the account that is signed in.</summary>
public static class AddPasskey
{
    public const int LongestName = 100;

    [AllowsEveryone]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required UserPasskeyInfo Passkey { get; init; }

        public AuditSubject Subject(Done value) => new("account", Scope.AccountId);
    }

    public sealed class Handler(AccountStore store, OwnFactors own) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var facts = await own.FindAsync(command.Scope, cancellationToken);
            if (OwnFactors.RefuseAdding(facts) is { } refusal)
            {
                return refusal;
            }

            await store.AddOrUpdatePasskeyAsync(facts!.Account, command.Passkey, cancellationToken);
            return default(Done);
        }
    }
}
