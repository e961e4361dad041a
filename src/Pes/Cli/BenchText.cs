using System.CommandLine;
using Pes.Cli.TextBench;

namespace Pes.Cli;

/// <summary>How well texts are coded: job titles to occupations, sentences to skills, Khmer to words, names in both scripts.</summary>
internal static class BenchText
{
    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "Folder of the shared data: taxonomies and judged texts.", DefaultValueFactory = _ => "../shared/data" };
        var coded = new Option<string>("--coded") { Description = "The advertisements coded by hand.", DefaultValueFactory = _ => BenchAdvertisements.Coded };
        var quick = new Option<bool>("--quick") { Description = "A tenth of the texts that judge, an eighth of the titles that teach, and no alternative labels." };
        var command = new Command("text", "Coding of job titles to ISCO-08 and ESCO, of texts to skills, and words of Khmer.") { data, coded, quick };
        command.SetAction(parsed => Run(parsed.GetValue(data)!, parsed.GetValue(coded)!, parsed.GetValue(quick)));
        return command;
    }

    private static int Run(string data, string coded, bool quick)
    {
        Bench.Print(
            "text", quick,
            [.. new BenchTitles(data, quick).Figures(coded), .. new BenchSkills(data, quick).Figures(), .. BenchSkills.KhmerFigures(), SkillListFigure.Of(data), .. TitleSimilarityFigure.Of(BenchAdvertisements.Titles(data, coded)),
                .. KhmerWordFigure.Of(data), .. NameKeyFigure.Of(data)]);
        return 0;
    }
}
