using System.CommandLine;
using Pes.Platform.Data;

namespace Pes.Cli;

/// <summary>Brings the database to the shape of this version.</summary>
internal static class Migrate
{
    public static Command Command()
    {
        var command = new Command("migrate", "Bring the database to the shape of this version; safe to run twice and to interrupt.");
        command.SetAction(async (_, ct) =>
        {
            await using var app = PesApp.Build([]);
            var applied = await app.Services.GetRequiredService<Migrator>().ApplyAsync(m => Console.WriteLine($"applied {m.Number:0000} {m.Name}"), ct);
            Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"{applied.Count} migrations applied.");
            return 0;
        });
        return command;
    }
}
