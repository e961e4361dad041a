using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>Changes what is recorded of an employer; where somebody was faster both versions are shown and the next save keeps this one.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
public sealed class UpdateEmployerModel(IStringLocalizer<EmployerWords> words) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid EmployerId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public EmployerDetails Details { get; set; } = new();

    [BindProperty]
    public bool IsAnother { get; set; }

    public bool AskIfAnother => IsAnother || Refused?.Code == "employer-name-known";

    public string Name { get; private set; } = "";

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => AskAsync(new ReadEmployer.Query { EmployerId = EmployerId, Scope = Scope }, employer =>
        (Name, Version, Details) = (employer.Name, employer.Version, employer.Details));

    public Task<IActionResult> OnPostAsync() => TellAsync(
        new UpdateEmployer.Command { EmployerId = EmployerId, Version = Version, Details = Details, IsAnother = IsAnother, Scope = Scope },
        _ =>
        {
            Notice = words["saved"];
            return Redirect($"/employers/{EmployerId}");
        },
        () => AskAsync(new ReadEmployer.Query { EmployerId = EmployerId, Scope = Scope }, employer =>
        {
            Name = employer.Name;
            if (Refused?.Kind == RefusalKind.Stale)
            {
                ModelState.Remove(nameof(Version));
                Version = employer.Version;
            }
        }));
}
