using Pes.Features.Vacancies.Import;
using Pes.Platform.Text;

namespace Pes.Tests.Features.Vacancies.Import;

/// <summary>Spellings of places that people use, in both scripts, against the product's own list of provinces and some districts of the gazetteer.</summary>
public sealed class PlaceNamesTests
{
    private static readonly DistrictNames[] Districts =
    [
        new("0110", "01", ["Paoy Paet", "ប៉ោយប៉ែត"]), new("0305", "03", ["Kampong Cham", "កំពង់ចាម"]), new("0811", "08", ["Ta Khmau", "តាខ្មៅ"]),
        new("1002", "10", ["Kracheh", "ក្រចេះ"]), new("1202", "12", ["Doun Penh", "ដូនពេញ"]), new("1204", "12", ["Tuol Kouk", "ទួលគោក"]),
        new("1207", "12", ["Ruessei Kaev", "ឫស្សីកែវ"]), new("1208", "12", ["Saensokh", "សែនសុខ"]), new("1602", "16", ["Ban Lung", "បានលុង"]),
        new("2008", "20", ["Bavet", "បាវិត"]), new("2107", "21", ["Samraong", "សំរោង"]), new("2204", "22", ["Samraong", "សំរោង"]), new("2108", "21", ["Doun Kaev", "ដូនកែវ"]),
    ];

    private static readonly PlaceNames Provinces = new(Spellings(), []);

    private static readonly PlaceNames Places = new(Spellings(), Districts);

    [Theory]

    // Provinces: official, of former days, as they sound, misspelt.
    [InlineData("Kratie", "10")]
    [InlineData("Kracheh", "10")]
    [InlineData("Kratié Province", "10")]
    [InlineData("Krache province", "10")]
    [InlineData("ក្រចេះ", "10")]
    [InlineData("ខេត្តក្រចេស", "")]
    [InlineData("Takeo", "21")]
    [InlineData("Takaev", "21")]
    [InlineData("Ta kaew", "21")]
    [InlineData("តាកែវ", "21")]
    [InlineData("Rattanakiri", "16")]
    [InlineData("Rottanak Kiry", "16")]
    [InlineData("Ratanakkirri", "16")]
    [InlineData("រតនគីរី", "16")]
    [InlineData("រត្តនគិរី", "16")]
    [InlineData("Oddor Meanchey", "22")]
    [InlineData("Otdar Mean Chey", "22")]
    [InlineData("Udor Meanchei", "22")]
    [InlineData("ឧត្ដរមានជ័យ", "22")]
    [InlineData("ឩត្តរមានជ័យ", "22")]
    [InlineData("Kampong Cham", "03")]
    [InlineData("Kompong Cham", "03")]
    [InlineData("KOMPONG CHAAM", "03")]
    [InlineData("Kampung Cham", "03")]
    [InlineData("កំពង់ចាម", "03")]
    [InlineData("Mundulkirri", "11")]
    [InlineData("Siemreab", "17")]
    [InlineData("Seam Riep", "17")]
    [InlineData("Batdambang", "02")]
    [InlineData("Kampong Chnnang", "04")]

    // Towns that stand for a province are meant themselves where the gazetteer has them.
    [InlineData("Poipet", "01:0110")]
    [InlineData("Poi Pet city", "01:0110")]
    [InlineData("Poiy Pet", "01:0110")]
    [InlineData("ប៉ោយប៉ែត", "01:0110")]
    [InlineData("ប៉ោយប៉ែ", "")]
    [InlineData("Bavet", "20:2008")]
    [InlineData("Baveth", "20:2008")]
    [InlineData("ក្រុងបាវិត", "20:2008")]
    [InlineData("Takhmao", "08:0811")]
    [InlineData("Ta Kmao", "08:0811")]
    [InlineData("តាខ្មៅ", "08:0811")]
    [InlineData("Banlung", "16:1602")]
    [InlineData("Donkeo", "21:2108")]
    [InlineData("Sisophon", "01")]

    // Districts by sound; one name of two provinces is none, but for the town that stands for one of them.
    [InlineData("Khan Toul Kork", "12:1204")]
    [InlineData("Russey Keo", "12:1207")]
    [InlineData("Sen Sok", "12:1208")]
    [InlineData("Daun Penh", "12:1202")]
    [InlineData("ឬស្សីកែវ", "12:1207")]
    [InlineData("Samraong", "22:2204")]

    // Other words stay what they are.
    [InlineData("Bangkok", "")]
    [InlineData("Head office", "")]
    [InlineData("Vietnam", "")]
    [InlineData("Kampong", "")]
    [InlineData("Factory", "")]
    [InlineData("ទីស្នាក់ការកណ្តាល", "")]
    [InlineData("តាមសាខា", "")]
    public void Spellings_of_a_place_meet_its_code(string words, string code)
    {
        Assert.Equal(code, Codes(Places, words));

        // Without the gazetteer the province is still found, and a district alone is not.
        var province = code.Split(':')[0];
        Assert.Equal(province is "12" ? "" : province, Codes(Provinces, words));
    }

    private static string Codes(PlaceNames names, string words) =>
        string.Join(' ', names.Resolve(words).Found.Select(p => p.DistrictCode is null ? p.ProvinceCode : $"{p.ProvinceCode}:{p.DistrictCode}"));

    private static IEnumerable<ProvinceSpellings> Spellings()
    {
        using var file = typeof(PesApp).Assembly.GetManifestResourceStream("db/reference/provinces.csv")!;
        return [.. CsvRows.Read(file).Select(r => new ProvinceSpellings(r["code"], [r["name_en"], r["name_km"], .. r["aliases"].Split('|')]))];
    }
}
