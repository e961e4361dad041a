using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Vacancies;

/// <summary>Changes what a vacancy says; where another officer was faster both versions are shown and the next save keeps this one.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
public sealed class UpdateVacancyModel(Vocabulary vocabulary, IStringLocalizer<VacancyWords> words) : VacancyFormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid VacancyId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public ReadVacancy.Vacancy? Vacancy { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var answer = await AskAsync(new ReadVacancy.Query { VacancyId = VacancyId, Scope = Scope }, vacancy =>
        {
            Vacancy = vacancy;
            Version = vacancy.Version;
            Content = VacancyForm.Of(vacancy.Content, vocabulary);
        });
        await ReadyAsync();
        return answer;
    }

    /// <summary>Without scripts: the districts of the provinces that were chosen.</summary>
    public Task<IActionResult> OnPostPlacesAsync()
    {
        ForgetErrors();
        return ShowAgainAsync();
    }

    public async Task<IActionResult> OnPostAsync() => Read() is { } content
        ? await TellAsync(
            new UpdateVacancy.Command { VacancyId = VacancyId, Version = Version, Content = content, Scope = Scope },
            _ =>
            {
                Notice = words["saved"];
                return Redirect($"/vacancies/{VacancyId}");
            },
            ShowAgainAsync)
        : await ShowAgainAsync();

    private async Task<IActionResult> ShowAgainAsync()
    {
        await AgainAsync();
        return await AskAsync(new ReadVacancy.Query { VacancyId = VacancyId, Scope = Scope }, vacancy =>
        {
            Vacancy = vacancy;
            if (Refused?.Kind == RefusalKind.Stale)
            {
                ModelState.Remove(nameof(Version));
                Version = vacancy.Version;
            }
        });
    }
}
