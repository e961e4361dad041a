using MediatR;
using Microsoft.AspNetCore.Mvc;
using Pes.Features.CaseFiles;
using Pes.Features.Employers;
using Pes.Features.Reference;
using Pes.Features.Vacancies;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Home;

/// <summary>What the search of the bar finds, each kind for those who may see it: people in scope, vacancies, employers.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Monitor, Role.Administrator, Role.Employer)]
public sealed class SearchModel(Vocabulary vocabulary) : PesPage
{
    private const int Most = 10;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Case files in scope; null where the role sees none.</summary>
    public FindCaseFiles.Page? People { get; private set; }

    /// <summary>Live vacancies of the nation; of its own company in any state for an employer.</summary>
    public FindVacancies.Page? Vacancies { get; private set; }

    /// <summary>Null where the role sees none.</summary>
    public FindEmployers.Page? Employers { get; private set; }

    public bool IsEmpty => (People?.Rows.Count ?? 0) + (Vacancies?.Rows.Count ?? 0) + (Employers?.Rows.Count ?? 0) == 0;

    public Vocabulary Vocabulary => vocabulary;

    public async Task OnGetAsync()
    {
        if (string.IsNullOrWhiteSpace(Q))
        {
            return;
        }

        var isOfficer = Scope.Is(Role.Counsellor, Role.CentreManager);
        People = isOfficer ? await FindAsync(new FindCaseFiles.Query { Q = Q, PageSize = Most, Sort = "name", Scope = Scope }) : null;
        Vacancies = await FindAsync(new FindVacancies.Query { Q = Q, Status = Scope.Role == Role.Employer ? null : VacancyStatus.Live, PageSize = Most, Scope = Scope });
        Employers = isOfficer || Scope.Role == Role.Administrator ? await FindAsync(new FindEmployers.Query { Q = Q, PageSize = Most, Scope = Scope }) : null;
    }

    // Words that no query takes, such as a text of a thousand letters, find nothing.
    private async Task<T?> FindAsync<T>(IRequest<Outcome<T>> query)
        where T : class => (await Sender.Send(query, HttpContext.RequestAborted)) is { Refusal: null } found ? found.Value : null;
}
