using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Asks once more where it is opened as a page; the menu's button posts here.</summary>
[AllowsEveryone]
[OneFactorSuffices]
public sealed class SignOutModel : PesPage
{
    public Task<IActionResult> OnPostAsync() => TellAsync(
        new SignOut.Command { Scope = Scope },
        _ => SignOut(new AuthenticationProperties { RedirectUri = "/sign-in" }, CookieAuthenticationDefaults.AuthenticationScheme),
        () => Task.FromResult<IActionResult>(Page()));
}
