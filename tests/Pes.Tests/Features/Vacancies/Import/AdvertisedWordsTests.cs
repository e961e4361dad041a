using System.Globalization;
using Pes.Features.Vacancies.Import;

namespace Pes.Tests.Features.Vacancies.Import;

/// <summary>One table a rule: what an advertiser writes, and what the product makes of it.</summary>
public sealed class AdvertisedWordsTests
{
    private static readonly PlaceNames Places = new(
        [
            new("08", ["Kandal", "កណ្តាល", "Takhmao"]), new("10", ["Kratié", "ក្រចេះ", "Kratie"]), new("12", ["Phnom Penh", "ភ្នំពេញ"]),
            new("16", ["Ratanakiri", "រតនគិរី", "Rattanakiri"]), new("17", ["Siem Reap", "សៀមរាប"]), new("18", ["Preah Sihanouk", "ព្រះសីហនុ", "Sihanoukville"]),
        ],
        [
            new("1201", "12", ["Chamkar Mon", "ចំការមន"]), new("0801", "08", ["Kandal Stueng", "កណ្តាលស្ទឹង"]),
            new("1701", "17", ["Twin Town", "ក"]), new("1001", "10", ["Twin Town", "ខ"]),
        ]);

    [Theory]
    [InlineData("Phnom Penh", "12", "", false)]
    [InlineData("Phnom Penh，Phnom Penh", "12", "", false)]
    [InlineData("KRATIE， Rattanakiri，Takhmao", "10 16 08", "", false)]
    [InlineData("Kandal Province", "08", "", false)]
    [InlineData("ខេត្តសៀមរាប និង ភ្នំពេញ", "17 12", "", false)]
    [InlineData("Siem Reap and Sihanoukville", "17 18", "", false)]
    [InlineData("Phnom\u200B Penh / Siem Reap", "12 17", "", false)]
    [InlineData("Chamkar Mon, Phnom Penh", "12:1201", "", false)]
    [InlineData("Phnom Penh, Khan Chamkar Mon", "12:1201", "", false)]
    [InlineData("ខណ្ឌចំការមន", "12:1201", "", false)]
    [InlineData("Twin Town", "", "Twin Town", false)]
    [InlineData("Provinces", "", "", false)]
    [InlineData("Phnom Penh，Provinces", "12", "", false)]
    [InlineData("Overseas，Phnom Penh", "12", "", true)]
    [InlineData("Bangkok", "", "Bangkok", false)]
    [InlineData("~", "", "", false)]
    [InlineData("", "", "", false)]
    public void Places_become_codes(string words, string codes, string unknown, bool abroad)
    {
        var places = Places.Resolve(words);
        Assert.Equal(codes, string.Join(' ', places.Found.Select(p => p.DistrictCode is null ? p.ProvinceCode : $"{p.ProvinceCode}:{p.DistrictCode}")));
        Assert.Equal(unknown, string.Join('|', places.Unknown));
        Assert.Equal(abroad, places.IsAbroad);
    }

    [Theory]
    [InlineData("Negotiable", "", null)]
    [InlineData("~", "", null)]
    [InlineData("$200-$500", "", "20000-50000 USD month")]
    [InlineData("＄200－＄500", "", "20000-50000 USD month")]
    [InlineData("<$200", "", "-20000 USD month")]
    [InlineData(">$2000", "", "200000- USD month")]
    [InlineData("$350", "", "35000-35000 USD month")]
    [InlineData("USD 500+", "", "50000- USD month")]
    [InlineData("250.50 USD", "", "25050-25050 USD month")]
    [InlineData("1,200,000 - 1,600,000 riel", "", "1200000-1600000 KHR month")]
    [InlineData("១២០០០០០៛", "", "1200000-1200000 KHR month")]
    [InlineData("1.200.000 KHR", "", "1200000-1200000 KHR month")]
    [InlineData("1-1.5 million riel", "", "1000000-1500000 KHR month")]
    [InlineData("ចាប់ពី 200 ដុល្លារ", "", "20000- USD month")]
    [InlineData("500-300$", "", "30000-50000 USD month")]
    [InlineData("900000", "", "900000-900000 KHR month")]
    [InlineData("300", "", "30000-30000 USD month")]
    [InlineData("$8/day", "", "800-800 USD day")]
    [InlineData("USD 2.50 per hour", "", "250-250 USD hour")]
    [InlineData("USD 12000 - 15000", "Year", "1200000-1500000 USD year")]
    [InlineData("20,000 baht", "", null)]
    [InlineData("0", "", null)]
    [InlineData("$1 $2 $3", "", null)]
    public void Wages_become_bands(string words, string period, string? band) => Assert.Equal(
        band,
        AdvertisedWage.Read(words, period) is { } wage ? string.Create(CultureInfo.InvariantCulture, $"{wage.From}-{wage.To} {wage.Currency} {wage.Period}") : null);

