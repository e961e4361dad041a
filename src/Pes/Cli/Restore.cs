using System.CommandLine;
using Pes.Platform.Data;

namespace Pes.Cli;

/// <summary>Puts a backup in the place of the embedded database: wholly, or not at all.</summary>
internal static class Restore
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A file that 'pes backup' wrote." };
        var replace = new Option<bool>("--replace") { Description = "Put it over the present database, whose content is then gone." };
        var command = new Command("restore", "Make FILE the embedded database; stop the product first. Wholly old or wholly new, whatever interrupts it.") { file, replace };
        command.SetAction(async (parsed, ct) =>
        {
            var backup = parsed.GetRequiredValue(file);
            if (!backup.Exists)
            {
                throw new CommandException($"{backup.FullName} is not there: name a file that 'pes backup' wrote.");
            }

            string target;
            await using (var app = PesApp.Build([]))
            {
                target = Backup.Embedded(app.Services).File;
            }

            if (File.Exists(target) && !parsed.GetValue(replace))
            {
                throw new CommandException($"{target} is there already: add --replace to put the backup over it.");
            }

            await WorkProgress.RunAsync("Restore", report => Task.Run(
                () =>
                {
                    SqliteCopies.Replace(backup.FullName, target, step => report(step));
                    return 0;
                },
                ct));
            Console.WriteLine($"{target} is the backup now. Next: 'pes migrate', then 'pes check'.");
            return 0;
        });
        return command;
    }
}
