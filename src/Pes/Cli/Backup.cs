using System.CommandLine;
using Pes.Platform.Data;

namespace Pes.Cli;

/// <summary>Copies the embedded database to one file while the product runs.</summary>
internal static class Backup
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The new file; it must not exist." };
        var command = new Command("backup", "Copy the embedded database to FILE, consistent, while the product runs. The keys are not in it: keep them elsewhere.") { file };
        command.SetAction(async (parsed, ct) =>
        {
            var target = parsed.GetRequiredValue(file);
            if (target.Exists)
            {
                throw new CommandException($"{target.FullName} is there already: name a new file.");
            }

            await using var app = PesApp.Build([]);
            var source = Embedded(app.Services);
            if (!File.Exists(source.File))
            {
                throw new CommandException($"{source.File} is not there: run 'pes migrate' first.");
            }

            await WorkProgress.RunAsync("Backup", report => Task.Run(
                () =>
                {
                    SqliteCopies.Copy(source.File, target.FullName, step => report(step));
                    return 0;
                },
                ct));
            Console.WriteLine($"{target.FullName}: {new FileInfo(target.FullName).Length} bytes.");
            return 0;
        });
        return command;
    }

    /// <exception cref="CommandException">The database is SQL Server's, which backs itself up.</exception>
    public static SqliteSource Embedded(IServiceProvider services) => services.GetRequiredService<ConnectionSource>() as SqliteSource
        ?? throw new CommandException("SQL Server backs itself up and restores itself: docs/operations.md has the statements.");
}
