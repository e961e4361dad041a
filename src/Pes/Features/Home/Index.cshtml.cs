using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Home;

/// <summary>The first page of each role: the counsellor's day; the others go to where their work is.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Monitor, Role.Administrator, Role.Auditor, Role.Trainer, Role.Employer, Role.Jobseeker)]
public sealed class IndexModel : PesPage
{
    public IActionResult OnGet() => Scope.Role switch
    {
        Role.Monitor or Role.Trainer => Redirect("/figures"),
        Role.Administrator => Redirect("/administration/accounts"),
        Role.Auditor => Redirect("/audit"),
        Role.Employer => Redirect("/desk"),
        _ => Page(),
    };
}
