using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Own factors, recovery codes, password and sessions; the only page of a session whose factor does not suffice yet.</summary>
[AllowsEveryone]
[OneFactorSuffices]
public sealed class SecurityModel(
    AccountStore store, AccountFactors factors, PasskeyCeremony ceremony, SignInDesk desk, NewPassword newPassword, SessionTickets tickets) : PesPage
{
    [BindProperty]
    public string? SealedKey { get; set; }

    [BindProperty]
    public string Code { get; set; } = "";

    [BindProperty]
    public string PasskeyName { get; set; } = "";

    [BindProperty]
    public string PresentPassword { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty]
    public string PasswordAgain { get; set; } = "";

    /// <summary>The set of recovery codes that the next page shows, once.</summary>
    [TempData]
    public Guid? CodeSet { get; set; }

    public ReadOwnSecurity.OwnSecurity Own { get; private set; } = null!;

    /// <summary>The new app key, for typing and for the link.</summary>
    public string AppKey => factors.Unprotect(SealedKey!);

    public IReadOnlyList<string> NewCodes { get; private set; } = [];

    protected override string FieldPrefix => "";

    private CancellationToken Aborted => HttpContext.RequestAborted;

    public Task<IActionResult> OnGetAsync()
    {
        NewCodes = CodeSet is { } set ? factors.CodesOf(Scope.AccountId, set) : [];
        return ShowAsync();
    }

    public Task<IActionResult> OnPostAppAsync() => EnrolAsync(new EnrolApp.Command { Scope = Scope, SealedKey = SealedKey ?? "", Code = Code }, SecondFactor.App);

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        new ContentResult { Content = await ceremony.BeginCreationAsync(HttpContext, await OwnAsync()), ContentType = "application/json" };

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential)
    {
        if (await ceremony.FinishCreationAsync(HttpContext, await OwnAsync(), credential) is not { } passkey)
        {
            return await AgainAsync(new Refusal("passkey-not-accepted"));
        }

        passkey.Name = PasskeyName.Trim() is { Length: > 0 } name ? name[..Math.Min(name.Length, AddPasskey.LongestName)] : null;
        return await EnrolAsync(new AddPasskey.Command { Scope = Scope, Passkey = passkey }, SecondFactor.Passkey);
    }

    public Task<IActionResult> OnPostRemoveAppAsync() => TellAsync(new RemoveApp.Command { Scope = Scope }, _ => RedirectToPage(), ShowAsync);

    public Task<IActionResult> OnPostRemovePasskeyAsync(string id) => TellAsync(
        new RemovePasskey.Command { Scope = Scope, CredentialId = FromHex(id) }, _ => RedirectToPage(), ShowAsync);

    public Task<IActionResult> OnPostCodesAsync() => TellAsync(
        new MakeRecoveryCodes.Command { Scope = Scope },
        set =>
        {
            CodeSet = set;
            return RedirectToPage();
        },
        ShowAsync);

    public Task<IActionResult> OnPostEndSessionAsync(Guid id) => TellAsync(
        new EndSession.Command { Scope = Scope, SessionId = id }, _ => RedirectToPage(), ShowAsync);

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        var account = await OwnAsync();
        if (account.PasswordHash is not null)
        {
            switch (await desk.ConfirmPasswordAsync(account, PresentPassword, HttpContext.Connection.RemoteIpAddress, Aborted))
            {
                case SignInVerdict.TooMany:
                    return await AgainAsync(StartSession.Refuse(SignInVerdict.TooMany)!);
                case SignInVerdict.Refused:
                    return await AgainAsync(Refusal.Invalid(new FieldError(nameof(PresentPassword), "password-wrong")));
            }
        }

        var hasSecond = account.TotpEnabled || (await store.GetPasskeysAsync(account, Aborted)).Count > 0;
        var hash = await newPassword.HashAsync(account, Password, PasswordAgain, hasSecond, nameof(Password), nameof(PasswordAgain), Aborted);
        if (hash.Refusal is { } refusal)
        {
            return await AgainAsync(refusal);
        }

        var factor = Caller.Factor;
        var outcome = await Sender.Send(new ChangePassword.Command { Scope = Scope, PasswordHash = hash.Value }, Aborted);
        if (outcome.Refusal is { } refused)
        {
            return await AgainAsync(refused);
        }

        await tickets.GiveCookieAsync(HttpContext, account, factor);
        return RedirectToPage();
    }

    // The session that enrolled has shown the factor: it goes on as a new one, and the old one ends.
    private async Task<IActionResult> EnrolAsync(ICommand<Done> command, string factor)
    {
        var outcome = await Sender.Send(command, Aborted);
        if (outcome.Refusal is { } refusal)
        {
            return await AgainAsync(refusal);
        }

        var account = await OwnAsync();
        var scope = Scope;
        if (Caller.Factor != SecondFactor.Passkey)
        {
            await Sender.Send(new SignOut.Command { Scope = Scope }, Aborted);
            scope = Scope with { SessionId = await tickets.GiveCookieAsync(HttpContext, account, factor) };
        }

        if (await store.CountCodesAsync(account, Aborted) == 0
            && await Sender.Send(new MakeRecoveryCodes.Command { Scope = scope }, Aborted) is { Refusal: null } codes)
        {
            CodeSet = codes.Value;
        }

        return RedirectToPage();
    }

    private async Task<Account> OwnAsync() =>
        await store.FindAsync(Scope.AccountId, Aborted) ?? throw new InvalidOperationException("A session without an account.");

    private Task<IActionResult> ShowAsync()
    {
        if (!IsOurs(SealedKey))
        {
            SealedKey = factors.Protect(Totp.NewKey());
        }

        return AskAsync(new ReadOwnSecurity.Query { Scope = Scope }, own => Own = own);
    }

    private bool IsOurs(string? key)
    {
        try
        {
            return key is { Length: > 0 } && factors.Unprotect(key).Length > 0;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    private Task<IActionResult> AgainAsync(Refusal refusal)
    {
        if (refusal.Kind == RefusalKind.NotFound)
        {
            return Task.FromResult<IActionResult>(NotFound());
        }

        Refuse(refusal);
        Response.StatusCode = RefusalResponses.Status(refusal);
        return ShowAsync();
    }

    private static byte[] FromHex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : [];
}
