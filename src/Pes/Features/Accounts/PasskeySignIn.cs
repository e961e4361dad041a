using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>Signing in by passkey, alone or as the second step.</summary>
public sealed class PasskeySignIn(PasskeyCeremony ceremony, AccountStore store, SessionTickets tickets, SignInLimits limits, SecurityEvents events)
{
    /// <param name="account">Whose passkey is wanted; null where any will do.</param>
    public async Task<IActionResult> OptionsAsync(HttpContext context, Account? account) =>
        new ContentResult { Content = await ceremony.BeginRequestAsync(context, account), ContentType = "application/json" };

    /// <summary>Checks the device's answer and, where it is right, gives the cookie.</summary>
    public async Task<SignInVerdict> FinishAsync(HttpContext context, string? credential)
    {
        var ct = context.RequestAborted;
        if (await limits.EnterAsync(null, context.Connection.RemoteIpAddress, ct) is not { } guess)
        {
            return SignInVerdict.TooMany;
        }

        if (await ceremony.FinishRequestAsync(context, credential) is not var (account, passkey))
        {
            await events.RecordAsync(SecurityEvents.SignInFailed, Scope.Nobody, null, SecondFactor.Passkey, ct);
            return SignInVerdict.Refused;
        }

        await limits.LeaveAsync(guess, ct);
        await store.AddOrUpdatePasskeyAsync(account, passkey, ct);
        await tickets.GiveCookieAsync(context, account, SecondFactor.Passkey);
        return SignInVerdict.SignedIn;
    }
}
