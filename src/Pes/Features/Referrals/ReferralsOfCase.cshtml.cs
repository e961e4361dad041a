using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>Where each referral of a case stands, with what the officer can do: take back, agree again, record the start of work.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ReferralsOfCaseModel(Vocabulary vocabulary, IStringLocalizer<ReferralWords> words) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public ReferralsOfCase.Answer Of { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => AskAsync(new ReferralsOfCase.Query { Scope = Scope, CaseFileId = Id }, file => Of = file);

    public Task<IActionResult> OnPostWithdrawAsync(Guid referralId) => TellAsync(
        new WithdrawReferral.Command { Scope = Scope, ReferralId = referralId }, _ => Done("done-withdrawn"), OnGetAsync);

    public Task<IActionResult> OnPostRenewAsync(Guid referralId) => TellAsync(
        new RenewReferral.Command { Scope = Scope, ReferralId = referralId, ConsentGiven = true }, _ => Done("done-renewed"), OnGetAsync);

    private RedirectResult Done(string key)
    {
        Notice = words[key];
        return Redirect($"/cases/{Id}/referrals");
    }
}
