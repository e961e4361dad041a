using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Edits who a jobseeker is and how she is reached.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ChangePersonModel(Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words) : PesPage
{
    [BindProperty]
    public ChangePerson.Command Input { get; set; } = null!;

    /// <summary>What is typed for the district; its code goes into the input.</summary>
    [BindProperty]
    public string? PlaceText { get; set; }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public int Version { get; private set; }

    public Vocabulary Vocabulary => vocabulary;

    public Task<IActionResult> OnGetAsync(Guid id) => ShowAsync(id, isFresh: true);

    public Task<IActionResult> OnPostAsync(Guid id) => TellAsync(
        Input with
        {
            CaseFileId = id,
            FamilyName = Input.FamilyName ?? "",
            GivenName = Input.GivenName ?? "",
            Sex = Input.Sex ?? "",
            Language = Input.Language ?? "",
            ProvinceCode = Input.ProvinceCode ?? "",
            PlaceCode = string.IsNullOrWhiteSpace(PlaceText) ? null : Input.PlaceCode,
            Scope = Scope,
        },
        _ =>
        {
            Notice = words["saved"];
            return Redirect($"/cases/{id}");
        },
        () => ShowAsync(id, isFresh: false));

    public IEnumerable<SelectListItem> LanguageChoices() => [new(words["language-km"], "km"), new(words["language-en"], "en")];

    private async Task<IActionResult> ShowAsync(Guid id, bool isFresh) => await AskAsync(new OpenCaseFile.Query { CaseFileId = id, Scope = Scope }, view =>
    {
        var person = view.Person;
        (Id, Name, Version) = (id, person.Name, person.Version);
        if (isFresh)
        {
            PlaceText = view.Places.Count > 0 ? view.Places[0].Shown : null;
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
    });
}
