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

    /// <summary>Where she lives; words that name no place of the gazetteer are kept in the address.</summary>
    [BindProperty]
    public PlaceFields Address { get; set; } = new();

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

        var answer = await AskAsync(
            new SearchDuplicates.Query
            {
                FamilyName = Input.FamilyName,
                GivenName = Input.GivenName,
                FamilyNameLatin = Input.FamilyNameLatin,
                GivenNameLatin = Input.GivenNameLatin,
                Sex = string.IsNullOrEmpty(Input.Sex) ? null : Input.Sex,
                BornOn = Input.BornOn,
                ProvinceCode = string.IsNullOrEmpty(Address.ProvinceCode) ? HomeProvince : Address.ProvinceCode,
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
        await FillAddressAsync();
        return answer;
    }

    public async Task<IActionResult> OnPostDetailsAsync()
    {
        ModelState.Clear();
        Now = Step.Details;
        Prefill();
        await FillAddressAsync();
        return Page();
    }

    /// <summary>Without scripts: the lists of places below what was chosen.</summary>
    public async Task<IActionResult> OnPostPlacesAsync()
    {
        ForgetErrors();
        Now = Step.Details;
        Pad();
        await FillAddressAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostRegisterAsync() => RefuseBrokenAddress() ? await ShowDetailsAsync() : await TellAsync(
        Command(),
        id =>
        {
            Notice = words["registered", PersonName.Shown(Input.FamilyName, Input.GivenName, Input.FamilyNameLatin, Input.GivenNameLatin)];
            return Redirect($"/cases/{id}");
        },
        ShowDetailsAsync);

    protected override string FieldOf(string field) => PlaceFields.Asking(field) is { } asking ? $"{nameof(Address)}.{asking}" : base.FieldOf(field);

    public IEnumerable<SelectListItem> LanguageChoices() => [new(words["language-km"], "km"), new(words["language-en"], "en")];

    private string? HomeProvince => Scope.CentreId is { } centre ? vocabulary.Centres.GetValueOrDefault(centre)?.ProvinceCode : null;

    // The officer's province is the likely answer to both questions of where.
    private void Prefill()
    {
        Address.ProvinceCode = string.IsNullOrEmpty(Address.ProvinceCode) ? HomeProvince : Address.ProvinceCode;
        Pad();
        WishProvinces[0] ??= HomeProvince;
    }

    private Task FillAddressAsync() => Address.FillAsync(Sender, Scope, HttpContext.RequestAborted);

    private bool RefuseBrokenAddress()
    {
        if (Address.Broken is not { } field)
        {
            return false;
        }

        Refuse(Refusal.Invalid(new FieldError(field, "place-not-in-place-above")));
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return true;
    }

    private async Task<IActionResult> ShowDetailsAsync()
    {
        Now = Refused?.Fields.Any(f => WhoFields.Contains(f.Field)) == true ? Step.Who : Step.Details;
        Pad();
        await FillAddressAsync();
        return Page();
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
        ProvinceCode = Address.ProvinceCode ?? "",
        PlaceCode = Address.PlaceCode,
        Language = Input.Language ?? "km",
        Consents = Input.Consents ?? [],
        PriorityGroups = Input.PriorityGroups ?? [],
        WishOccupations = [.. Occupations.OfType<string>().Where(o => o.Length > 0)],
        WishProvinces = [.. WishProvinces.OfType<string>().Where(p => p.Length > 0)],
        AddressLine = Address.WithWords(Input.AddressLine),
        Scope = Scope,
    };
}
