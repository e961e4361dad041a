using MediatR;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>
/// Ten new recovery codes; the old ones are void. The value is the set's id, from which <see cref="AccountFactors"/>
/// makes the codes again for the one page that shows them.
/// </summary>
public static class MakeRecoveryCodes
{
    [AllowsEveryone]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public AuditSubject Subject(Guid value) => new("account", Scope.AccountId);
    }

    public sealed class Handler(AccountStore store, OwnFactors own, AccountFactors factors) : IRequestHandler<Command, Outcome<Guid>>
    {
        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var facts = await own.FindAsync(command.Scope, cancellationToken);
            if (Refuse(facts) is { } refusal)
            {
                return refusal;
            }

            var set = Guid.CreateVersion7();
            await store.ReplaceCodesAsync(facts!.Account, factors.CodesOf(facts.Account.Id, set), cancellationToken);
            return set;
        }
    }

    internal static Refusal? Refuse(OwnFactors.Facts? facts) => OwnFactors.RefuseAdding(facts) ?? facts switch
    {
        { HasApp: false, Passkeys: 0 } => new("second-factor-first"),
        _ => null,
    };
}
