using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>The caseload: files in scope with filters that can be taken off one by one.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class FindCaseFilesModel(Vocabulary vocabulary) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true, Name = "page")]
    public int? Number { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Size { get; set; }

    public FindCaseFiles.Page Found { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    public bool IsFiltered => Q is not null || Status is not null || Mine || Province is not null || From is not null || To is not null;

    public Task<IActionResult> OnGetAsync() => AskAsync(
        new FindCaseFiles.Filter(Q, Status, Mine, Province, From, To, Sort, Number, Size).Query with { Scope = Scope }, found => Found = found);

    /// <summary>This list with one thing changed; null takes it off. A changed filter begins at the first page.</summary>
    public string With(string name, string? value)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["q"] = Q,
            ["status"] = Status,
            ["mine"] = Mine ? "true" : null,
            ["province"] = Province,
            ["from"] = From?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["to"] = To?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["sort"] = Sort,
            ["size"] = Size?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        all[name] = value;
        return QueryHelpers.AddQueryString("/cases", all.Where(p => !string.IsNullOrEmpty(p.Value)));
    }

    public string? AriaSort(string ascending, string? descending = null) =>
        (Sort ?? "newest") == ascending ? "ascending" : (Sort ?? "newest") == descending ? "descending" : null;
}
