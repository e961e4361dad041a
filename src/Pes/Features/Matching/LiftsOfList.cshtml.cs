using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>What would lift the rows of a list: put into the list by its script, or a page of its own where no script runs.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class LiftsOfListModel(IStringLocalizer<GainWords> words) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Run { get; set; }

    public LiftsOfList.Answer Lifts { get; private set; } = null!;

    /// <summary>The list's script asks for the sentences alone.</summary>
    public bool IsPart => Request.Headers.ContainsKey("HX-Request");

    public Task<IActionResult> OnGetAsync() => AskAsync(new LiftsOfList.Query { Scope = Scope, CaseFileId = Id, RunId = Run }, answer => Lifts = answer);

    /// <summary>Null where the gain changes neither the place nor what else she is shown.</summary>
    public string? Said(LiftsOfList.Row row)
    {
        var entering = row.Entering > 0 ? words["gain-entering", Formats.Number(row.Entering), Formats.Number(Lifts.Places)].Value : null;
        // In the list the row above has just named it.
        var it = IsPart && row.IsAllMissing ? "-it" : "";
        var moves = (row.PlaceBefore, row.PlaceAfter) switch
        {
            ({ } before, { } after) when after < before => words["lift-moves" + it, row.Sentence, Formats.Number(after), Formats.Number(before)].Value,
            (null, { } after) => words["lift-opens" + it, row.Sentence, Formats.Number(after)].Value,
            _ => null,
        };
        return (moves, entering) switch
        {
            (null, null) => null,
            (null, _) => $"{words["lift-with" + it, row.Sentence]} {entering}",
            (_, null) => moves,
            _ => $"{moves}; {entering}",
        };
    }
}
