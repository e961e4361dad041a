using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Xunit;

namespace Pes.Browser.Tests.Support;

/// <summary>
/// <c>pes demo</c> as a newcomer runs it, as a process of its own on a fresh folder; small, and with the real
/// advertisements where they stand beside the project.
/// </summary>
public sealed partial class DemoProcess : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("pes-demo-").FullName;
    private readonly List<string> said = [];
    private Process? process;

    /// <summary>Where the demo listens, as it printed it.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The advertisements that the demo imported, or null where they are absent.</summary>
    public static string? Advertisements { get; } = FindShared("data/jobads/camhr_2022.csv");

    public IReadOnlyList<string> Output
    {
        get
        {
            lock (said)
            {
                return [.. said];
            }
        }
    }

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null)
        {
            return;
        }

        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["pes-host.dll", "demo", "--people", "600", "--vacancies", "200", "--port", FreePort(), "--data", folder])
        {
            start.ArgumentList.Add(argument == "pes-host.dll" ? Path.Combine(AppContext.BaseDirectory, argument) : argument);
        }

        if (Advertisements is not null)
        {
            start.ArgumentList.Add("--ads");
            start.ArgumentList.Add(Advertisements);
        }

        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The demo ended: " + string.Join('\n', Output)));
        Address = await ready.Task.WaitAsync(Patience);

        void Take(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (said)
            {
                said.Add(line);
            }

            if (ReadyLine().Match(line) is { Success: true } match)
            {
                ready.TrySetResult(new Uri(match.Groups[1].Value));
            }
        }
    }

    public async Task DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private static string? FindShared(string relative)
    {
        for (var here = new DirectoryInfo(AppContext.BaseDirectory); here is not null; here = here.Parent)
        {
            if (File.Exists(Path.Combine(here.FullName, "Pes.sln")))
            {
                var file = Path.GetFullPath(Path.Combine(here.FullName, "..", "shared", relative));
                return File.Exists(file) ? file : null;
            }
        }

        return null;
    }

    [GeneratedRegex(@"^Ready: (http://\S+)", RegexOptions.None, 1000)]
    private static partial Regex ReadyLine();
}
