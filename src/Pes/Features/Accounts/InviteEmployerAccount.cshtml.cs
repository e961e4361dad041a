using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>The form behind <see cref="InviteEmployerAccount"/>; afterwards it shows the link once, to be handed over.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Administrator)]
public sealed class InviteEmployerAccountModel(Database db, Invitations invitations) : PesPage
{
    private const string EmployerSql = "SELECT NameEn, NameKm FROM Employer WHERE Id = @Id";

    [BindProperty(SupportsGet = true)]
    public Guid EmployerId { get; set; }

    [BindProperty]
    public InviteEmployerAccount.Command Input { get; set; } = new();

    [TempData]
    public Guid? LinkOf { get; set; }

    public string Employer { get; private set; } = "";

    public string? Link { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        Link = LinkOf is { } account ? await invitations.LinkAsync(db, account, $"{Request.Scheme}://{Request.Host}", HttpContext.RequestAborted) : null;
        return await ShowAsync();
    }

    public Task<IActionResult> OnPostAsync() => TellAsync(
        Input with { EmployerId = EmployerId, Scope = Scope },
        id =>
        {
            LinkOf = id;
            return RedirectToPage(new { employerId = EmployerId });
        },
        ShowAsync);

    private async Task<IActionResult> ShowAsync()
    {
        if (await db.FirstOrDefaultAsync<Names>(EmployerSql, new { Id = EmployerId }, HttpContext.RequestAborted) is not { } names)
        {
            return NotFound();
        }

        Employer = RequestLanguage.IsKhmer && names.NameKm is { Length: > 0 } khmer ? khmer : names.NameEn;
        return Page();
    }

    private sealed record Names
    {
        public required string NameEn { get; init; }

        public string? NameKm { get; init; }
    }
}
