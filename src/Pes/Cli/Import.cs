using System.CommandLine;
using System.Globalization;
using MediatR;
using Pes.Platform.Requests;
using Pes.Platform.Text;
using Pes.Platform.Web;
using Spectre.Console;

namespace Pes.Cli;

/// <summary>The verbs that take data in. Each is one command of the product: one transaction, one audit row.</summary>
internal static class Import
{
    public static Command Command()
    {
        var command = new Command("import", "Take code lists, boundaries or job advertisements in; safe to run twice, all or nothing.");
        foreach (var verb in ImportLists.Commands().Append(ImportAdvertisements.Command()))
        {
            command.Add(verb);
        }

        return command;
    }

    /// <summary>Sends a command of the product and gives its value.</summary>
    /// <param name="command">Made with what is told of the progress.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <param name="before">What is to be done outside the transaction, because it takes long.</param>
    /// <exception cref="CommandException">The product refused, or a file could not be read.</exception>
    public static async Task<TValue> SendAsync<TValue>(Func<Action<string, int>, ICommand<TValue>> command, CancellationToken ct, Func<IServiceProvider, Action<string, int>, Task>? before = null)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        await using var app = PesApp.Build([]);
        await using var scope = app.Services.CreateAsyncScope();
        var outcome = await WithProgressAsync(async progress =>
        {
            if (before is not null)
            {
                await before(scope.ServiceProvider, progress);
            }

            return await scope.ServiceProvider.GetRequiredService<ISender>().Send(command(progress), ct);
        });
        return outcome.Refusal is { } refusal
            ? throw new CommandException(scope.ServiceProvider.GetRequiredService<RefusalSentences>().Of(refusal))
            : outcome.Value;
    }

    /// <summary>Every row that was not taken over, with its line.</summary>
    public static void PrintRefused(IEnumerable<(string Where, string Code, string Detail)> refused)
    {
        foreach (var (where, code, detail) in refused)
        {
            Console.WriteLine($"  refused {where} {code}: {detail.ReplaceLineEndings(" ")}");
        }
    }

    // A moving line for a person at a terminal, plain lines for a log.
    private static Task<T> WithProgressAsync<T>(Func<Action<string, int>, Task<T>> work) =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive
            ? work((what, rows) => Console.WriteLine($"  {what}: {Formats.Number(rows)}"))
            : AnsiConsole.Status().StartAsync("…", context => work((what, rows) => context.Status(Markup.Escape($"{what}: {Formats.Number(rows)} …"))));
}
