using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Placements;

/// <summary>The follow-ups that are due, the oldest first.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class DueFollowUpsModel : PesPage
{
    private const int PageSize = 20;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? PageNumber { get; set; }

    public DueFollowUps.Answer Due { get; private set; } = null!;

    public bool HasMore => Due.Total > (PageNumber ?? 1) * PageSize;

    public Task<IActionResult> OnGetAsync() =>
        AskAsync(new DueFollowUps.Query { Scope = Scope, Skip = (Math.Max(1, PageNumber ?? 1) - 1) * PageSize, Take = PageSize }, due => Due = due);
}
