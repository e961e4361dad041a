using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Pes.Features.Employers;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Placements;

/// <summary>The placements of a case: their versions and follow-ups, a new one, a correction.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class PlacementsOfCaseModel(Vocabulary vocabulary, IStringLocalizer<PlacementWords> words) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The accepted referral that led to it.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Referral { get; set; }

    /// <summary>The placement that is corrected.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Correct { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? EmployerId { get; set; }

    /// <summary>A name by which the employer is looked for, where there is no referral.</summary>
    [BindProperty(SupportsGet = true)]
    public string? EmployerName { get; set; }

    [BindProperty]
    public DateOnly? StartsOn { get; set; }

    [BindProperty]
    public long? MonthlyWageKhr { get; set; }

    [BindProperty]
    public int? HoursPerWeek { get; set; }

    [BindProperty]
    public string? ContractCode { get; set; }

    [BindProperty]
    public string? EvidenceGrade { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public PlacementsOfCase.Answer Of { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Employers { get; private set; } = [];

    public Vocabulary Vocabulary => vocabulary;

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostRecordAsync() => !ModelState.IsValid ? ShowAsync() : TellAsync(
        new RecordPlacement.Command
        {
            Scope = Scope,
            CaseFileId = Id,
            ReferralId = Referral,
            EmployerId = Guid.TryParse(EmployerId, out var employer) ? employer : null,
            StartsOn = StartsOn ?? default,
            MonthlyWageKhr = MonthlyWageKhr,
            HoursPerWeek = HoursPerWeek,
            ContractCode = ContractCode is "" ? null : ContractCode,
            EvidenceGrade = EvidenceGrade ?? "",
        },
        _ => Done("done-recorded"),
        ShowAsync);

    public Task<IActionResult> OnPostCorrectAsync() => !ModelState.IsValid ? ShowAsync() : TellAsync(
        new CorrectPlacement.Command
        {
            Scope = Scope,
            PlacementId = Correct ?? default,
            Version = Version,
            StartsOn = StartsOn ?? default,
            MonthlyWageKhr = MonthlyWageKhr,
            HoursPerWeek = HoursPerWeek,
            ContractCode = ContractCode is "" ? null : ContractCode,
            EvidenceGrade = EvidenceGrade ?? "",
            Reason = Reason ?? "",
        },
        _ => Done("done-corrected"),
        ShowAsync);

    public IEnumerable<SelectListItem> Choices(string list) => vocabulary.Choices(list).Select(t => new SelectListItem(t.Label, t.Code));

    private RedirectResult Done(string key)
    {
        Notice = words[key];
        return Redirect($"/cases/{Id}/placement");
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (Referral is null && !string.IsNullOrWhiteSpace(EmployerName)
            && await Sender.Send(new FindEmployers.Query { Scope = Scope, Q = EmployerName }) is { Refusal: null } found)
        {
            Employers = [.. found.Value.Rows.Select(e => new SelectListItem(Pes.Platform.Text.Bilingual.Shown(e.NameEn, e.NameKm), e.Id.ToString()))];
        }

        return await AskAsync(new PlacementsOfCase.Query { Scope = Scope, CaseFileId = Id }, file =>
        {
            Of = file;
            if (HttpMethods.IsGet(Request.Method) && file.Placements.FirstOrDefault(p => p.Id == Correct) is { Versions: [var current, ..] } placement)
            {
                (Version, StartsOn, MonthlyWageKhr, HoursPerWeek, ContractCode, EvidenceGrade) =
                    (placement.Version, current.StartsOn, current.MonthlyWageKhr, current.HoursPerWeek, current.ContractCode, current.EvidenceGrade);
            }
            else if (Refused?.Kind == RefusalKind.Stale)
            {
                Version = file.Placements.First(p => p.Id == Correct).Version;
            }
        });
    }
}
