using MediatR;
using Microsoft.AspNetCore.Identity;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>Whoever holds a one-time link begins her account: a passkey, or a password with or without an authenticator app.</summary>
public static class AcceptInvitation
{
    /// <summary>Sent by nobody: the link alone says whose account it is.</summary>
    [Allows(Role.None)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public required string Token { get; init; }

        /// <summary>Of <see cref="NewPassword"/>; null where a passkey comes instead.</summary>
        public string? PasswordHash { get; init; }

        public string? SealedKey { get; init; }

        /// <summary>The step of the app's code, which has been compared.</summary>
        public long? Step { get; init; }

        public UserPasskeyInfo? Passkey { get; init; }

        public AuditSubject Subject(Guid value) => new("account", value, Detail: Passkey is not null ? "passkey" : Step is not null ? "totp" : "password");
    }

    public sealed class Handler(Database db, AccountStore store, Invitations invitations) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string BeginSql = """
            UPDATE Account
            SET PasswordHash = @PasswordHash, TotpKey = @TotpKey, TotpEnabled = @TotpEnabled, TotpLastStep = @Step, SecurityStamp = @Stamp, Version = Version + 1
            WHERE Id = @AccountId AND DisabledAt IS NULL
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await invitations.FindAsync(db, command.Token, cancellationToken) is not { } invitation
                || !await invitations.UseAsync(db, invitation.Id, cancellationToken)
                || await store.FindAsync(invitation.AccountId, cancellationToken) is not { } account)
            {
                return Refusal.NotFound;
            }

            await db.ExecuteAsync(
                BeginSql,
                new
                {
                    invitation.AccountId,
                    command.PasswordHash,
                    TotpKey = command.Step is null ? null : command.SealedKey,
                    TotpEnabled = command.Step is not null,
                    command.Step,
                    Stamp = Account.NewStamp(),
                },
                cancellationToken);
            if (command.Passkey is { } passkey)
            {
                await store.AddOrUpdatePasskeyAsync(account, passkey, cancellationToken);
            }

            return invitation.AccountId;
        }
    }
}
