using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Edits what work a jobseeker looks for.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ChangeWishModel(Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words) : PesPage
{
    [BindProperty]
    public ChangeWish.Command Input { get; set; } = null!;

    [BindProperty]
    public string?[] Occupations { get; set; } = [];

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public int Version { get; private set; }

    public Vocabulary Vocabulary => vocabulary;

    public Task<IActionResult> OnGetAsync(Guid id) => ShowAsync(id, isFresh: true);

    public Task<IActionResult> OnPostAsync(Guid id) => TellAsync(
        Input with
        {
            CaseFileId = id,
            Occupations = [.. Occupations.OfType<string>().Where(o => o.Length > 0)],
            Provinces = Input.Provinces ?? [],
            CannotWork = Input.CannotWork ?? [],
            Scope = Scope,
        },
        _ =>
        {
            Notice = words["saved"];
            return Redirect($"/cases/{id}");
        },
        () => ShowAsync(id, isFresh: false));

    private async Task<IActionResult> ShowAsync(Guid id, bool isFresh) => await AskAsync(new OpenCaseFile.Query { CaseFileId = id, Scope = Scope }, view =>
    {
        var wish = view.Wish;
        (Id, Name, Version) = (id, view.Person.Name, wish.Version);
        if (isFresh)
        {
            Occupations = [.. wish.Occupations];
            Input = new ChangeWish.Command
            {
                Version = wish.Version,
                Occupations = wish.Occupations,
                Provinces = wish.Provinces,
                MinimumWageKhr = wish.MinimumWageKhr,
                HoursCode = wish.HoursCode,
                ContractCode = wish.ContractCode,
                MayMove = wish.MayMove,
                MaxDistanceKm = wish.MaxDistanceKm,
                CannotWork = wish.CannotWork,
            };
        }

        Occupations = [.. Occupations.Concat(new string?[WishRules.MostOccupations]).Take(WishRules.MostOccupations)];
    });
}
