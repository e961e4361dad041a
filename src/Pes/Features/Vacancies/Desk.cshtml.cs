using Microsoft.AspNetCore.Mvc;
using Pes.Features.Employers;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>An employer's first page: what waits for an answer, then its vacancies.</summary>
[Allows(Role.Employer)]
public sealed class DeskModel : PesPage
{
    public ReadEmployer.Employer Employer { get; private set; } = null!;

    public FindVacancies.Page Found { get; private set; } = null!;

    public int Unanswered => Employer.Answers.Sent - Employer.Answers.Answered;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await AskAsync(new ReadEmployer.Query { EmployerId = Scope.EmployerId ?? Guid.Empty, Scope = Scope }, employer => Employer = employer) is not Microsoft.AspNetCore.Mvc.RazorPages.PageResult)
        {
            return NotFound();
        }

        return await AskAsync(new FindVacancies.Query { PageSize = 100, Scope = Scope }, page => Found = page);
    }
}
