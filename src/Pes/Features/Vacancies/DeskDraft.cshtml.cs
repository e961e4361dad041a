using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Platform.Security;

namespace Pes.Features.Vacancies;

/// <summary>An employer writes a vacancy of its own.</summary>
[Allows(Role.Employer)]
public sealed class DeskDraftModel(IStringLocalizer<VacancyWords> words) : VacancyFormPage
{
    public Task<IActionResult> OnGetAsync()
    {
        Begin();
        return AgainAsync();
    }

    /// <summary>Without scripts: the districts of the provinces that were chosen.</summary>
    public Task<IActionResult> OnPostPlacesAsync()
    {
        ForgetErrors();
        return AgainAsync();
    }

    public async Task<IActionResult> OnPostAsync() => Read() is { } content
        ? await TellAsync(
            new DraftVacancy.Command { Content = content, Scope = Scope },
            id =>
            {
                Notice = words["drafted"];
                return Redirect($"/vacancies/{id}");
            },
            AgainAsync)
        : await AgainAsync();
}
