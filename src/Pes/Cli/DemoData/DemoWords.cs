using System.Globalization;
using Pes.Platform.Text;

namespace Pes.Cli.DemoData;

/// <summary>An occupation that the demo's people look for: wages in US dollars a month, texts of our own.</summary>
internal sealed record DemoOccupation(
    string Isco, string Sector, double Weight, int UsdFrom, int UsdTo, string Education, int Months, string Hours, string Licence,
    string TitleEn, string TitleKm, string DutiesEn, string DutiesKm)
{
    public bool IsHazardous => Isco is "9313" or "7212" or "7112" or "7411" or "8332";
}

internal sealed record DemoTrade(string Kind, string Isic, string NameEn, string NameKm);

internal sealed record DemoName(string Khmer, string Latin);

/// <summary>The words of the demo, read once from the executable.</summary>
internal static class DemoWords
{
    public static IReadOnlyList<DemoOccupation> Occupations { get; } =
    [
        .. Read("demo/occupations.csv").Select(r => new DemoOccupation(
            r["isco"], r["sector"], Whole(r["weight"]), Whole(r["usd_from"]), Whole(r["usd_to"]), r["education"], Whole(r["months"]), r["hours"],
            r["licence"], r["title_en"], r["title_km"], r["duties_en"], r["duties_km"])),
    ];

    public static IReadOnlyList<DemoTrade> Trades { get; } =
        [.. Read("demo/employers.csv").Select(r => new DemoTrade(r["kind"], r["isic"], r["name_en"], r["name_km"]))];

    public static IReadOnlyList<(string En, string Km)> EmployerWords { get; } =
        [.. Read("demo/employer-words.csv").Select(r => (r["name_en"], r["name_km"]))];

    public static IReadOnlyList<DemoName> Families { get; } = Names(r => r["kind"] == "family");

    public static IReadOnlyList<DemoName> Women { get; } = Names(r => r["kind"] == "given" && r["sex"] is "f" or "both");

    public static IReadOnlyList<DemoName> Men { get; } = Names(r => r["kind"] == "given" && r["sex"] is "m" or "both");

    /// <summary>Notes of counsellors, as they would stand on a timeline.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "បានជួបពិភាក្សា និងពន្យល់អំពីដំណឹងជ្រើសរើសដែលសមស្រប។",
        "សុំឱ្យទាក់ទងវិញនៅសប្តាហ៍ក្រោយ ព្រោះជាប់ធ្វើស្រែ។",
        "បានកែសម្រួលប្រវត្តិរូបសង្ខេបជាមួយគ្នា។",
        "ចង់បានការងារនៅជិតផ្ទះ ព្រោះត្រូវមើលថែកូន។",
        "បានហាត់ឆ្លើយសំណួរសម្ភាសន៍រយៈពេលកន្លះម៉ោង។",
        "មិនទាន់មានឯកសារគ្រប់គ្រាន់ទេ នឹងយកមកបន្ថែម។",
        "ចាប់អារម្មណ៍វគ្គបណ្តុះបណ្តាលជំនាញខ្លី។",
    ];

    private static List<DemoName> Names(Func<CsvLine, bool> which) =>
        [.. Read("db/reference/demo-names.csv").Where(which).Select(r => new DemoName(r["name_km"], r["name_latin"]))];

    private static List<CsvLine> Read(string resource)
    {
        using var stream = typeof(DemoWords).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the executable.");
        return [.. CsvRows.Read(stream)];
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
