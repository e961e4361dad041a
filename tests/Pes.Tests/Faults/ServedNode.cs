using System.Net;
using System.Net.Sockets;
using Pes.Tests.Support;

namespace Pes.Tests.Faults;

/// <summary>One process of the product on a data folder, on a port of its own.</summary>
public sealed class ServedNode : IAsyncDisposable
{
    private readonly ProductProcess process;
    private bool disposed;

    private ServedNode(ProductProcess process, int port, string token)
    {
        (this.process, Port) = (process, port);
        Officer = new Officer(port, token);
    }

    public int Port { get; }

    public Officer Officer { get; }

    /// <summary>Starts it and waits until it is ready by itself.</summary>
    /// <param name="data">The folder of database, keys, logs and outbox.</param>
    /// <param name="token">The officer's bearer token.</param>
    /// <param name="port">The same one as before for a node that comes back; null for a free one.</param>
    /// <param name="before">A program to run it under, with its arguments.</param>
    public static async Task<ServedNode> StartAsync(string data, string token, int? port = null, params string[] before)
    {
        var at = port ?? FreePort();
        var process = ProductProcess.Start(data, ["serve", "--urls", $"http://127.0.0.1:{at}"], null, before);
        var node = new ServedNode(process, at, token);
        try
        {
            await process.ListensAsync();
            Assert.Equal(HttpStatusCode.OK, (await node.Officer.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL, without a word.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!disposed)
        {
            disposed = true;
            Officer.Dispose();
            await process.DisposeAsync();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
