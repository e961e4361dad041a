using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Registration in three short steps: who it is, whether a file exists, the rest. What was typed travels with the form.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class RegisterJobseekerModel(
    Vocabulary vocabulary, IValidator<RegisterJobseeker.Command> validator, IStringLocalizer<CaseFileWords> words) : PesPage
{
    private static readonly string[] WhoFields =
    [
        nameof(Input.FamilyName), nameof(Input.GivenName), nameof(Input.FamilyNameLatin), nameof(Input.GivenNameLatin), nameof(Input.Sex),
        nameof(Input.BornOn), nameof(Input.Phone), nameof(Input.IdentityKind), nameof(Input.IdentityNumber),
    ];

    public enum Step
    {
        Who,
        Found,
        Details,
    }

    [BindProperty]
    public RegisterJobseeker.Command Input { get; set; } = new()
    {
        FamilyName = "", GivenName = "", Sex = "", BornOn = null, ProvinceCode = "", Consents = [],
    };

    [BindProperty]
    public string?[] Occupations { get; set; } = [];

    [BindProperty]
    public string?[] WishProvinces { get; set; } = [];

    /// <summary>What was typed for the place; kept in the address where it names no place of the gazetteer.</summary>
    [BindProperty]
    public string? PlaceText { get; set; }

    public Step Now { get; private set; }

    public SearchDuplicates.Result? Found { get; private set; }

    public Vocabulary Vocabulary => vocabulary;

    public void OnGet()
    {
    }

    /// <summary>Back to the first step with what was typed.</summary>
    public IActionResult OnPostWho()
    {
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostSearchAsync()
    {
        var faults = (await validator.ValidateAsync(Command(), HttpContext.RequestAborted)).Errors.Where(e => WhoFields.Contains(e.PropertyName)).ToArray();
        if (!ModelState.IsValid || faults.Length > 0)
        {
            Refuse(Refusal.Invalid([.. faults.Where(f => ModelState[FieldPrefix + f.PropertyName] is not { Errors.Count: > 0 }).Select(f => new FieldError(f.PropertyName, f.ErrorCode, 80))]));
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        return await AskAsync(
            new SearchDuplicates.Query
            {
                FamilyName = Input.FamilyName,
                GivenName = Input.GivenName,
                FamilyNameLatin = Input.FamilyNameLatin,
                GivenNameLatin = Input.GivenNameLatin,
                BornOn = Input.BornOn,
                Phone = Input.Phone,
                IdentityNumber = Input.IdentityNumber,
                Scope = Scope,
            },
            found =>
            {
                Found = found;
                Now = found is { Within.Count: 0, Elsewhere.Count: 0, ElsewhereWithheld: false } ? Step.Details : Step.Found;
                Prefill();
            });
    }

    public IActionResult OnPostDetails()
    {
        ModelState.Clear();
        Now = Step.Details;
        Prefill();
        return Page();
    }

    public Task<IActionResult> OnPostRegisterAsync() => TellAsync(
        Command(),
        id =>
        {
            Notice = words["registered", PersonName.Shown(Input.FamilyName, Input.GivenName, Input.FamilyNameLatin, Input.GivenNameLatin)];
            return Redirect($"/cases/{id}");
        },
        () =>
        {
            Now = Refused?.Fields.Any(f => WhoFields.Contains(f.Field)) == true ? Step.Who : Step.Details;
            Pad();
            return Task.FromResult<IActionResult>(Page());
        });

    public IEnumerable<SelectListItem> LanguageChoices() => [new(words["language-km"], "km"), new(words["language-en"], "en")];

    // The officer's province is the likely answer to both questions of where.
    private void Prefill()
    {
        var home = Scope.CentreId is { } centre ? vocabulary.Centres.GetValueOrDefault(centre)?.ProvinceCode : null;
        Input = Input with { ProvinceCode = string.IsNullOrEmpty(Input.ProvinceCode) ? home ?? "" : Input.ProvinceCode };
        Pad();
        WishProvinces[0] ??= home;
    }

    private void Pad()
    {
        Occupations = [.. Occupations.Concat(new string?[3]).Take(3)];
        WishProvinces = [.. WishProvinces.Concat(new string?[2]).Take(2)];
    }

    private RegisterJobseeker.Command Command() => Input with
    {
        FamilyName = Input.FamilyName ?? "",
        GivenName = Input.GivenName ?? "",
        Sex = Input.Sex ?? "",
        ProvinceCode = Input.ProvinceCode ?? "",
        Language = Input.Language ?? "km",
        Consents = Input.Consents ?? [],
        PriorityGroups = Input.PriorityGroups ?? [],
        WishOccupations = [.. Occupations.OfType<string>().Where(o => o.Length > 0)],
        WishProvinces = [.. WishProvinces.OfType<string>().Where(p => p.Length > 0)],
        AddressLine = string.IsNullOrEmpty(Input.PlaceCode) ? string.Join(", ", new[] { Input.AddressLine, PlaceText }.Where(t => !string.IsNullOrWhiteSpace(t))) : Input.AddressLine,
        Scope = Scope,
    };
}
