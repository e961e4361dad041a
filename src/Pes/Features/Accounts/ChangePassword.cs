using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>A new password; every session of the account ends, also the one that asks, which the page starts again.</summary>
public static class ChangePassword
{
    [AllowsEveryone]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        /// <summary>Of <see cref="NewPassword"/>.</summary>
        public required string PasswordHash { get; init; }

        public AuditSubject Subject(Done value) => new("account", Scope.AccountId);
    }

    public sealed class Handler(Database db, AccountSessions sessions) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string ChangeSql = """
            UPDATE Account SET PasswordHash = @PasswordHash, SecurityStamp = @Stamp, Version = Version + 1 WHERE Id = @AccountId AND DisabledAt IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var rows = await db.ExecuteAsync(ChangeSql, new { command.Scope.AccountId, command.PasswordHash, Stamp = Account.NewStamp() }, cancellationToken);
            if (rows == 0)
            {
                return Refusal.NotFound;
            }

            await sessions.EndAllAsync(db, command.Scope.AccountId, cancellationToken);
            return default(Done);
        }
    }
}
