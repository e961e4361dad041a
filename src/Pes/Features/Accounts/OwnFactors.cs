using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>An account, how its session signed in, and the factors it has: the facts behind every change of a factor.</summary>
public sealed class OwnFactors(Database db, AccountStore store)
{
    private const string FactorSql = "SELECT Factor FROM AccountSession WHERE Id = @SessionId AND AccountId = @AccountId AND EndedAt IS NULL";

    public sealed record Facts(Account Account, string Factor, bool HasApp, int Passkeys);

    public async Task<Facts?> FindAsync(Scope scope, CancellationToken ct) =>
        await store.FindAsync(scope.AccountId, ct) is { } account
        && await db.FirstOrDefaultAsync<string>(FactorSql, new { scope.SessionId, scope.AccountId }, ct) is { } factor
            ? new Facts(account, factor, account.TotpEnabled, (await store.GetPasskeysAsync(account, ct)).Count)
            : null;

    /// <summary>May this session add a factor?</summary>
    internal static Refusal? RefuseAdding(Facts? facts) => facts switch
    {
        null => Refusal.NotFound,
        _ when !SecondFactor.MayChange(facts.Factor, facts.HasApp, facts.Passkeys > 0) => new("stronger-factor-needed"),
        _ => null,
    };

    /// <summary>May this session take one away? Staff keep at least one.</summary>
    internal static Refusal? RefuseRemoving(Facts? facts) => RefuseAdding(facts) ?? facts switch
    {
        { HasApp: var app, Passkeys: var passkeys, Account.Role: not (Role.Employer or Role.Jobseeker) } when passkeys + (app ? 1 : 0) <= 1 => new("last-factor"),
        { Account.Role: Role.Administrator, Passkeys: 1 } => new("last-factor"),
        _ => null,
    };
}
