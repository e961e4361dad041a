using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>A province of two digits, and the district of four where the advertisement named one.</summary>
public sealed record AdvertisedPlace(string ProvinceCode, string? DistrictCode);

/// <param name="Found">One place a province, in the order named.</param>
/// <param name="Unknown">Words that name no place of the gazetteer.</param>
/// <param name="IsAbroad">The work is, at least in part, outside Cambodia.</param>
public sealed record AdvertisedPlaces(IReadOnlyList<AdvertisedPlace> Found, IReadOnlyList<string> Unknown, bool IsAbroad);

/// <summary>A province and every spelling it goes by.</summary>
public sealed record ProvinceSpellings(string Code, IReadOnlyList<string> Names);

/// <summary>A district and its names.</summary>
public sealed record DistrictNames(string Code, string ProvinceCode, IReadOnlyList<string> Names);

/// <summary>Resolves places as advertisers spell them to codes: province names and aliases first, then districts whose name is the only one of its kind.</summary>
public sealed class PlaceNames
{
    private static readonly string[] Separators = ["，", ",", "、", ";", "；", "/", "|", "\n", " and ", " & ", " - ", " និង "];

    private static readonly string[] Affixes = ["province", "city", "capital", "district", "krong", "ខេត្ត", "រាជធានី", "ក្រុង", "ស្រុក", "ខណ្ឌ"];

    private static readonly HashSet<string> Anywhere = new(["provinces", "allprovinces", "province", "cambodia", "nationwide", "ខេត្ត", "កម្ពុជា", "ទូទាំងប្រទេស"], StringComparer.Ordinal);

    private static readonly HashSet<string> Abroad = new(["overseas", "abroad", "foreigncountry", "outsidecambodia", "ក្រៅប្រទេស", "បរទេស"], StringComparer.Ordinal);

    private readonly Dictionary<string, string> provinces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DistrictNames>> districts = new(StringComparer.Ordinal);

    public PlaceNames(IEnumerable<ProvinceSpellings> provinces, IEnumerable<DistrictNames> districts)
    {
        foreach (var province in provinces)
        {
            foreach (var key in province.Names.Select(KhmerText.FoldKey).Where(k => k.Length > 0))
            {
                this.provinces.TryAdd(key, province.Code);
            }
        }

        foreach (var district in districts)
        {
            foreach (var key in district.Names.Select(KhmerText.FoldKey).Where(k => k.Length > 0).Distinct(StringComparer.Ordinal))
            {
                if (!this.districts.TryGetValue(key, out var same))
                {
                    this.districts[key] = same = [];
                }

                same.Add(district);
            }
        }
    }

    public AdvertisedPlaces Resolve(string words)
    {
        List<AdvertisedPlace> found = [];
        List<string> unknown = [];
        var abroad = false;
        foreach (var part in words.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var key = KhmerText.FoldKey(part);
            if (Abroad.Contains(key))
            {
                abroad = true;
            }
            else if (Keys(key).Select(Find).FirstOrDefault(p => p is not null) is { } place)
            {
                var at = found.FindIndex(f => f.ProvinceCode == place.ProvinceCode);
                if (at < 0)
                {
                    found.Add(place);
                }
                else if (found[at].DistrictCode is null)
                {
                    found[at] = place;
                }
            }
            else if (key.Length > 0 && !Anywhere.Contains(key))
            {
                unknown.Add(part);
            }
        }

        return new AdvertisedPlaces(found, unknown, abroad);
    }

    // A province and its town often have one name: the advertiser means the province.
    private AdvertisedPlace? Find(string key) =>
        provinces.TryGetValue(key, out var province) ? new AdvertisedPlace(province, null)
        : districts.TryGetValue(key, out var same) && same.Count == 1 ? new AdvertisedPlace(same[0].ProvinceCode, same[0].Code)
        : null;

    private static IEnumerable<string> Keys(string key)
    {
        yield return key;
        foreach (var affix in Affixes.Select(KhmerText.FoldKey))
        {
            if (key.Length > affix.Length && key.StartsWith(affix, StringComparison.Ordinal))
            {
                yield return key[affix.Length..];
            }

            if (key.Length > affix.Length && key.EndsWith(affix, StringComparison.Ordinal))
            {
                yield return key[..^affix.Length];
            }
        }
    }
}
