using System.CommandLine;
using System.Globalization;
using Pes.Features.Reference;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Cli;

/// <summary>
/// How well job titles are coded: titles of a real employment service with their ESCO occupation, none of which the coder
/// was trained on, against ESCO's labels and the product's own titles.
/// </summary>
internal static class BenchText
{
    private const string Judged = "matching/malaysia_pes_titles_to_esco.csv";

    private const double Isco4Target = 0.295;

    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "Folder of the shared data: taxonomies/esco*classification*.zip and the judged titles.", DefaultValueFactory = _ => "../shared/data" };
        var quick = new Option<bool>("--quick") { Description = "Every tenth title only." };
        var command = new Command("text", "Coding of job titles to ISCO-08 and ESCO.") { data, quick };
        command.SetAction(parsed => Run(parsed.GetValue(data)!, parsed.GetValue(quick)));
        return command;
    }

    private static int Run(string data, bool quick)
    {
        var (occupations, groups) = EscoDownload.OpenTitles(Classification(data));
        var iscoOf = occupations.ToDictionary(o => o.Uri, o => o.IscoCode, StringComparer.Ordinal);
        var judged = JudgedTitles(Path.Combine(data, Judged)).Where(t => iscoOf.ContainsKey(t.Code)).ToList();
        List<TitleExample> asked = quick ? [.. judged.Where((_, i) => i % 10 == 0)] : judged;
        TitleExample[] own = [.. LoadReference.OwnTitles()];
        TitleExample[] examples = [.. EscoTitles.Of(occupations, groups), .. groups.Where(g => g.Code.Length == 4).Select(g => new TitleExample(g.LabelEn, g.Code)), .. own];
        Console.WriteLine($"{Formats.Number(asked.Count)} judged titles, {Formats.Number(examples.Length)} titles to learn from, {Formats.Number(own.Length)} of them own");

        var coding = TitleCodingEvaluation.Of(new TitleCoder(examples), asked.Select(t => new TitleExample(t.Title, iscoOf[t.Code])));
        var (first, fifth) = Recall(new TitleCoder(occupations.SelectMany(o => o.AltLabels.Split('\n').Prepend(o.LabelEn).Select(label => new TitleExample(label, o.Uri)))), asked);
        var size = new { titles = asked.Count, examples = examples.Length };
        Bench.Print(
            "text", quick,
            new("isco4", Bench.Rounded(coding.Isco4), "share", string.Create(CultureInfo.InvariantCulture, $">= {Isco4Target}"), coding.Isco4 >= Isco4Target, new
            {
                size.titles, size.examples, inFive = Bench.Rounded(coding.Isco4Top5), coded = Bench.Rounded(coding.Coded),
                agreeingDigits = coding.AgreeingDigits.Select(Bench.Rounded), calibrationError = Bench.Rounded(coding.CalibrationError),
            }),
            new("titleRecall1", Bench.Rounded(first), "share", "none yet", null, size),
            new("titleRecall5", Bench.Rounded(fifth), "share", "none yet", null, size));
        return 0;
    }

    // The share of titles whose ESCO occupation is the first, or among the first five.
    private static (double First, double Fifth) Recall(TitleCoder coder, List<TitleExample> asked)
    {
        var ranks = asked.AsParallel().Select(t => coder.Code(t.Title).Select(c => c.Code).ToList().IndexOf(t.Code)).ToList();
        return (ranks.Count(r => r == 0) / (double)asked.Count, ranks.Count(r => r >= 0) / (double)asked.Count);
    }

    private static List<TitleExample> JudgedTitles(string path) => ImportFile.Read(path, () =>
    {
        using var stream = File.OpenRead(path);
        return CsvRows.Read(stream).Select(r => new TitleExample(r["vacancyTitle"], r["conceptUri"])).ToList();
    });

    private static string Classification(string data)
    {
        var folder = Path.Combine(data, "taxonomies");
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "esco*classification*.zip").Order(StringComparer.Ordinal).LastOrDefault() is { } zip
            ? zip
            : throw new CommandException($"{folder} holds no esco…classification….zip: say with --data where the data lie.");
    }
}
