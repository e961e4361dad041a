using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Behind a one-time link: choose a passkey, or a password and an authenticator app. Opening it uses nothing up.</summary>
[AllowAnonymous]
public sealed class InvitationModel(
    Database db, AccountStore store, Invitations invitations, AccountFactors factors, PasskeyCeremony ceremony, NewPassword newPassword,
    SessionTickets tickets, TimeProvider clock) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty]
    public string PasswordAgain { get; set; } = "";

    [BindProperty]
    public string? SealedKey { get; set; }

    [BindProperty]
    public string Code { get; set; } = "";

    [TempData]
    public Guid? CodeSet { get; set; }

    public Account? Account { get; private set; }

    public string AppKey { get; private set; } = "";

    protected override string FieldPrefix => "";

    private CancellationToken Aborted => HttpContext.RequestAborted;

    public async Task<IActionResult> OnGetAsync() => await KnowAsync() ? Page() : Gone();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await KnowAsync())
        {
            return Gone();
        }

        long? step = null;
        if (Code.Trim().Length > 0 && (step = EnrolApp.StepOf(factors, SealedKey ?? "", Code, clock.GetUtcNow())) is null)
        {
            return Again(Refusal.Invalid(new FieldError(nameof(Code), "code-wrong")));
        }

        var hash = await newPassword.HashAsync(Account!, Password, PasswordAgain, step is not null, nameof(Password), nameof(PasswordAgain), Aborted);
        return hash.Refusal is { } refusal
            ? Again(refusal)
            : await AcceptAsync(new AcceptInvitation.Command { Token = Token, PasswordHash = hash.Value, SealedKey = SealedKey, Step = step }, step is null ? SecondFactor.Password : SecondFactor.App);
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => await KnowAsync()
        ? new ContentResult { Content = await ceremony.BeginCreationAsync(HttpContext, Account!), ContentType = "application/json" }
        : NotFound();

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential)
    {
        if (!await KnowAsync())
        {
            return Gone();
        }

        return await ceremony.FinishCreationAsync(HttpContext, Account!, credential) is { } passkey
            ? await AcceptAsync(new AcceptInvitation.Command { Token = Token, Passkey = passkey }, SecondFactor.Passkey)
            : Again(new Refusal("passkey-not-accepted"));
    }

    private async Task<IActionResult> AcceptAsync(AcceptInvitation.Command command, string factor)
    {
        var outcome = await Sender.Send(command, Aborted);
        if (outcome.Refusal is not null)
        {
            return Gone();
        }

        var account = await store.FindAsync(outcome.Value, Aborted) ?? throw new InvalidOperationException("An accepted invitation without an account.");
        var session = await tickets.GiveCookieAsync(HttpContext, account, factor);
        if (factor != SecondFactor.Password
            && await Sender.Send(
                new MakeRecoveryCodes.Command { Scope = new Scope { SessionId = session, AccountId = account.Id, Role = account.Role } }, Aborted) is { Refusal: null } codes)
        {
            CodeSet = codes.Value;
        }

        return RedirectToPage("Security");
    }

    private async Task<bool> KnowAsync()
    {
        Account = await invitations.FindAsync(db, Token, Aborted) is { } invitation ? await store.FindAsync(invitation.AccountId, Aborted) : null;
        try
        {
            AppKey = SealedKey is { Length: > 0 } sealedKey ? factors.Unprotect(sealedKey) : Totp.NewKey();
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            AppKey = Totp.NewKey();
        }

        SealedKey = factors.Protect(AppKey);
        ModelState.Remove(nameof(SealedKey));
        return Account is not null;
    }

    private IActionResult Gone()
    {
        Account = null;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    private IActionResult Again(Refusal refusal)
    {
        Refuse(refusal);
        Response.StatusCode = RefusalResponses.Status(refusal);
        return Page();
    }
}
