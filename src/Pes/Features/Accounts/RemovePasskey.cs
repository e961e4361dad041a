using MediatR;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>A passkey is a factor of this account no more.</summary>
public static class RemovePasskey
{
    [AllowsEveryone]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required byte[] CredentialId { get; init; }

        public AuditSubject Subject(Done value) => new("account", Scope.AccountId);
    }

    public sealed class Handler(AccountStore store, OwnFactors own) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var facts = await own.FindAsync(command.Scope, cancellationToken);
            if (OwnFactors.RefuseRemoving(facts) is { } refusal)
            {
                return refusal;
            }

            if (await store.FindPasskeyAsync(facts!.Account, command.CredentialId, cancellationToken) is null)
            {
                return Refusal.NotFound;
            }

            await store.RemovePasskeyAsync(facts.Account, command.CredentialId, cancellationToken);
            return default(Done);
        }
    }
}
