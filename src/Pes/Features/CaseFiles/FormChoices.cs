using Microsoft.AspNetCore.Mvc.Rendering;
using Pes.Features.Reference;

namespace Pes.Features.CaseFiles;

/// <summary>Code lists as the choices of a form.</summary>
internal static class FormChoices
{
    public static IEnumerable<SelectListItem> Of(this Vocabulary vocabulary, string list, params string[] without) =>
        vocabulary.Choices(list).Where(t => !without.Contains(t.Code)).Select(t => new SelectListItem(t.Label, t.Code));

    public static IEnumerable<SelectListItem> OfProvinces(this Vocabulary vocabulary) =>
        vocabulary.Provinces.Values.OrderBy(t => t.Code, StringComparer.Ordinal).Select(t => new SelectListItem(t.Label, t.Code));

    /// <summary>ISCO-08 unit groups.</summary>
    public static IEnumerable<SelectListItem> OfOccupations(this Vocabulary vocabulary) => vocabulary.Occupations.Values
        .Where(t => t.Code.Length == 4 && t.IsCurrent).OrderBy(t => t.Code, StringComparer.Ordinal).Select(t => new SelectListItem(t.Label, t.Code));
}
