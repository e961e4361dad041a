using System.Security.Cryptography;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Accounts;

/// <summary>An authenticator app becomes, or replaces, a second factor of the account that is signed in.</summary>
public static class EnrolApp
{
    [AllowsEveryone]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        /// <summary>The key that was shown, sealed, so that it waits in the form and not in the database.</summary>
        public string SealedKey { get; init; } = "";

        /// <summary>A code that the app made of it.</summary>
        public string Code { get; init; } = "";

        public AuditSubject Subject(Done value) => new("account", Scope.AccountId);
    }

    public sealed class Handler(Database db, OwnFactors own, AccountFactors factors, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string EnrolSql = """
            UPDATE Account SET TotpKey = @TotpKey, TotpEnabled = 1, TotpLastStep = @Step, Version = Version + 1 WHERE Id = @AccountId
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (OwnFactors.RefuseAdding(await own.FindAsync(command.Scope, cancellationToken)) is { } refusal)
            {
                return refusal;
            }

            if (StepOf(factors, command.SealedKey, command.Code, clock.GetUtcNow()) is not { } step)
            {
                return Refusal.Invalid(new FieldError(nameof(command.Code), "code-wrong"));
            }

            await db.ExecuteAsync(EnrolSql, new { command.Scope.AccountId, TotpKey = command.SealedKey, Step = step }, cancellationToken);
            return default(Done);
        }
    }

    /// <summary>The step of the code under the sealed key; null where the code is wrong or the key is not one that we sealed.</summary>
    internal static long? StepOf(AccountFactors factors, string sealedKey, string code, DateTimeOffset now)
    {
        try
        {
            return Totp.StepOf(Totp.FromBase32(factors.Unprotect(sealedKey)), string.Concat(Formats.AsciiDigits(code).Where(char.IsAsciiDigit)), now);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
