using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching.Assignments;

/// <summary>One proposal: who goes where. Rows are struck out one by one; the others are referred together.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class AssignmentModel(IStringLocalizer<AssignmentWords> words) : PesPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [FromQuery]
    public bool Without { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? PageNumber { get; set; }

    [BindProperty]
    public bool ConsentGiven { get; set; }

    public ReadAssignment.Answer Shown { get; private set; } = null!;

    public int Pages => Math.Max(1, (Shown.Total + PageSize - 1) / PageSize);

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostStrikeAsync(Guid caseFileId, bool isStruck) => TellAsync(
        new StrikeFromAssignment.Command { Scope = Scope, ProposalId = Id, CaseFileId = caseFileId, IsStruck = isStruck },
        _ => Again(words[isStruck ? "done-struck" : "done-put-back"]),
        ShowAsync);

    public Task<IActionResult> OnPostReferAsync() => TellAsync(
        new ReferAssigned.Command { Scope = Scope, ProposalId = Id, ConsentGiven = ConsentGiven },
        answer => Again(words[answer.Left > 0 ? "done-referred-some" : "done-referred", answer.Referred, answer.Refused, answer.Left]),
        ShowAsync);

    /// <summary>The address of another page, or of the other list.</summary>
    public string Address(bool without, int page = 1) => string.Create(
        CultureInfo.InvariantCulture, $"/assignments/{Id}{(without ? "?without=true" : "")}{(page == 1 ? "" : (without ? "&" : "?") + "p=" + page.ToString(CultureInfo.InvariantCulture))}");

    private RedirectResult Again(string done)
    {
        Notice = done;
        return Redirect(Address(Without, PageNumber ?? 1));
    }

    private Task<IActionResult> ShowAsync() => AskAsync(
        new ReadAssignment.Query { Scope = Scope, ProposalId = Id, Without = Without, PageNumber = PageNumber ?? 1, PageSize = PageSize }, answer => Shown = answer);
}
