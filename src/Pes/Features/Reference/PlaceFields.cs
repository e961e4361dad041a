using MediatR;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Reference;

/// <summary>
/// The part of a form that asks for a place: a province, and below it one list after the other, each of what was chosen
/// above. Where the gazetteer knows nothing of a province the place is said in words.
/// </summary>
public sealed class PlaceFields
{
    /// <summary>Levels of the gazetteer: 2 asks down to the district, 4 to the village.</summary>
    public const int ToDistrict = 2;

    public const int ToVillage = 4;

    public string? ProvinceCode { get; set; }

    public string? DistrictCode { get; set; }

    public string? CommuneCode { get; set; }

    public string? VillageCode { get; set; }

    /// <summary>Where the place is said in words because no list knows it.</summary>
    public string? Words { get; set; }

    [BindNever]
    public int Depth { get; set; } = ToVillage;

    [BindNever]
    public IReadOnlyList<SelectListItem> Districts { get; private set; } = [];

    [BindNever]
    public IReadOnlyList<SelectListItem> Communes { get; private set; } = [];

    [BindNever]
    public IReadOnlyList<SelectListItem> Villages { get; private set; } = [];

    /// <summary>A province was chosen of which the gazetteer holds nothing.</summary>
    public bool IsUnlisted => !string.IsNullOrEmpty(ProvinceCode) && Districts.Count == 0;

    /// <summary>The narrowest place that was chosen; null where none was.</summary>
    public string? PlaceCode => Some(VillageCode) ?? Some(CommuneCode) ?? Some(DistrictCode);

    /// <summary>
    /// The first field that holds a place which does not lie in the one above it, as when the province was changed and its
    /// districts were not shown again.
    /// </summary>
    public string? Broken =>
        !Lies(DistrictCode, ProvinceCode) ? nameof(DistrictCode)
        : !Lies(CommuneCode, DistrictCode) ? nameof(CommuneCode)
        : !Lies(VillageCode, CommuneCode) ? nameof(VillageCode)
        : null;

    /// <summary>The field of this part that asks for a field of a command, by name; null where none does.</summary>
    public static string? Asking(string field) => field switch
    {
        nameof(ProvinceCode) or nameof(DistrictCode) or nameof(CommuneCode) or nameof(VillageCode) => field,
        nameof(PlaceCode) => nameof(DistrictCode),
        _ => null,
    };

    /// <summary>An address line with the words for the place after it.</summary>
    public string? WithWords(string? addressLine) =>
        Some(string.Join(", ", new[] { addressLine?.Trim(), Words?.Trim() }.Where(t => !string.IsNullOrEmpty(t))));

    /// <summary>Fetches the lists that the choices so far call for.</summary>
    public async Task FillAsync(ISender sender, Scope scope, CancellationToken ct)
    {
        Districts = await ListAsync(ProvinceCode);
        Communes = Depth > ToDistrict && Offers(Districts, DistrictCode) ? await ListAsync(DistrictCode) : [];
        Villages = Depth > ToDistrict && Offers(Communes, CommuneCode) ? await ListAsync(CommuneCode) : [];

        async Task<IReadOnlyList<SelectListItem>> ListAsync(string? parent)
        {
            if (string.IsNullOrEmpty(parent) || (await sender.Send(new FindPlaces.Query { Parent = parent, Scope = scope }, ct)) is not { Refusal: null } found)
            {
                return [];
            }

            var order = (RequestLanguage.IsKhmer ? RequestLanguage.Khmer : RequestLanguage.English).CompareInfo;
            return [.. found.Value.OrderBy(p => p.Name, Comparer<string>.Create(order.Compare)).Select(p => new SelectListItem(p.Label, p.Code))];
        }
    }

    private static bool Offers(IReadOnlyList<SelectListItem> list, string? code) => list.Any(i => i.Value == code);

    // A code begins with its parent's.
    private static bool Lies(string? code, string? parent) =>
        string.IsNullOrEmpty(code) || (!string.IsNullOrEmpty(parent) && code.StartsWith(parent, StringComparison.Ordinal));

    private static string? Some(string? code) => string.IsNullOrEmpty(code) ? null : code;
}
