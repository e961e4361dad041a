using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>The queue of vacancies that wait for an officer's check, oldest first.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class CheckVacanciesModel : PesPage
{
    [BindProperty(SupportsGet = true)]
    public int PageNumber { get; set; } = 1;

    public FindVacancies.Page Found { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync() => AskAsync(
        new FindVacancies.Query { Status = VacancyStatus.Submitted, Sort = "oldest", PageNumber = PageNumber, Scope = Scope }, page => Found = page);
}
