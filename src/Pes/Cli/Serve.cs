using System.CommandLine;
using Pes.Platform.Logging;

namespace Pes.Cli;

/// <summary>Runs the product: pages, API and due work.</summary>
internal static class Serve
{
    public static Command Command()
    {
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on, for example http://localhost:5080." };
        var command = new Command("serve", "Run the product on a migrated database.") { urls };
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = PesApp.Build(parsed.GetValue(urls) is { } address ? ["--urls", address] : [], builder => builder.AddPesLogging());
            await app.RunAsync(ct);
            return 0;
        });
        return command;
    }
}
