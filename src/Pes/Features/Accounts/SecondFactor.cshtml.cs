using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>The second step of signing in: a code of the app, a recovery code or a passkey.</summary>
[AllowAnonymous]
public sealed class SecondFactorModel(
    SignInDesk desk, PasskeySignIn passkeys, AccountStore store, SessionTickets tickets, SealedCookie cookie) : PesPage
{
    private Account? account;

    [BindProperty]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "return")]
    public string? ReturnTo { get; set; }

    public bool HasPasskey { get; private set; }

    protected override string FieldPrefix => "";

    public async Task<IActionResult> OnGetAsync() => await KnowAsync() ? Page() : RedirectToPage("SignIn");

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await KnowAsync())
        {
            return RedirectToPage("SignIn");
        }

        if (Code.Length is 0 or > 40)
        {
            return Again(Refusal.Invalid(new FieldError(nameof(Code), "NotEmptyValidator")));
        }

        var answer = await desk.ByCodeAsync(account!, Code, HttpContext.Connection.RemoteIpAddress, HttpContext.RequestAborted);
        if (answer.Verdict != SignInVerdict.SignedIn)
        {
            return Again(answer.Verdict == SignInVerdict.TooMany ? StartSession.Refuse(answer.Verdict)! : Refusal.Invalid(new FieldError(nameof(Code), "code-wrong")));
        }

        cookie.Remove(HttpContext, SecondStep.Cookie);
        await tickets.GiveCookieAsync(HttpContext, account!, answer.Factor);
        return LocalRedirect(LocalAddress.Or(ReturnTo, "/"));
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => await KnowAsync() ? await passkeys.OptionsAsync(HttpContext, account) : NotFound();

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential)
    {
        if (!await KnowAsync())
        {
            return RedirectToPage("SignIn");
        }

        if (StartSession.Refuse(await passkeys.FinishAsync(HttpContext, credential)) is { } refusal)
        {
            return Again(refusal);
        }

        cookie.Remove(HttpContext, SecondStep.Cookie);
        return LocalRedirect(LocalAddress.Or(ReturnTo, "/"));
    }

    private async Task<bool> KnowAsync()
    {
        if (cookie.Read<SecondStep>(HttpContext, SecondStep.Cookie) is not { } step
            || await store.FindAsync(step.AccountId, HttpContext.RequestAborted) is not { } found
            || found.SecurityStamp != step.SecurityStamp)
        {
            return false;
        }

        account = found;
        HasPasskey = (await store.GetPasskeysAsync(found, HttpContext.RequestAborted)).Count > 0;
        return true;
    }

    private IActionResult Again(Refusal refusal)
    {
        Refuse(refusal);
        Response.StatusCode = RefusalResponses.Status(refusal);
        return Page();
    }
}
