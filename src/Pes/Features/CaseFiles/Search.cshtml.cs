using Microsoft.AspNetCore.Mvc;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>What the search of the bar finds: people in scope first.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class SearchModel(Vocabulary vocabulary) : PesPage
{
    private const int Most = 10;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public FindCaseFiles.Page People { get; private set; } = new([], 0, 1, Most);

    public Vocabulary Vocabulary => vocabulary;

    public async Task<IActionResult> OnGetAsync() => string.IsNullOrWhiteSpace(Q)
        ? Page()
        : await AskAsync(new FindCaseFiles.Query { Q = Q, PageSize = Most, Sort = "name", Scope = Scope }, people => People = people);
}
