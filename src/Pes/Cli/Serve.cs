using System.CommandLine;
using Microsoft.AspNetCore.DataProtection;
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
            await using var app = PesApp.Build(parsed.GetValue(urls) is { } address ? ["--urls", address] : [], Prepare, ReadKeys);
            await app.RunAsync(ct);
            return 0;
        });
        return command;
    }

    private static void Prepare(WebApplicationBuilder builder)
    {
        builder.AddPesLogging();

        // The tests build the same container and try every service of it; a start need not.
        builder.Host.UseDefaultServiceProvider(o => (o.ValidateScopes, o.ValidateOnBuild) = (true, false));
    }

    // The first page needs the key ring. A database that cannot give it fails whoever asks next, with the reason.
    private static void ReadKeys(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("start").Protect([]);
}
