using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>An employer's candidates: who waits for an answer stands first.</summary>
[Allows(Role.Employer)]
public sealed class ReferralDeskModel : PesPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int? PageNumber { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Vacancy { get; set; }

    public ReferralDesk.Answer Desk { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync() =>
        AskAsync(new ReferralDesk.Query { Scope = Scope, Page = PageNumber ?? 1, VacancyId = Vacancy }, desk => Desk = desk);
}
