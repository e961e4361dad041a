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
    public async Task<IActionResult> OnPostAsync()
    {
        var answer = await TellAsync(new SignOut.Command { Scope = Scope }, _ => Redirect("/sign-in"), () => Task.FromResult<IActionResult>(Page()));
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return answer;
    }
}
