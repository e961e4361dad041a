using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>One account: its place, its state, and what an administrator may do with it.</summary>
[Allows(Role.Administrator)]
public sealed class AccountModel(Database db, Invitations invitations) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ChangeAccountPlace.Command Input { get; set; } = new();

    /// <summary>The account whose link the next page shows, once.</summary>
    [TempData]
    public Guid? LinkOf { get; set; }

    public ReadAccount.AccountFile Shown { get; private set; } = null!;

    public string? Link { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (LinkOf == Id)
        {
            Link = await invitations.LinkAsync(db, Id, $"{Request.Scheme}://{Request.Host}", HttpContext.RequestAborted);
        }

        return await AskAsync(
            new ReadAccount.Query { AccountId = Id, Scope = Scope },
            file =>
            {
                Shown = file;
                Input = new ChangeAccountPlace.Command
                {
                    Role = file.Role,
                    ScopeKind = file.ScopeKind,
                    CentreId = file.CentreId,
                    ProvinceCode = file.ProvinceCode,
                    EmployerId = file.EmployerId,
                    Version = file.Version,
                };
            });
    }

    public Task<IActionResult> OnPostPlaceAsync() => TellAsync(Input with { AccountId = Id, Scope = Scope }, _ => RedirectToPage(new { Id }), ShowAsync);

    public Task<IActionResult> OnPostDisableAsync() => TellAsync(new DisableAccount.Command { AccountId = Id, Scope = Scope }, _ => RedirectToPage(new { Id }), ShowAsync);

    public Task<IActionResult> OnPostEnableAsync() => TellAsync(new EnableAccount.Command { AccountId = Id, Scope = Scope }, _ => RedirectToPage(new { Id }), ShowAsync);

    public Task<IActionResult> OnPostReinviteAsync() => TellAsync(
        new ReinviteAccount.Command { AccountId = Id, Scope = Scope },
        _ =>
        {
            LinkOf = Id;
            return RedirectToPage(new { Id });
        },
        ShowAsync);

    private Task<IActionResult> ShowAsync() => AskAsync(new ReadAccount.Query { AccountId = Id, Scope = Scope }, file => Shown = file);
}
