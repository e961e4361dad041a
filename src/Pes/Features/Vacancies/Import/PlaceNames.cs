using System.Runtime.InteropServices;
using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>
/// Resolves places as advertisers spell them to codes: names as listed first, provinces before districts; then by sound, then by the
/// consonants of a romanisation that is otherwise nearly the same. What fits several places is none of them.
/// </summary>
public sealed class PlaceNames
{
    private const int Official = 2;

    private const int LongWord = 6;

    private static readonly string[] Separators = ["，", ",", "、", ";", "；", "/", "|", "\n", " and ", " & ", " - ", " និង "];

    private static readonly string[] Affixes =
        [.. ((string[])["province", "city", "capital", "district", "krong", "khan", "srok", "municipality", "ខេត្ត", "រាជធានី", "ក្រុង", "ស្រុក", "ខណ្ឌ"]).Select(KhmerText.FoldKey)];

    private static readonly HashSet<string> Anywhere = new(["provinces", "allprovinces", "province", "cambodia", "nationwide", "ខេត្ត", "កម្ពុជា", "ទូទាំងប្រទេស"], StringComparer.Ordinal);

    private static readonly HashSet<string> Abroad = new(["overseas", "abroad", "foreigncountry", "outsidecambodia", "ក្រៅប្រទេស", "បរទេស"], StringComparer.Ordinal);

    private readonly Dictionary<string, AdvertisedPlace> provinces = new(StringComparer.Ordinal);
    private readonly ILookup<string, AdvertisedPlace> districts;
    private readonly List<(PlaceKey Key, AdvertisedPlace Place)> all = [];
    private readonly Dictionary<AdvertisedPlace, List<string>> spellings = [];

    public PlaceNames(IEnumerable<ProvinceSpellings> provinces, IEnumerable<DistrictNames> districts)
    {
        var below = districts.SelectMany(d => d.Names.Select(n => (Key: PlaceKey.Of(n), Place: new AdvertisedPlace(d.ProvinceCode, d.Code)))).Where(d => d.Key.Folded.Length > 0).ToList();
        this.districts = below.Distinct().ToLookup(d => d.Key.Folded, d => d.Place, StringComparer.Ordinal);
        foreach (var province in provinces)
        {
            (string Name, PlaceKey Key)[] keys = [.. province.Names.Select(n => (n, PlaceKey.Of(n))).Where(k => k.Item2.Folded.Length > 0)];
            foreach (var (index, (name, key)) in keys.Index())
            {
                // A province and its town often have one name: the advertiser means the province. Another town that stands for it is meant itself.
                var isTown = index >= Official && !keys.Take(Official).Any(k => key.Meets(k.Key) || Tells(k.Name, name));
                var town = isTown ? below.Where(d => d.Place.ProvinceCode == province.Code && d.Key.Meets(key)).Select(d => d.Place).Distinct().ToList() : [];
                var place = town is [var one] ? one : new AdvertisedPlace(province.Code, null);
                this.provinces.TryAdd(key.Folded, place);
                all.Add((key, place));
                if (index >= Official && isTown == place.DistrictCode is not null)
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(spellings, place, out _) ??= []).Add(name);
                }
            }
        }

        all.AddRange(below);
    }

    public bool IsEmpty => all.Count == 0;

    /// <summary>What a place goes by besides its official names; towns that stand for a province are not among its own.</summary>
    public IReadOnlyList<string> SpellingsOf(AdvertisedPlace place) => spellings.TryGetValue(place, out var others) ? others : [];

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
            else if (Anywhere.Contains(key) || key.Length == 0)
            {
                continue;
            }
            else if ((Names(key).Select(Listed).FirstOrDefault(p => p is not null) ?? Names(key).Select(Alike).FirstOrDefault(p => p is not null)) is { } place)
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
            else
            {
                unknown.Add(part);
            }
        }

        return new AdvertisedPlaces(found, unknown, abroad);
    }

    private AdvertisedPlace? Listed(string key) => provinces.TryGetValue(key, out var province) ? province : districts[key].ToList() is [var one] ? one : null;

    private AdvertisedPlace? Alike(string name)
    {
        // A name that is listed of several places is none of them, however it sounds.
        var key = PlaceKey.Of(name);
        if (districts.Contains(name))
        {
            return null;
        }

        var sounding = all.Where(p => p.Key.SoundsAs(key)).Select(p => p.Place).ToList();
        if (sounding.Count > 0)
        {
            return Common(sounding);
        }

        var near = all.Select(p => (p.Place, Nearness: p.Key.Nearness(key))).Where(p => p.Nearness > 0).ToList();
        return near.Count == 0 ? null : Common([.. near.Where(p => p.Nearness == near.Max(n => n.Nearness)).Select(p => p.Place)]);
    }

    // A province where its town fits as well; nothing where two provinces do.
    private static AdvertisedPlace? Common(List<AdvertisedPlace> places) =>
        places.Select(p => p.ProvinceCode).Distinct(StringComparer.Ordinal).Count() > 1 ? null
        : places.Distinct().ToList() is [var one] ? one
        : new AdvertisedPlace(places[0].ProvinceCode, null);

    // Sihanoukville of Preah Sihanouk: a long word of the official name stands in it.
    private static bool Tells(string official, string name) =>
        official.Split(' ').Any(word => word.Length >= LongWord && name.Contains(word, StringComparison.OrdinalIgnoreCase)) || name.Contains(official, StringComparison.OrdinalIgnoreCase);

    // As it stands, and without the word for what kind of place it is.
    private static IEnumerable<string> Names(string key)
    {
        yield return key;
        foreach (var affix in Affixes)
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
