using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>The form behind <see cref="InviteAccount"/>.</summary>
[Allows(Role.Administrator)]
public sealed class InviteAccountModel : PesPage
{
    [BindProperty]
    public InviteAccount.Command Input { get; set; } = new();

    [TempData]
    public Guid? LinkOf { get; set; }

    public Task<IActionResult> OnPostAsync() => TellAsync(
        Input with { Scope = Scope },
        id =>
        {
            LinkOf = id;
            return RedirectToPage("Account", new { id });
        },
        () => Task.FromResult<IActionResult>(Page()));
}
