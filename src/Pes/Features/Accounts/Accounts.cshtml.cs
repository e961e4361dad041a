using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>All accounts, with search.</summary>
[Allows(Role.Administrator)]
public sealed class AccountsModel : PesPage
{
    [BindProperty(SupportsGet = true)]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true)]
    public Role? OfRole { get; set; }

    [BindProperty(SupportsGet = true, Name = "page-number")]
    public int PageNumber { get; set; } = 1;

    public FindAccounts.Found Found { get; private set; } = null!;

    public int Pages => (Found.Total + FindAccounts.PageSize - 1) / FindAccounts.PageSize;

    public Task<IActionResult> OnGetAsync() =>
        AskAsync(new FindAccounts.Query { Text = Text, Role = OfRole, Page = PageNumber, Scope = Scope }, found => Found = found);
}
