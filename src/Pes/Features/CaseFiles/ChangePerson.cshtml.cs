using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Edits who a jobseeker is and how she is reached.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ChangePersonModel(Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words) : PesPage
{
    [BindProperty]
    public ChangePerson.Command Input { get; set; } = null!;

    /// <summary>Where she lives; words that name no place of the gazetteer are kept in the address.</summary>
    [BindProperty]
    public PlaceFields Address { get; set; } = new();

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public int Version { get; private set; }

    public Vocabulary Vocabulary => vocabulary;

    public Task<IActionResult> OnGetAsync(Guid id) => ShowAsync(id, isFresh: true);

    /// <summary>Without scripts: the lists of places below what was chosen.</summary>
    public Task<IActionResult> OnPostPlacesAsync(Guid id)
    {
        ForgetErrors();
        return ShowAsync(id, isFresh: false);
    }

    public async Task<IActionResult> OnPostAsync(Guid id) => RefuseBrokenAddress() ? await ShowAsync(id, isFresh: false) : await TellAsync(
        Input with
        {
            CaseFileId = id,
            FamilyName = Input.FamilyName ?? "",
            GivenName = Input.GivenName ?? "",
            Sex = Input.Sex ?? "",
            Language = Input.Language ?? "",
            ProvinceCode = Address.ProvinceCode ?? "",
            PlaceCode = Address.PlaceCode,
            AddressLine = Address.WithWords(Input.AddressLine),
            Scope = Scope,
        },
        _ =>
        {
            Notice = words["saved"];
            return Redirect($"/cases/{id}");
        },
        () => ShowAsync(id, isFresh: false));

    public IEnumerable<SelectListItem> LanguageChoices() => [new(words["language-km"], "km"), new(words["language-en"], "en")];

    protected override string FieldOf(string field) => PlaceFields.Asking(field) is { } asking ? $"{nameof(Address)}.{asking}" : base.FieldOf(field);

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

    private async Task<IActionResult> ShowAsync(Guid id, bool isFresh)
    {
        var answer = await AskAsync(new OpenCaseFile.Query { CaseFileId = id, Scope = Scope }, view => Take(id, view.Person, isFresh));
        await Address.FillAsync(Sender, Scope, HttpContext.RequestAborted);
        return answer;
    }

    private void Take(Guid id, PersonPart person, bool isFresh)
    {
        (Id, Name, Version) = (id, person.Name, person.Version);
        if (isFresh)
        {
            Address = new PlaceFields
            {
                ProvinceCode = person.ProvinceCode, DistrictCode = person.DistrictCode, CommuneCode = person.CommuneCode, VillageCode = person.VillageCode,
            };
            Input = new ChangePerson.Command
            {
                Version = person.Version,
                FamilyName = person.FamilyName,
                GivenName = person.GivenName,
                FamilyNameLatin = person.FamilyNameLatin,
                GivenNameLatin = person.GivenNameLatin,
                Sex = person.Sex,
                BornOn = person.BornOn,
                Phone = person.Phone,
                Email = person.Email,
                Language = person.Language,
                ProvinceCode = person.ProvinceCode ?? "",
                PlaceCode = person.PlaceCode,
                AddressLine = person.AddressLine,
                EducationCode = person.EducationCode,
            };
        }
    }
}
