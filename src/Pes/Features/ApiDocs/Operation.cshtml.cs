using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pes.Platform.Web.Api;

namespace Pes.Features.ApiDocs;

/// <summary>One operation of the API: parameters, body, answers, examples.</summary>
[AllowAnonymous]
public sealed class OperationModel(ApiDocument document) : PageModel
{
    public OperationDetail Detail { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string operation)
    {
        if (new Reading(await document.ReadAsync()).Find(operation) is not { } detail)
        {
            return NotFound();
        }

        Detail = detail;
        return Page();
    }
}
