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
    }.WithRoom();

    /// <summary>The content that was typed; null where some of it was not understood, which is then said beside its field.</summary>
    protected async Task<VacancyContent?> ReadAsync()
    {
        Dictionary<(string, string), string> districts = [];
        foreach (var line in Content.Places.Where(p => !string.IsNullOrEmpty(p.ProvinceCode) && !string.IsNullOrWhiteSpace(p.District)))
        {
            var query = new FindDistrict.Query { ProvinceCode = line.ProvinceCode!, Name = line.District!, Scope = Scope };
            districts[(line.ProvinceCode!, line.District!)] = (await Sender.Send(query, HttpContext.RequestAborted)) is { Refusal: null } found ? found.Value : "";
        }

        var (content, errors) = Content.Read(Service<OccupationFinder>(), Service<SkillFinding>(), districts);
        if (errors.Count == 0)
        {
            return content;
        }

        Refuse(Refusal.Invalid(errors));
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return null;
    }

    protected Task<IActionResult> AgainAsync()
    {
        Content.WithRoom();
        return Task.FromResult<IActionResult>(Page());
    }
}
