using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Name and password, or a passkey.</summary>
[AllowAnonymous]
public sealed class SignInModel(SignInDesk desk, PasskeySignIn passkeys, SessionTickets tickets, SealedCookie cookie) : PesPage
{
    [BindProperty]
    public StartSession.Credentials Input { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = "return")]
    public string? ReturnTo { get; set; }

    public IActionResult OnGet() => Caller.IsSignedIn ? LocalRedirect(LocalAddress.Or(ReturnTo, "/")) : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (Input.UserName.Length is 0 or > 120 || Input.Password.Length is 0 or > PasswordRule.MostLength)
        {
            return Again(new Refusal("sign-in-refused"));
        }

        var answer = await desk.ByPasswordAsync(Input.UserName, Input.Password, null, HttpContext.Connection.RemoteIpAddress, HttpContext.RequestAborted);
        if (StartSession.Refuse(answer.Verdict) is { } refusal)
        {
            return Again(refusal);
        }

        var account = answer.Account!;
        if (answer.Verdict == SignInVerdict.NeedsSecondFactor)
        {
            cookie.Set(HttpContext, SecondStep.Cookie, new SecondStep(account.Id, account.SecurityStamp));
            return RedirectToPage("SecondFactor", new { @return = LocalAddress.Or(ReturnTo, "/") });
        }

        await tickets.GiveCookieAsync(HttpContext, account, answer.Factor);
        return LocalRedirect(LocalAddress.Or(ReturnTo, "/"));
    }

    public Task<IActionResult> OnPostPasskeyOptionsAsync() => passkeys.OptionsAsync(HttpContext, null);

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential) =>
        StartSession.Refuse(await passkeys.FinishAsync(HttpContext, credential)) is { } refusal
            ? Again(refusal)
            : LocalRedirect(LocalAddress.Or(ReturnTo, "/"));

    private IActionResult Again(Refusal refusal)
    {
        Refuse(refusal);
        Response.StatusCode = RefusalResponses.Status(refusal);
        return Page();
    }
}

/// <summary>Whose password was right a moment ago; waits for the second factor in a sealed cookie.</summary>
public sealed record SecondStep(Guid AccountId, string SecurityStamp)
{
    public const string Cookie = "pes-step";
}
