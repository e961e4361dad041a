using System.Globalization;
using Pes.Platform.Web;
using Pes.Ranking.Text;

namespace Pes.Features.CaseFiles;

/// <summary>The keys stored beside a name: folded Khmer, sound of the Latin spelling, and the ICU sort key of Khmer.</summary>
internal sealed record PersonKeys(string NameKey, string LatinKey, byte[] SortKey)
{
    private const int LongestKey = 200;

    private const int LongestSortKey = 400;

    private static readonly CompareInfo KhmerOrder = CultureInfo.GetCultureInfo("km").CompareInfo;

    public static PersonKeys Of(string familyName, string givenName, string? familyNameLatin, string? givenNameLatin)
    {
        var sort = KhmerOrder.GetSortKey($"{familyName} {givenName}", CompareOptions.None).KeyData;
        return new PersonKeys(
            Cut(KhmerText.FoldKey(familyName) + KhmerText.FoldKey(givenName)),
            Cut(KhmerText.LatinNameKey(familyNameLatin ?? "") + KhmerText.LatinNameKey(givenNameLatin ?? "")),
            sort.Length > LongestSortKey ? sort[..LongestSortKey] : sort);
    }

    // Folding can make a name longer: one ligature may stand for eighteen letters.
    private static string Cut(string key) => key.Length > LongestKey ? KhmerText.SafeCut(key, LongestKey) : key;
}

/// <summary>A person's name for a reader: family name first; the Latin spelling in English where there is one.</summary>
public static class PersonName
{
    public static string Shown(string familyName, string givenName, string? familyNameLatin, string? givenNameLatin)
    {
        var latin = $"{familyNameLatin} {givenNameLatin}".Trim();
        return RequestLanguage.IsKhmer || latin.Length == 0 ? $"{familyName} {givenName}" : latin;
    }
}
