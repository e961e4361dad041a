using System.CommandLine;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Cli;

/// <summary>Brings the database to the shape of this version and its code lists to those of this version.</summary>
internal static class Migrate
{
    private const int ReferenceFiles = 6;

    public static Command Command()
    {
        var command = new Command("migrate", "Bring the database and its code lists to this version; safe to run twice and to interrupt.");
        command.SetAction(async (_, ct) =>
        {
            await using var app = PesApp.Build([]);
            await MigrateAsync(app.Services, ct);
            return 0;
        });
        return command;
    }

    /// <summary>Migrations, then reference data; each is wholly there or not at all.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken ct)
    {
        var migrator = services.GetRequiredService<Migrator>();
        var (all, at) = (Math.Max(1, (await migrator.PendingAsync(ct)).Count), 0);
        var applied = await WorkProgress.RunAsync("Migrations", report =>
            migrator.ApplyAsync(m => report($"applied {m.Number:0000} {m.Name}", (double)++at / all), ct));
        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"{applied.Count} migrations applied.");

        var files = 0;
        var outcome = await WorkProgress.RunAsync("Reference data", async report =>
        {
            await using var scope = services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<ISender>().Send(
                new LoadReference.Command
                {
                    Scope = Scope.Product,
                    Progress = (file, rows) => report($"{file}: {rows} rows", Math.Min(1, (double)++files / ReferenceFiles)),
                },
                ct);
        });
        if (outcome.Refusal is { } refusal)
        {
            throw new CommandException($"The reference data was refused ({refusal.Code}): nothing of it was taken in; report this version as faulty.");
        }

        Console.WriteLine($"{outcome.Value.Rows} reference rows, {outcome.Value.Added} new, {outcome.Value.Closed} closed.");
    }
}
