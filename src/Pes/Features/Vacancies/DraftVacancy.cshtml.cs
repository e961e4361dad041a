using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Employers;
using Pes.Platform.Security;

namespace Pes.Features.Vacancies;

/// <summary>An officer writes a vacancy for an employer; the employer is chosen first.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class DraftVacancyModel(IStringLocalizer<VacancyWords> words) : VacancyFormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid? Employer { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public string EmployerName { get; private set; } = "";

    public FindEmployers.Page? Employers { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        Begin();
        if (Employer is null)
        {
            return await AskAsync(new FindEmployers.Query { Q = Q, PageSize = 20, Scope = Scope }, page => Employers = page);
        }

        await ReadyAsync();
        return await NameAsync();
    }

    /// <summary>Without scripts: the districts of the provinces that were chosen.</summary>
    public Task<IActionResult> OnPostPlacesAsync()
    {
        ForgetErrors();
        return ShowAgainAsync();
    }

    public async Task<IActionResult> OnPostAsync() => Read() is { } content && Employer is not null
        ? await TellAsync(
            new DraftVacancy.Command { EmployerId = Employer, Content = content, Scope = Scope },
            id =>
            {
                Notice = words["drafted"];
                return Redirect($"/vacancies/{id}");
            },
            ShowAgainAsync)
        : await ShowAgainAsync();

    private async Task<IActionResult> ShowAgainAsync()
    {
        await AgainAsync();
        return await NameAsync();
    }

    private Task<IActionResult> NameAsync() =>
        AskAsync(new ReadEmployer.Query { EmployerId = Employer ?? Guid.Empty, Scope = Scope }, employer => EmployerName = employer.Name);
}
