using System.CommandLine;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Cli;

/// <summary><c>import reference | esco | titles | onet | regulated | gazetteer | boundaries | khmer-words</c>.</summary>
internal static class ImportLists
{
    public static IEnumerable<Command> Commands() => [Reference(), Esco(), Titles(), Onet(), Regulated(), Gazetteer(), Boundaries(), KhmerWords()];

    private static Command Reference()
    {
        var command = new Command("reference", "Bring the code lists inside the executable into the database.");
        command.SetAction(async (_, ct) =>
        {
            var counts = await Import.SendAsync(progress => new LoadReference.Command { Scope = Scope.Product, Progress = progress }, ct);
            Console.WriteLine($"reference: {Formats.Number(counts.Rows)} rows, {Formats.Number(counts.Added)} added, {Formats.Number(counts.Closed)} closed");
            return 0;
        });
        return command;
    }

    private static Command Esco()
    {
        var files = new Argument<string[]>("files") { Description = "The zip files of the official CSV download: classification (en) and relations.", Arity = ArgumentArity.OneOrMore };
        var edition = new Option<string?>("--edition") { Description = "The version, for example 1.1.1, where the file names do not say it." };
        var command = new Command("esco", "Take an edition of ESCO over; a newer one updates and reports what was added, removed and moved.") { files, edition };
        command.SetAction(async (parsed, ct) =>
        {
            var download = EscoDownload.Open(parsed.GetValue(files)!, parsed.GetValue(edition));
            Print(await Import.SendAsync(progress => new ImportEsco.Command { Scope = Scope.Product, Download = download, Progress = progress }, ct));
            return 0;
        });
        return command;
    }

    private static Command Titles()
    {
        var file = new Argument<string>("file") { Description = "CSV of judged vacancy titles: title or vacancyTitle, and esco or conceptUri, isco, or both." };
        var command = new Command("titles", "Take judged vacancy titles over, from which the coding of titles learns; a newer file replaces them.") { file };
        command.SetAction(async (parsed, ct) =>
        {
            var titles = JudgedTitles.Open(parsed.GetValue(file)!);
            Print(await Import.SendAsync(progress => new ImportTitles.Command { Scope = Scope.Product, Titles = titles, Progress = progress }, ct));
            return 0;
        });
        return command;
    }

    private static Command Onet()
    {
        var folder = new Argument<string>("dir") { Description = "Holds the text files Occupation_Data.txt, Alternate_Titles.txt and Sample_of_Reported_Titles.txt." };
        var edition = new Option<string?>("--edition") { Description = "The version, for example 27.0, where the folder's name does not say it." };
        var crosswalk = new Option<string?>("--crosswalk") { Description = "CSV from O*NET to our codes: onet or soc, and esco or isco. Without it titles that ESCO has too say where a code belongs." };
        var command = new Command("onet", "Take the job titles of O*NET over, from which the coding of titles learns; a newer edition updates. Import ESCO first.") { folder, edition, crosswalk };
        command.SetAction(async (parsed, ct) =>
        {
            var table = parsed.GetValue(crosswalk);
            var download = OnetDownload.Open(parsed.GetValue(folder)!, parsed.GetValue(edition), table);
            var meanings = table is null ? null : OnetCrosswalk.Open(table);
            OnetPlaces? places = null;
            Print(await Import.SendAsync(
                progress => new ImportOnet.Command { Scope = Scope.Product, Download = download, Crosswalk = meanings, Places = places, Progress = progress },
                ct,
                async (services, progress) => places = await OnetPlaces.OfAsync(services.GetRequiredService<Database>(), download, meanings, progress, ct)));
            return 0;
        });
        return command;
    }

    private static Command Regulated()
    {
        var file = new Argument<string>("file") { Description = "CSV: isco, licence, law_en, law_km, valid_from, and valid_to where it has ended." };
        var command = new Command("regulated", "Take over which occupations need a licence or certificate by law; the file is the whole list.") { file };
        command.SetAction(async (parsed, ct) =>
        {
            var list = RegulatedList.Open(parsed.GetValue(file)!);
            Print(await Import.SendAsync(_ => new ImportRegulated.Command { Scope = Scope.Product, List = list }, ct));
            return 0;
        });
        return command;
    }

    private static Command Gazetteer()
    {
        var folder = new Argument<string>("dir") { Description = "Holds provinces.csv, districts.csv, communes.csv and villages.csv." };
        var edition = new Option<string?>("--edition") { Description = "The edition as its publisher names it; the folder's name otherwise." };
        var command = new Command("gazetteer", "Take the districts, communes and villages of a gazetteer over.") { folder, edition };
        command.SetAction(async (parsed, ct) =>
        {
            var gazetteer = Features.Reference.Gazetteer.Open(parsed.GetValue(folder)!, parsed.GetValue(edition));
            Print(await Import.SendAsync(progress => new ImportGazetteer.Command { Scope = Scope.Product, Gazetteer = gazetteer, Progress = progress }, ct));
            return 0;
        });
        return command;
    }

    private static Command Boundaries()
    {
        var file = new Argument<string>("file") { Description = "A GeoJSON FeatureCollection whose features have a province code." };
        var source = new Option<string?>("--source") { Description = "Whose work the outlines are, shown below maps; the file's name otherwise." };
        var command = new Command("boundaries", "Take the outlines of the provinces over, for maps.") { file, source };
        command.SetAction(async (parsed, ct) =>
        {
            var shapes = ProvinceShapes.Open(parsed.GetValue(file)!, parsed.GetValue(source));
            Print(await Import.SendAsync(_ => new ImportBoundaries.Command { Scope = Scope.Product, Shapes = shapes }, ct));
            return 0;
        });
        return command;
    }

    private static Command KhmerWords()
    {
        var files = new Argument<string[]>("files") { Description = "Word lists: JSON of word and count, lines of word, tab and count, or a word a line. All lists at once: they replace those of an earlier import.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("khmer-words", "Take Khmer word lists over, by which Khmer text is cut into words.") { files };
        command.SetAction(async (parsed, ct) =>
        {
            var lists = ImportKhmerWords.Lists.Open(parsed.GetValue(files)!);
            Print(await Import.SendAsync(_ => new ImportKhmerWords.Command { Scope = Scope.Product, Lists = lists }, ct));
            return 0;
        });
        return command;
    }

    private static void Print(ReferenceReport report)
    {
        Console.WriteLine(
            $"{report.Kind} {report.Version}: {Formats.Number(report.Read)} rows read, {Formats.Number(report.Added)} added, {Formats.Number(report.Updated)} updated, "
            + $"{Formats.Number(report.Retired)} retired, {Formats.Number(report.Moved)} moved, {Formats.Number(report.Refused.Count)} refused");
        foreach (var note in report.Notes)
        {
            Console.WriteLine($"  {note}");
        }

        Import.PrintRefused(report.Refused.Select(r => ($"{r.File}:{r.Line}", r.Code, r.Detail)));
    }
}
