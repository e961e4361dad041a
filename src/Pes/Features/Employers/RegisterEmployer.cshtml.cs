using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>Centre staff record an employer.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class RegisterEmployerModel(IStringLocalizer<EmployerWords> words) : PesPage
{
    [BindProperty]
    public EmployerDetails Details { get; set; } = new();

    [BindProperty]
    public bool IsAnother { get; set; }

    public bool AskIfAnother => IsAnother || Refused?.Code == "employer-name-known";

    protected override string FieldPrefix => "";

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync() => TellAsync(
        new RegisterEmployer.Command { Details = Details, IsAnother = IsAnother, Scope = Scope },
        id =>
        {
            Notice = words["registered"];
            return Redirect($"/employers/{id}");
        },
        () => Task.FromResult<IActionResult>(Page()));
}
