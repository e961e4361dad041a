using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>The jobseekers of the reader's scope who fit a vacancy, with the same actions as the list of vacancies.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class MatchJobseekersModel(IStringLocalizer<MatchingWords> words, TimeProvider clock) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? PageNumber { get; set; }

    public MatchJobseekers.Answer List { get; private set; } = null!;

    public DateOnly Today => clock.TodayInCambodia();

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostActAsync(Guid caseFileId, Guid runId, string act, int? place, string? reason) => TellAsync(
        new ActOnMatch.Command { Scope = Scope, CaseFileId = caseFileId, VacancyId = Id, RunId = runId, Action = act, Place = place, Reason = reason },
        _ => Again("done-" + act),
        ShowAsync);

    public Task<IActionResult> OnPostUndoAsync(Guid actionId) => TellAsync(
        new UndoMatchAction.Command { Scope = Scope, ActionId = actionId }, _ => Again("done-undo"), ShowAsync);

    public static string Name(MatchedCase of) => Bilingual.Person(of.FamilyName, of.GivenName, of.FamilyNameLatin, of.GivenNameLatin);

    private RedirectResult Again(string done)
    {
        Notice = words[done];
        return Redirect(string.Create(CultureInfo.InvariantCulture, $"/vacancies/{Id}/jobseekers?p={PageNumber ?? 1}"));
    }

    private Task<IActionResult> ShowAsync() =>
        AskAsync(new MatchJobseekers.Query { Scope = Scope, VacancyId = Id, Page = PageNumber ?? 1 }, list => List = list);
}
