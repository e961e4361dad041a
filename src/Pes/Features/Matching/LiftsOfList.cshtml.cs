using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>What would lift the rows of a list, loaded into it after the page; without scripts the link to the skills that open most is there.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class LiftsOfListModel : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Run { get; set; }

    public LiftsOfList.Answer Lifts { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync() => AskAsync(new LiftsOfList.Query { Scope = Scope, CaseFileId = Id, RunId = Run }, answer => Lifts = answer);
}
