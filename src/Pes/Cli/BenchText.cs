using System.CommandLine;
using Pes.Cli.TextBench;

namespace Pes.Cli;

/// <summary>How well texts are coded: job titles to occupations, Khmer to words.</summary>
internal static class BenchText
{
    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "Folder of the shared data: taxonomies and judged texts.", DefaultValueFactory = _ => "../shared/data" };
        var quick = new Option<bool>("--quick") { Description = "Fewer texts." };
        var command = new Command("text", "Coding of job titles to ISCO-08 and ESCO, words of Khmer.") { data, quick };
        command.SetAction(parsed => Run(parsed.GetValue(data)!, parsed.GetValue(quick)));
        return command;
    }

    private static int Run(string data, bool quick)
    {
        Bench.Print("text", quick, [.. new BenchTitles(data, quick).Figures(), .. KhmerWordFigure.Of(data)]);
        return 0;
    }
}
