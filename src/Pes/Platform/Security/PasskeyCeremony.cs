using Microsoft.AspNetCore.Identity;

namespace Pes.Platform.Security;

/// <summary>
/// The two halves of a passkey ceremony. The challenge waits in a sealed cookie of the browser that asked for it, so any
/// node can finish what another began.
/// </summary>
public sealed class PasskeyCeremony(IPasskeyHandler<Account> handler, SealedCookie cookie)
{
    private const string Cookie = "pes-passkey";

    /// <summary>Options for <c>navigator.credentials.create</c>, as JSON.</summary>
    public async Task<string> BeginCreationAsync(HttpContext context, Account account)
    {
        var options = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = account.Id.ToString("D"), Name = account.UserName, DisplayName = account.DisplayName }, context);
        cookie.Set(context, Cookie, new Waiting("create", account.Id, options.AttestationState));
        return options.CreationOptionsJson;
    }

    /// <summary>The new passkey, or null where the answer does not belong to the challenge or to the account.</summary>
    public async Task<UserPasskeyInfo?> FinishCreationAsync(HttpContext context, Account account, string? credentialJson)
    {
        if (string.IsNullOrEmpty(credentialJson) || Take(context, "create") is not { } waiting || waiting.AccountId != account.Id)
        {
            return null;
        }

        var result = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = context, CredentialJson = credentialJson, AttestationState = waiting.State });
        return result.Succeeded && result.UserEntity.Id == account.Id.ToString("D") ? result.Passkey : null;
    }

    /// <summary>Options for <c>navigator.credentials.get</c>, as JSON.</summary>
    /// <param name="account">Whose passkey is wanted; null where the device may offer any of this site.</param>
    public async Task<string> BeginRequestAsync(HttpContext context, Account? account)
    {
        var options = await handler.MakeRequestOptionsAsync(account!, context);
        cookie.Set(context, Cookie, new Waiting("get", account?.Id, options.AssertionState));
        return options.RequestOptionsJson;
    }

    /// <summary>The account that holds the passkey and the passkey with its new counter, or null.</summary>
    public async Task<(Account Account, UserPasskeyInfo Passkey)?> FinishRequestAsync(HttpContext context, string? credentialJson)
    {
        if (string.IsNullOrEmpty(credentialJson) || Take(context, "get") is not { } waiting)
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = context, CredentialJson = credentialJson, AssertionState = waiting.State });
        return result.Succeeded && result.User.DisabledAt is null && (waiting.AccountId is null || waiting.AccountId == result.User.Id)
            ? (result.User, result.Passkey)
            : null;
    }

    private Waiting? Take(HttpContext context, string kind)
    {
        var waiting = cookie.Read<Waiting>(context, Cookie);
        cookie.Remove(context, Cookie);
        return waiting?.Kind == kind ? waiting : null;
    }

    private sealed record Waiting(string Kind, Guid? AccountId, string? State);
}