    [Theory]
    [InlineData("Closing Date：Sep-07-2022", "2022-09-07")]
    [InlineData("Oct-12-2022", "2022-10-12")]
    [InlineData("2022-09-07", "2022-09-07")]
    [InlineData("2022-09-07T16:30:00Z", "2022-09-07")]
    [InlineData("07/09/2022", "2022-09-07")]
    [InlineData("៧/៩/២០២២", "2022-09-07")]
    [InlineData("7 September 2022", "2022-09-07")]
    [InlineData("September 7, 2022", "2022-09-07")]
    [InlineData("31/02/2022", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void Dates_become_dates(string words, string? date) =>
        Assert.Equal(date, AdvertisedDate.Read(words)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("3", 3)]
    [InlineData("２ persons", 2)]
    [InlineData("៥ នាក់", 5)]
    [InlineData("2-3", 2)]
    [InlineData("~", null)]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("many", null)]
    [InlineData("100000", null)]
    public void Openings_become_a_number(string words, int? openings) => Assert.Equal(openings, AdvertisedTerms.Openings(words));

    [Theory]
    [InlineData("3", "", 36)]
    [InlineData("1-2 years", "", 12)]
    [InlineData("6 months", "", 6)]
    [InlineData("1.5 years", "", 18)]
    [InlineData("៦ ខែ", "", 6)]
    [InlineData("No experience", "", 0)]
    [InlineData("~", "Fresh Graduate", 0)]
    [InlineData("~", "Middle", null)]
    [InlineData("2", "Fresh Graduate", 24)]
    [InlineData("99", "", null)]
    public void Experience_becomes_months(string words, string level, int? months) => Assert.Equal(months, AdvertisedTerms.ExperienceMonths(words, level));

    [Theory]
    [InlineData("Bachelor Degree", "bachelor")]
    [InlineData("Bachelor or Master", "bachelor")]
    [InlineData("Associate Degree", "technical-diploma")]
    [InlineData("Professional Degree", "technical-certificate")]
    [InlineData("High School", "upper-secondary")]
    [InlineData("Master Degree", "master")]
    [InlineData("Doctor Degree", "doctorate")]
    [InlineData("បរិញ្ញាបត្រ", "bachelor")]
    [InlineData("បរិញ្ញាបត្ររង", "technical-diploma")]
    [InlineData("បរិញ្ញាបត្រជាន់ខ្ពស់", "master")]
    [InlineData("No limitations", null)]
    [InlineData("Others", null)]
    [InlineData("~", null)]
    public void Education_becomes_a_code(string words, string? code) => Assert.Equal(code, AdvertisedTerms.Education(words));

    [Theory]
    [InlineData("Khmer-- Mother Tongue English-- Good", "en3 km5")]
    [InlineData("English-- Good English-- Excellent", "en4")]
    [InlineData("Chinese-Mandarin-- Fair Chinese-Cantonese-- Good", "zh3")]
    [InlineData("English-- Poor", "en1")]
    [InlineData("English, Khmer (native)", "en3 km5")]
    [InlineData("ភាសាអង់គ្លេស", "en3")]
    [InlineData("Others-- Fair", "")]
    [InlineData("~", "")]
    public void Languages_become_codes_and_levels(string words, string levels) => Assert.Equal(
        levels, string.Join(' ', AdvertisedTerms.Languages(words).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}{l.Value}")));

    [Theory]
    [InlineData("Full Time", "full-time", null)]
    [InlineData("Part Time", "part-time", null)]
    [InlineData("Internship", null, "internship")]
    [InlineData("Contract", null, "fixed-term")]
    [InlineData("Temporary", null, "temporary")]
    [InlineData("Full-time permanent", "full-time", "permanent")]
    [InlineData("ពេញម៉ោង", "full-time", null)]
    [InlineData("FullTime DirectHire", "full-time", "permanent")]
    [InlineData("", null, null)]
    public void Terms_become_hours_and_contract(string words, string? hours, string? contract) =>
        Assert.Equal((hours, contract), (AdvertisedTerms.Hours(words), AdvertisedTerms.Contract(words)));
}
