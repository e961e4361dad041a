using System.Collections.Concurrent;
using System.Net;

namespace Pes.Tests.Faults;

/// <summary>Row 29, small: one of two nodes dies again and again behind the proxy, and only the machine notices.</summary>
public sealed class NodeTests
{
    private const int Kills = 5;

    private const int Readers = 4;

    private const int Writers = 4;

    [NginxFact]
    public async Task Five_kills_of_a_node_fail_no_read_end_no_session_and_lose_or_double_no_write()
    {
        await using var product = await ServedProduct.CreateAsync();
        ServedNode[] nodes = [await product.StartAsync(), await product.StartAsync()];
        await using var proxy = await Proxy.StartAsync(nodes[0].Port, nodes[1].Port);
        using var officer = new Officer(proxy.Port, product.Token, product.Cookie);
        using var ended = new CancellationTokenSource();
        var acknowledged = new ConcurrentBag<string>();
        var failed = new ConcurrentBag<string>();
        var (reads, serial, again) = (0, 0, 0);
        var work = Enumerable.Range(0, Readers).Select(number => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var status = number % 2 == 0 ? await officer.ReadAsync() : await officer.HomeAsync();
                Interlocked.Increment(ref reads);
                if (status != HttpStatusCode.OK)
                {
                    failed.Add($"{status}");
                }
            }
        })).Concat(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var key = $"N{Interlocked.Increment(ref serial):000000}";
                while (await officer.WriteAsync(key) is var status && status != HttpStatusCode.Created)
                {
                    Assert.True(status is null or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, $"{key}: {status}");
                    Interlocked.Increment(ref again);
                }

                acknowledged.Add(key);
            }
        }))).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            // Both nodes work, and each has answered since it came back, when the next one dies.
            var before = (reads, acknowledged.Count);
            await WaitAsync(() => reads > before.reads + 50 && acknowledged.Count > before.Count + 50);
            var dying = nodes[kill % 2];
            dying.Kill();
            await dying.DisposeAsync();
            await WaitAsync(() => reads > before.reads + 100 && acknowledged.Count > before.Count + 100);
            nodes[kill % 2] = await product.StartAsync(dying.Port);
        }

        await ended.CancelAsync();
        await Task.WhenAll(work);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        Assert.True(failed.IsEmpty, $"{failed.Count} of {reads} reads failed: {string.Join(", ", failed.Distinct().Concat(officer.Broken))}");
        Assert.True(again > 0, "No write was cut off: the kills met nobody.");
        product.AssertHolds(acknowledged);
        await product.AssertCheckedAsync();
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 3000, "What was waited for did not come.");
            await Task.Delay(20);
        }
    }
}
