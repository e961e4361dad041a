using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pes.Platform.Web.Api;

namespace Pes.Features.ApiDocs;

/// <summary>The API's operations by feature, for people; made by the server from the document that tools read.</summary>
[AllowAnonymous]
public sealed class IndexModel(ApiDocument document) : PageModel
{
    public string Document { get; } = ApiDocument.Address;

    public IReadOnlyList<string> Introduction { get; private set; } = [];

    public IReadOnlyList<(string Tag, string Description, IReadOnlyList<OperationLine> Operations)> Tags { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var reading = new Reading(await document.ReadAsync());
        Introduction = [.. reading.Introduction.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Plain)];
        Tags = reading.ByTag();
    }

    // The marks of Markdown are for tools.
    private static string Plain(string line) => line.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
}
