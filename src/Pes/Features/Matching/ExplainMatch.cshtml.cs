using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>Every reason of one pair, and a place to say that it is absurd.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ExplainMatchModel(IStringLocalizer<MatchingWords> words, TimeProvider clock) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid VacancyId { get; set; }

    /// <summary>The kept list that led here: the pair is explained as it was told there.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Run { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ExplainMatch.Answer Pair { get; private set; } = null!;

    /// <summary>As of now: null beside what was told on another day or by another version.</summary>
    public WhatWouldChange.Answer? Change { get; private set; }

    protected override string FieldPrefix => "";

    public async Task<IActionResult> OnGetAsync()
    {
        var page = await AskAsync(new ExplainMatch.Query { Scope = Scope, CaseFileId = Id, VacancyId = VacancyId, RunId = Run }, pair => Pair = pair);
        if (page is PageResult && Pair is { IsRanked: true, Missing.Count: > 0 } && (Pair.ListedOn ?? clock.TodayInCambodia()) == clock.TodayInCambodia())
        {
            await AskAsync(
                new WhatWouldChange.Query { Scope = Scope, CaseFileId = Id, VacancyId = VacancyId }, change => Change = change.ModelVersion == Pair.ModelVersion ? change : null);
        }

        // It stands on lists of either side; a row of the one is no row of the other.
        return FromRun is { } run ? await BesideAsync(page, ((Guid[])[VacancyId, Id]).Select(row => new NoteOpening.Command { RunId = run, SubjectId = row, Scope = Scope })) : page;
    }

    public Task<IActionResult> OnPostAsync(string? title) => TellAsync(
        new ActOnMatch.Command { Scope = Scope, CaseFileId = Id, VacancyId = VacancyId, Action = MatchActions.Report, Reason = Reason, RunId = FromRun },
        _ =>
        {
            Notice = words["done-report", title ?? ""];
            return Redirect($"/cases/{Id}/matches{RowActions.Fragment(VacancyId)}");
        },
        OnGetAsync);
}
