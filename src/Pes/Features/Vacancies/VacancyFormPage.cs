using Microsoft.AspNetCore.Mvc;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>The pages that write a vacancy: they share one form, and read it alike.</summary>
public abstract class VacancyFormPage : PesPage
{
    private const int DaysOpen = 30;

    // Named as the command names it, so that its errors find their fields.
    [BindProperty]
    public new VacancyForm Content { get; set; } = new();

    protected override string FieldPrefix => "";

    protected T Service<T>()
        where T : notnull => HttpContext.RequestServices.GetRequiredService<T>();

    protected void Begin() => Content = new VacancyForm
    {
        ClosesOn = Platform.Text.Formats.TodayInCambodia(Service<TimeProvider>()).AddDays(DaysOpen),
    };

    /// <summary>The content that was typed; null where some of it was not understood, which is then said beside its field.</summary>
    protected VacancyContent? Read()
    {
        var (content, errors) = Content.Read(Service<OccupationFinder>(), Service<SkillFinding>());
        if (errors.Count == 0)
        {
            return content;
        }

        Refuse(Refusal.Invalid(errors));
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return null;
    }

    protected async Task<IActionResult> AgainAsync()
    {
        await ReadyAsync();
        return Page();
    }

    /// <summary>Room for more lines, and the districts of each province that was chosen.</summary>
    protected async Task ReadyAsync()
    {
        foreach (var place in Content.WithRoom().Places)
        {
            place.Depth = PlaceFields.ToDistrict;
            await place.FillAsync(Sender, Scope, HttpContext.RequestAborted);
        }
    }
}
