using System.Diagnostics;
using System.Globalization;

namespace Pes.Tests.Support;

/// <summary>The built product as a process of its own on a data folder of its own: what a kill or a full disk really does.</summary>
public sealed class ProductProcess : IAsyncDisposable
{
    private const int Killed = 137;

    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProductProcess(Process process) => this.process = process;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    public int Id => process.Id;

    public static string Host { get; } = Path.Combine(AppContext.BaseDirectory, "pes-host.dll");

    /// <param name="data">The folder of database, keys, logs and outbox.</param>
    /// <param name="arguments">The verb and its words.</param>
    /// <param name="onLine">Told each line of standard output.</param>
    /// <param name="before">A program to run it under, with its arguments, for example strace.</param>
    public static ProductProcess Start(string data, string[] arguments, Action<ProductProcess, string>? onLine = null, params string[] before)
    {
        string[] words = [.. before, "dotnet", Host, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = data };
        foreach (var (name, value) in Settings(data))
        {
            start.Environment[name] = value;
        }

        var product = new ProductProcess(new Process { StartInfo = start });
        void Take(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (product.lines)
            {
                product.lines.Add(line);
            }

            if (line.Contains("Now listening", StringComparison.Ordinal))
            {
                product.listening.TrySetResult();
            }

            onLine?.Invoke(product, line);
        }

        product.process.OutputDataReceived += (_, e) => Take(e.Data);
        product.process.ErrorDataReceived += (_, e) => Take(e.Data);
        product.process.Start();
        product.process.BeginOutputReadLine();
        product.process.BeginErrorReadLine();
        return product;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string data, params string[] arguments)
    {
        await using var product = Start(data, arguments);
        var code = await product.EndAsync();
        return (code, string.Join('\n', product.Lines));
    }

    public static IReadOnlyDictionary<string, string?> Settings(string data) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Database__ConnectionString"] = $"Data Source={Path.Combine(data, "pes.db")}",
        ["Keys__Directory"] = Path.Combine(data, "keys"),
        ["Outbox__Folder"] = Path.Combine(data, "outbox"),
        ["Logs__Folder"] = Path.Combine(data, "logs"),
        ["Limits__PerSecond"] = "0",
        ["DOTNET_TieredPGO"] = "0",
    };

    /// <summary>Waits until it listens.</summary>
    public async Task ListensAsync()
    {
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(listening.Task, ended) == ended)
        {
            throw new InvalidOperationException($"The product ended with {process.ExitCode}: {string.Join('\n', Lines)}");
        }
    }

    public void Kill() => process.Kill(entireProcessTree: true);

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public static bool WasKilled(int code) => code == Killed;

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    public override string ToString() => process.Id.ToString(CultureInfo.InvariantCulture);
}
