using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Matching;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>Propose a jobseeker for a vacancy: what will be sent, to whom, and her consent.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ReferToVacancyModel(IStringLocalizer<ReferralWords> words) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid VacancyId { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Run { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public bool ConsentGiven { get; set; }

    public ExplainMatch.Answer Pair { get; private set; } = null!;

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostAsync() => TellAsync(
        new ReferToVacancy.Command { Scope = Scope, CaseFileId = Id, VacancyId = VacancyId, MatchRunId = Run, Reason = Reason ?? "", ConsentGiven = ConsentGiven },
        _ =>
        {
            Notice = words["done-referred"];
            return Redirect($"/cases/{Id}/referrals");
        },
        ShowAsync);

    private Task<IActionResult> ShowAsync() =>
        AskAsync(new ExplainMatch.Query { Scope = Scope, CaseFileId = Id, VacancyId = VacancyId, RunId = Run }, pair =>
        {
            Pair = pair;
            if (HttpMethods.IsGet(Request.Method))
            {
                Reason = pair.ReferralDraft;
            }
        });
}
