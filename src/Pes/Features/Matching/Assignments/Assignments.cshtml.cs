using Microsoft.AspNetCore.Mvc;
using Pes.Features.CaseFiles;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching.Assignments;

/// <summary>For a fair or a mass intake: choose people and vacancies, see how many of each, ask for a proposal.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class AssignmentsModel(Vocabulary vocabulary) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public AssignmentChoice Choice { get; set; } = new();

    public CountForAssignment.Answer Found { get; private set; } = null!;

    public IReadOnlyList<CounsellorsOfCentre.Row> Counsellors { get; private set; } = [];

    public IReadOnlyList<FindAssignments.Row> Earlier { get; private set; } = [];

    public Vocabulary Vocabulary => vocabulary;

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostProposeAsync() => TellAsync(new ProposeAssignment.Command { Scope = Scope, Choice = Choice }, id => Redirect($"/assignments/{id}"), ShowAsync);

    private async Task<IActionResult> ShowAsync()
    {
        var aborted = HttpContext.RequestAborted;
        var counsellors = await Sender.Send(new CounsellorsOfCentre.Query { Scope = Scope }, aborted);
        Counsellors = counsellors.Refusal is null ? counsellors.Value : [];
        var earlier = await Sender.Send(new FindAssignments.Query { Scope = Scope }, aborted);
        Earlier = earlier.Refusal is null ? earlier.Value : [];
        return await AskAsync(
            new CountForAssignment.Query
            {
                Scope = Scope, ProvinceCode = Choice.ProvinceCode, EmployerId = Choice.EmployerId, CounsellorId = Choice.CounsellorId, RegisteredFrom = Choice.RegisteredFrom,
            },
            found => Found = found);
    }
}
