using System.CommandLine;
using Pes.Features.Reference;
using Pes.Features.Vacancies.Import;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Cli;

/// <summary><c>import vacancies FILE --format camhr | csv | hropen</c>.</summary>
internal static class ImportAdvertisements
{
    public static Command Command()
    {
        var file = new Argument<string>("file") { Description = "The advertisements: CSV in UTF-8 with a header, or JSON of HR Open 4.2." };
        var format = new Option<string>("--format") { Description = "How the file is laid out.", Required = true };
        format.AcceptOnlyFromAmong([.. AdvertisementFile.Formats]);
        var map = new Option<string?>("--map") { Description = "JSON file that names the column of each part, for the format csv." };
        var shift = new Option<bool>("--shift-dates") { Description = "Move publication and closing so that the latest advertisement closes 30 days from today." };
        var command = new Command("vacancies", "Take job advertisements in as vacancies.") { file, format, map, shift };
        command.SetAction(async (parsed, ct) =>
        {
            var advertisements = AdvertisementFile.Open(
                parsed.GetValue(file)!, parsed.GetValue(format)!, parsed.GetValue(map) is { } path ? ColumnMap.Open(path) : null);
            var report = await Import.SendAsync(
                progress => new ImportVacancies.Command { Scope = Scope.Product, File = advertisements, ShiftDates = parsed.GetValue(shift), Progress = progress },
                ct,
                (services, _) => services.GetRequiredService<OccupationCoder>().LearnAsync(ct));
            Print(report);
            return 0;
        });
        return command;
    }

    private static void Print(VacancyImportReport report)
    {
        Console.WriteLine($"rows read: {Formats.Number(report.RowsRead)}");
        Console.WriteLine($"vacancies added: {Formats.Number(report.Added)}, of them live: {Formats.Number(report.Live)}");
        Console.WriteLine($"merged: {Formats.Number(report.Merged)}, word for word: {Formats.Number(report.MergedExactly)}");
        Console.WriteLine($"already there: {Formats.Number(report.AlreadyThere)}");
        Console.WriteLine($"refused: {Formats.Number(report.Refused.Count)}");
        Console.WriteLine($"flagged: {Formats.Number(report.Flagged)}{string.Concat(report.Flags.Select(f => $"; {f.Key} {Formats.Number(f.Value)}"))}");
        if (report.Added > 0)
        {
            Console.WriteLine($"coded to ISCO-08: {Formats.Percent(report.ShareCoded)}");
            Console.WriteLine($"with three skills or more: {Formats.Percent(report.ShareWithThreeSkills)}");
            Console.WriteLine($"with a place: {Formats.Percent(report.ShareWithPlace)}");
        }

        if (report.ShiftedDays != 0)
        {
            Console.WriteLine($"publication and closing dates moved by {Formats.Number(report.ShiftedDays)} days");
        }

        Import.PrintRefused(report.Refused.Select(r => ($"line {r.Line}", r.Code, r.Detail)));
    }
}
