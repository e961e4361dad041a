using System.Net;
using Microsoft.AspNetCore.Identity;
using Pes.Platform.Data;
using Pes.Platform.Text;

namespace Pes.Platform.Security;

public enum SignInVerdict
{
    /// <summary>Wrong name, password, code, or an account that may not sign in: nobody learns which.</summary>
    Refused,

    /// <summary>Too many guesses; nothing was compared.</summary>
    TooMany,

    /// <summary>The password is right and the account has a second factor.</summary>
    NeedsSecondFactor,

    SignedIn,
}

/// <summary>What came of a try. The account is there when the password was right.</summary>
public sealed record SignInAnswer(SignInVerdict Verdict, Account? Account = null, string Factor = "");

/// <summary>Compares what was typed at sign-in. Each try costs one password hash, whether the name is known or not.</summary>
public sealed class SignInDesk(
    Database db, AccountStore store, AccountFactors factors, Passwords passwords, SignInLimits limits, SecurityEvents events,
    ILookupNormalizer normaliser, TimeProvider clock)
{
    /// <param name="code">Of the authenticator app or a recovery code; null asks for it where the account has one.</param>
    public async Task<SignInAnswer> ByPasswordAsync(string userName, string password, string? code, IPAddress? address, CancellationToken ct)
    {
        var name = normaliser.NormalizeName(userName.Trim())!;
        if (await limits.EnterAsync(name, address, ct) is not { } guess)
        {
            return new SignInAnswer(SignInVerdict.TooMany);
        }

        var account = await store.FindByNameAsync(name, ct);
        if (!await passwords.VerifyAsync(account, password, ct) || account is null or { DisabledAt: not null })
        {
            return await FailAsync(account, guess, "password", ct);
        }

        var wantsSecond = account.TotpEnabled || (await store.GetPasskeysAsync(account, ct)).Count > 0;
        if (wantsSecond && !string.IsNullOrWhiteSpace(code))
        {
            return await SecondAsync(account, code, guess, ct);
        }

        await limits.LeaveAsync(guess, ct);
        return wantsSecond
            ? new SignInAnswer(SignInVerdict.NeedsSecondFactor, account)
            : new SignInAnswer(SignInVerdict.SignedIn, account, SecondFactor.Password);
    }

    /// <summary>The second step of the page, after the password was right.</summary>
    public async Task<SignInAnswer> ByCodeAsync(Account account, string code, IPAddress? address, CancellationToken ct)
    {
        if (await limits.EnterAsync(account.NormalisedUserName, address, ct) is not { } guess)
        {
            return new SignInAnswer(SignInVerdict.TooMany);
        }

        return account.DisabledAt is null ? await SecondAsync(account, code, guess, ct) : await FailAsync(account, guess, "disabled", ct);
    }

    /// <summary>Asks for the password once more inside a session, counted like a sign-in: SignedIn, Refused or TooMany.</summary>
    public async Task<SignInVerdict> ConfirmPasswordAsync(Account account, string password, IPAddress? address, CancellationToken ct)
    {
        if (await limits.EnterAsync(account.NormalisedUserName, address, ct) is not { } guess)
        {
            return SignInVerdict.TooMany;
        }

        if (!await passwords.VerifyAsync(account, password, ct))
        {
            return (await FailAsync(account, guess, "confirm", ct)).Verdict;
        }

        await limits.LeaveAsync(guess, ct);
        return SignInVerdict.SignedIn;
    }

    private async Task<SignInAnswer> SecondAsync(Account account, string typed, SignInLimits.Guess guess, CancellationToken ct)
    {
        var code = string.Concat(Formats.AsciiDigits(typed).Where(char.IsAsciiLetterOrDigit));
        var isApp = code.Length == 6 && code.All(char.IsAsciiDigit);
        var isRight = isApp
            ? await factors.UseCodeAsync(db, account, code, clock.GetUtcNow(), ct)
            : await store.RedeemCodeAsync(account, code, ct);
        if (!isRight)
        {
            return await FailAsync(account, guess, isApp ? SecondFactor.App : SecondFactor.Recovery, ct);
        }

        await limits.LeaveAsync(guess, ct);
        return new SignInAnswer(SignInVerdict.SignedIn, account, isApp ? SecondFactor.App : SecondFactor.Recovery);
    }

    private async Task<SignInAnswer> FailAsync(Account? account, SignInLimits.Guess guess, string step, CancellationToken ct)
    {
        await events.RecordAsync(SecurityEvents.SignInFailed, Scope.Nobody, account?.Id, step, ct);
        if (guess.IsLastOfAccount)
        {
            await events.RecordAsync(SecurityEvents.AccountLocked, Scope.Nobody, account?.Id, null, ct);
            if (account is not null)
            {
                await store.SetLockoutEndDateAsync(account, clock.GetUtcNow() + SignInLimits.LockWindow, ct);
                await store.UpdateAsync(account, ct);
            }
        }

        return new SignInAnswer(SignInVerdict.Refused);
    }
}
