using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Accounts;
using Pes.Features.Reference;
using Pes.Features.Vacancies;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>One employer: state, details, vacancies and how it answers.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Administrator, Role.Employer)]
public sealed class ReadEmployerModel(Vocabulary vocabulary, IStringLocalizer<EmployerWords> words) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid EmployerId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ReadEmployer.Employer Employer { get; private set; } = null!;

    public IReadOnlyList<FindVacancies.Row> Vacancies { get; private set; } = [];

    public IReadOnlyList<AccountsOfEmployer.Row> Accounts { get; private set; } = [];

    public Vocabulary Vocabulary => vocabulary;

    public bool IsOfficer => Scope.Is(Role.Counsellor, Role.CentreManager);

    public bool MayInvite => Scope.Is(Role.Counsellor, Role.CentreManager, Role.Administrator);

    protected override string FieldPrefix => "";

    public async Task<IActionResult> OnGetAsync()
    {
        var found = await Sender.Send(new FindVacancies.Query { EmployerId = EmployerId, PageSize = 20, Scope = Scope }, HttpContext.RequestAborted);
        Vacancies = found.Refusal is null ? found.Value.Rows : [];
        var accounts = await Sender.Send(new AccountsOfEmployer.Query { EmployerId = EmployerId, Scope = Scope }, HttpContext.RequestAborted);
        Accounts = accounts.Refusal is null ? accounts.Value : [];
        return await AskAsync(new ReadEmployer.Query { EmployerId = EmployerId, Scope = Scope }, employer => Employer = employer);
    }

    public Task<IActionResult> OnPostVerifyAsync() => ActAsync(new VerifyEmployer.Command { EmployerId = EmployerId, Version = Version, Scope = Scope }, "verified-notice");

    public Task<IActionResult> OnPostSuspendAsync() =>
        ActAsync(new SuspendEmployer.Command { EmployerId = EmployerId, Version = Version, Reason = Reason ?? "", Scope = Scope }, "suspended-notice");

    private Task<IActionResult> ActAsync(ICommand<Done> command, string said) => TellAsync(
        command,
        _ =>
        {
            Notice = words[said];
            return Redirect($"/employers/{EmployerId}");
        },
        OnGetAsync);
}
