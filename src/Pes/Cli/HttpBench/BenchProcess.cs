using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Pes.Cli.HttpBench;

/// <summary>CPU and allocation of one request at a server, from many.</summary>
internal readonly record struct RequestCost(double Microseconds, double Bytes);

/// <summary>A server of the bench as a child process, and the client that asks it.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    // Enough that a server is never idle between two requests, few enough that the client leaves it a core.
    public const int Connections = 4;

    private readonly Process process;
    private readonly HttpClient client;

    private BenchProcess(Process process, BenchListening says)
    {
        (this.process, Says) = (process, says);
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = Connections })
        {
            BaseAddress = new Uri(says.Address),
        };
    }

    public BenchListening Says { get; }

    public static async Task<BenchProcess> StartAsync(params string[] words)
    {
        var start = Executable(words);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        var started = Process.Start(start)!;
        return await started.StandardOutput.ReadLineAsync() is { } line
            ? new BenchProcess(started, JsonSerializer.Deserialize<BenchListening>(line)!)
            : throw new CommandException("A server of the bench ended before it listened; its own line says why.");
    }

    /// <summary>This executable with other words.</summary>
    public static ProcessStartInfo Executable(params string[] words)
    {
        var host = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? new ProcessStartInfo(host, [typeof(PesApp).Assembly.Location, .. words])
            : new ProcessStartInfo(host, words);
    }

    /// <summary>Sends <paramref name="requests"/> over a few connections; every answer has to be a success.</summary>
    /// <param name="at">Makes the request of a number, each number once.</param>
    /// <param name="from">The first number.</param>
    /// <returns>CPU time of the server process a request.</returns>
    public async Task<RequestCost> AskAsync(Func<int, HttpRequestMessage> at, int from, int requests, CancellationToken ct)
    {
        var before = await MarkAsync();
        var next = from - 1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(
            async () =>
            {
                for (var i = Interlocked.Increment(ref next); i < from + requests; i = Interlocked.Increment(ref next))
                {
                    await SendAsync(at(i), ct);
                }
            },
            ct)));
        var after = await MarkAsync();
        return new RequestCost((after.Cpu - before.Cpu) / requests, (after.Allocated - before.Allocated) / requests);
    }

    /// <summary>Length of the answer's body.</summary>
    public async Task<int> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var answer = await client.SendAsync(request, ct);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadAsByteArrayAsync(ct)).Length
            : throw new CommandException($"{(int)answer.StatusCode} to {request.Method} {request.RequestUri?.AbsolutePath}: a fault of the bench.");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<(double Cpu, double Allocated)> MarkAsync()
    {
        await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync();
        var said = (await process.StandardOutput.ReadLineAsync())!.Split(' ');
        return (double.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture));
    }
}
