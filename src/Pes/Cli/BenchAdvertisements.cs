using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Cli;

/// <summary>
/// How well the titles of 200 real advertisements are coded. The draw and the codes are ours (docs/text.md); the file holds
/// the number of the row, a hash of its title and the codes, and nothing of the advertiser's words.
/// </summary>
internal static class BenchAdvertisements
{
    public const string Coded = "tests/Pes.Ranking.Tests/Text/Data/advertisements-coded.csv";

    private const string File = "jobads/camhr_2022.csv";

    /// <param name="data">Folder of the shared data.</param>
    /// <param name="coded">The file of codes.</param>
    /// <param name="code">The coder that is measured.</param>
    /// <param name="others">Others beside it, by name.</param>
    public static IEnumerable<Bench.Figure> Figures(
        string data, string coded, Func<string, int, IReadOnlyList<TitleCode>> code, Dictionary<string, Func<string, int, IReadOnlyList<TitleCode>>> others)
    {
        if (!System.IO.File.Exists(coded) || !System.IO.File.Exists(Path.Combine(data, File)))
        {
            Console.Error.WriteLine($"{coded} or {File} is not here: the coded advertisements are left out");
            return [];
        }

        var asked = Asked(Rows(Path.Combine(data, File)), Rows(coded));
        var shares = Of(asked, code);
        var beside = others.ToDictionary(o => o.Key, o => Of(asked, o.Value), StringComparer.Ordinal);
        return
        [
            new("ads200Isco4", shares.First, "share", "none", null, new
            {
                advertisements = asked.Count, withSecondChoices = shares.WithSecondChoices, oddPlaces = Of(Every(asked, 1), code).First, beside,
            }),
            new("ads200Isco4In5", shares.InFive, "share", "none", null, new { oddPlaces = Of(Every(asked, 1), code).InFive }),
        ];
    }

    // The half on which nothing was chosen has the odd places, counted from 0.
    private static List<(string Title, string[] Codes)> Every(List<(string Title, string[] Codes)> asked, int remainder) => [.. asked.Where((_, i) => i % 2 == remainder)];

    private static List<(string Title, string[] Codes)> Asked(List<CsvLine> advertisements, List<CsvLine> coded) =>
    [
        .. coded.Select(c => (Title: advertisements.ElementAtOrDefault(int.Parse(c["row"], CultureInfo.InvariantCulture) - 1)?["job title"] ?? "", Line: c))
            .Where(c => Hash(c.Title) == c.Line["title_sha256_16"])
            .Select(c => (c.Title, (string[])[c.Line["isco"], .. c.Line["also"].Split(' ', StringSplitOptions.RemoveEmptyEntries)])),
    ];

    /// <summary>Their titles with the first code; none where the files are not there.</summary>
    public static IReadOnlyList<TitleExample> Titles(string data, string coded) => System.IO.File.Exists(coded) && System.IO.File.Exists(Path.Combine(data, File))
        ? [.. Asked(Rows(Path.Combine(data, File)), Rows(coded)).Select(a => new TitleExample(a.Title, a.Codes[0]))]
        : [];

    private static Shares Of(List<(string Title, string[] Codes)> asked, Func<string, int, IReadOnlyList<TitleCode>> code)
    {
        var (first, five, any) = (0, 0, 0);
        foreach (var (title, codes) in asked)
        {
            string[] proposed = [.. code(title, 5).Select(p => p.Code)];
            first += proposed is [var best, ..] && best == codes[0] ? 1 : 0;
            any += proposed is [var likeliest, ..] && codes.Contains(likeliest) ? 1 : 0;
            five += proposed.Contains(codes[0]) ? 1 : 0;
        }

        return new(Share(first), Share(five), Share(any));

        double Share(int count) => Bench.Rounded(count / (double)Math.Max(1, asked.Count));
    }

    private static string Hash(string title) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)))[..16];

    private static List<CsvLine> Rows(string path) => ImportFile.Read(path, () =>
    {
        using var stream = System.IO.File.OpenRead(path);
        return CsvRows.Read(stream).ToList();
    });

    /// <summary>The first choice at rank 1, among five, and any of the choices at rank 1.</summary>
    private sealed record Shares(double First, double InFive, double WithSecondChoices);
}
