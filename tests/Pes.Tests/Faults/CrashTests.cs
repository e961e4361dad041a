using System.Collections.Concurrent;
using System.Net;

namespace Pes.Tests.Faults;

/// <summary>Rows 23 and 36: a product that is killed loses nothing it acknowledged, halves nothing and does nothing twice.</summary>
public sealed class CrashTests
{
    private const int Kills = 20;

    private const int Writers = 8;

    private const int Operations = 5_000;

    [Fact]
    public async Task Twenty_kills_under_eight_writers_lose_no_acknowledged_write_and_halve_none()
    {
        await using var product = await ServedProduct.CreateAsync();
        var acknowledged = new ConcurrentBag<string>();
        var open = new ConcurrentQueue<string>();
        var (serial, broken) = (0, 0);
        var random = new Random(23);
        for (var round = 0; round < Kills; round++)
        {
            await using var node = await product.StartAsync();
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var stopAt = (Operations / Kills) + random.Next(-100, 50);
            var here = 0;
            var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    // A write of which nothing was heard is sent again under its key.
                    var key = open.TryDequeue(out var again) ? again : NewKey(Interlocked.Increment(ref serial));
                    if (await node.Officer.WriteAsync(key) is { } status)
                    {
                        Assert.Equal(HttpStatusCode.Created, status);
                        acknowledged.Add(key);
                    }
                    else
                    {
                        open.Enqueue(key);
                        Interlocked.Increment(ref broken);
                        return;
                    }

                    if (Interlocked.Increment(ref here) == stopAt)
                    {
                        enough.TrySetResult();
                    }
                }
            })).ToArray();
            await Task.WhenAny(enough.Task, Task.WhenAll(writers));
            node.Kill();
            await Task.WhenAll(writers);
        }

        await using (var node = await product.StartAsync())
        {
            while (open.TryDequeue(out var key) || acknowledged.Count < Operations)
            {
                key ??= NewKey(++serial);
                Assert.Equal(HttpStatusCode.Created, await node.Officer.WriteAsync(key));
                acknowledged.Add(key);
            }
        }

        Assert.True(broken >= Kills, $"{broken} writes were cut off by {Kills} kills.");
        Assert.Equal(acknowledged.Count, acknowledged.Distinct(StringComparer.Ordinal).Count());
        product.AssertHolds(acknowledged);
        await product.AssertCheckedAsync();
    }

    private static string NewKey(int number) => $"{(number % 2 == 0 ? 'J' : 'C')}{number:000000}";
}
