using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Web.Api;
using Pes.Tests.Support;

namespace Pes.Tests.Api;

/// <summary>A test with the linter of the document; skipped, and said so, where tests/run could not install it.</summary>
public sealed class LinterFactAttribute : FactAttribute
{
    public LinterFactAttribute()
    {
        if (!File.Exists(ApiLintTests.Linter))
        {
            Skip = "The linter is not installed (npm ci in tests/Pes.Tests/Api/tools).";
        }
    }
}

public sealed class ApiLintTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly string Tools = Path.Combine(SourceTree.Root, "tests", "Pes.Tests", "Api", "tools");

    internal static readonly string Linter = Path.Combine(Tools, "node_modules", "@redocly", "cli", "bin", "cli.js");

    [LinterFact]
    public async Task The_recommended_rules_find_nothing()
    {
        var (exit, said) = await LintAsync((await host.App.Services.GetRequiredService<ApiDocument>().JsonAsync()).ToArray());
        Assert.True(exit == 0, said);
    }

    [LinterFact]
    public async Task The_linter_finds_an_operation_without_answers()
    {
        var (exit, _) = await LintAsync("""{"openapi":"3.1.1","info":{"title":"x","version":"1"},"paths":{"/x":{"get":{"operationId":"x"}}}}"""u8.ToArray());
        Assert.NotEqual(0, exit);
    }

    private async Task<(int Exit, string Said)> LintAsync(byte[] document)
    {
        var file = Path.Combine(host.Folder, "v1.json");
        await File.WriteAllBytesAsync(file, document);
        var start = new ProcessStartInfo("node", [Linter, "lint", file, "--config", Path.Combine(Tools, "redocly.yaml"), "--format", "stylish"])
        {
            WorkingDirectory = Tools,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }
}
