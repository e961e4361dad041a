using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Pes.Tests.Support;

namespace Pes.Tests.Faults;

/// <summary>A test behind nginx: reported as skipped where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (!Tool.Runs("nginx", "-v"))
        {
            Skip = "nginx is not installed.";
        }
    }
}

/// <summary>nginx with the product's own deploy/nginx.conf: only addresses, certificates and folders are those of the test.</summary>
public sealed partial class Proxy : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private Proxy(Process process, string folder, int port) => (this.process, this.folder, Port) = (process, folder, port);

    public int Port { get; }

    public static async Task<Proxy> StartAsync(int first, int second)
    {
        var folder = Directory.CreateTempSubdirectory("pes-nginx-").FullName;
        var (port, other) = (ServedNode.FreePort(), ServedNode.FreePort());
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, Here(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "deploy", "nginx.conf")), folder, (port, other), (first, second)));
        var process = Process.Start(new ProcessStartInfo("nginx", ["-p", folder, "-c", file, "-e", Path.Combine(folder, "error.log"), "-g", "daemon off;"])
        {
            UseShellExecute = false,
        })!;
        var proxy = new Proxy(process, folder, port);
        for (var tries = 0; !await proxy.AnswersAsync(); tries++)
        {
            if (tries == 300 || process.HasExited)
            {
                Assert.Fail($"nginx did not begin: {await File.ReadAllTextAsync(Path.Combine(folder, "error.log"))}");
            }

            await Task.Delay(50);
        }

        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Here(string shipped, string folder, (int Site, int Redirect) ports, (int First, int Second) nodes)
    {
        var text = Tls().Replace(shipped, "");
        foreach (var (name, here) in (ReadOnlySpan<(string, string)>)
            [
                ("listen 443 ssl;", Address("listen", ports.Site)), ("listen 80;", Address("listen", ports.Redirect)),
                ("server node1:8080", Address("server", nodes.First).TrimEnd(';')), ("server node2:8080", Address("server", nodes.Second).TrimEnd(';')),
                ("http {", $"http {{ access_log off; {Folders(folder)}"),
            ])
        {
            Assert.Contains(name, text, StringComparison.Ordinal);
            text = text.Replace(name, here, StringComparison.Ordinal);
        }

        // A worker of another user could not reach the folder.
        return $"{(Environment.IsPrivilegedProcess ? "user root;\n" : "")}pid {folder}/pid;\n{text}";
    }

    private static string Address(string word, int port) => string.Create(CultureInfo.InvariantCulture, $"{word} 127.0.0.1:{port};");

    private static string Folders(string folder) =>
        string.Join(' ', ((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(kind => $"{kind}_temp_path {folder}/{kind};"));

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // The word http2 of its own is newer than the nginx of some systems, and this test has no certificate.
    [GeneratedRegex(@"^\s*(ssl_\w+|http2) [^\n]*\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Tls();
}
