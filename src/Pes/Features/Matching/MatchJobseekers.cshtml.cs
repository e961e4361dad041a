using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>The jobseekers of the reader's scope who fit a vacancy.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class MatchJobseekersModel(TimeProvider clock) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? PageNumber { get; set; }

    public MatchJobseekers.Answer List { get; private set; } = null!;

    public DateOnly Today => clock.TodayInCambodia();

    public Task<IActionResult> OnGetAsync() =>
        AskAsync(new MatchJobseekers.Query { Scope = Scope, VacancyId = Id, Page = PageNumber ?? 1 }, list => List = list);
}
