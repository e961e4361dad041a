using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Platform.Web;

/// <summary>
/// The base of every page: sends the same requests as the API and shows their refusals. A page keeps what was typed,
/// because its bound properties are rendered again.
/// </summary>
public abstract class PesPage : PageModel
{
    public Caller Caller => HttpContext.RequestServices.GetRequiredService<Caller>();

    public Scope Scope => Caller.Scope;

    /// <summary>The refusal of the last request, for the error summary.</summary>
    public Refusal? Refused { get; private set; }

    /// <summary>Said once on the next page: what was done.</summary>
    [TempData]
    public string? Notice { get; set; }

    protected ISender Sender => HttpContext.RequestServices.GetRequiredService<ISender>();

    /// <summary>Where the fields of the command stand in the form; "" where the page binds them itself.</summary>
    protected virtual string FieldPrefix => "Input.";

    /// <summary>The field of the form that asks for a field of the command.</summary>
    protected virtual string FieldOf(string field) => FieldPrefix + field;

    /// <summary>Shows the form again with what was typed, and without a word about what is missing so far.</summary>
    protected void ForgetErrors()
    {
        foreach (var key in ModelState.Keys)
        {
            ModelState.ClearValidationState(key);
        }
    }

    /// <summary>Asks and shows: <paramref name="take"/> stores the value and the page is rendered; a refusal becomes its status page.</summary>
    protected async Task<IActionResult> AskAsync<TValue>(IRequest<Outcome<TValue>> query, Action<TValue> take)
    {
        var outcome = await Sender.Send(query, HttpContext.RequestAborted);
        if (outcome.Refusal is { } refusal)
        {
            return StatusCode(RefusalResponses.Status(refusal));
        }

        take(outcome.Value);
        return Page();
    }

    /// <summary>The kept list whose row led to this page, as its link says; null where none did, or where a browser only guesses at the next click.</summary>
    protected Guid? FromRun =>
        Guid.TryParse(Request.Query["run"], out var run) && !Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase) ? run : null;

    /// <summary>Does beside a page that is shown what is no matter of the page: a refusal changes nothing of it.</summary>
    /// <returns>The page.</returns>
    protected async Task<IActionResult> BesideAsync<TValue>(IActionResult shown, params IEnumerable<ICommand<TValue>> commands)
    {
        foreach (var command in shown is PageResult ? commands : [])
        {
            await Sender.Send(command, HttpContext.RequestAborted);
        }

        return shown;
    }

    /// <summary>
    /// Does and goes on: <paramref name="then"/> says where. A refusal is put beside its field or in the summary and
    /// <paramref name="again"/> renders the form with what was typed.
    /// </summary>
    protected async Task<IActionResult> TellAsync<TValue>(ICommand<TValue> command, Func<TValue, IActionResult> then, Func<Task<IActionResult>> again)
    {
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return await again();
        }

        var outcome = await Sender.Send(command, HttpContext.RequestAborted);
        if (outcome.Refusal is not { } refusal)
        {
            return then(outcome.Value);
        }

        if (refusal.Kind == RefusalKind.NotFound)
        {
            return NotFound();
        }

        Refuse(refusal);
        Response.StatusCode = RefusalResponses.Status(refusal);
        return await again();
    }

    protected void Refuse(Refusal refusal)
    {
        Refused = refusal;
        var sentences = HttpContext.RequestServices.GetRequiredService<RefusalSentences>();
        foreach (var error in refusal.Fields)
        {
            ModelState.AddModelError(FieldOf(error.Field), sentences.Of(error));
        }

        if (refusal.Fields.Count == 0)
        {
            ModelState.AddModelError("", sentences.Of(refusal));
        }
    }
}
