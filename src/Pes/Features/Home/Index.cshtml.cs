using Microsoft.AspNetCore.Mvc;
using Pes.Features.Placements;
using Pes.Features.Referrals;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Home;

/// <summary>The first page of each role: the counsellor's day, what waits for those in charge of the ranking; the others go to where their work is.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Monitor, Role.Administrator, Role.Auditor, Role.Trainer, Role.Employer, Role.Jobseeker)]
public sealed class IndexModel(TimeProvider clock) : PesPage
{
    private const int Shown = 5;

    public DateOnly Today { get; } = clock.TodayInCambodia();

    public DueFollowUps.Answer FollowUps { get; private set; } = new([], 0, 0);

    public UnansweredReferrals.Answer Waiting { get; private set; } = new([], 0, 0);

    public IReadOnlyList<AnsweredRecently.Row> Answered { get; private set; } = [];

    /// <summary>Reports of absurd matches that wait for those in charge of the ranking.</summary>
    public int Reports { get; private set; }

    public bool IsQuiet => FollowUps.Total == 0 && Waiting.Total == 0 && Answered.Count == 0;

    public async Task<IActionResult> OnGetAsync()
    {
        switch (Scope.Role)
        {
            case Role.Monitor:
                return Redirect("/figures");
            case Role.Administrator:
                // Somebody waits for an answer; otherwise the work is the accounts.
                var page = await AskAsync(new CountWork.Query { Scope = Scope }, counts => Reports = counts.ReportsWaiting);
                return Reports > 0 ? page : Redirect("/administration/accounts");
            case Role.Auditor:
                return Redirect("/audit");
            case Role.Employer:
                return Redirect("/desk");
            case Role.Counsellor or Role.CentreManager:
                await AskAsync(new DueFollowUps.Query { Scope = Scope, Take = Shown }, due => FollowUps = due);
                await AskAsync(new UnansweredReferrals.Query { Scope = Scope, Take = Shown }, waiting => Waiting = waiting);
                return await AskAsync(new AnsweredRecently.Query { Scope = Scope, Take = Shown }, answered => Answered = answered);
            default:
                return Page();
        }
    }
}
