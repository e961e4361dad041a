using System.Collections.Concurrent;
using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Faults;

/// <summary>Row 28, small: a copy of a database that is being written is whole or not there, and an empty machine goes on with it.</summary>
public sealed class BackupTests
{
    private const int Writers = 4;

    [StraceFact]
    public async Task A_hot_backup_that_was_killed_midway_before_restores_on_an_empty_machine()
    {
        await using var product = await ServedProduct.CreateAsync();
        await using var node = await product.StartAsync();
        var file = Path.Combine(product.Data, "backup.db");
        var (sent, acknowledged) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        using var ended = new CancellationTokenSource();
        var serial = 0;
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var key = $"B{Interlocked.Increment(ref serial):000000}";
                sent.Add(key);
                Assert.Equal(HttpStatusCode.Created, await node.Officer.WriteAsync(key));
                acknowledged.Add(key);
            }
        })).ToArray();
        foreach (var point in (string[])["pwrite64:signal=SIGKILL:when=1", "pwrite64:signal=SIGKILL:when=200", "fsync,fdatasync:signal=SIGKILL:when=1"])
        {
            await KilledAsync(product.Data, point, file + ".part", "backup", file);
            Assert.False(File.Exists(file), $"{point} left a backup that nobody finished.");
        }

        var before = acknowledged.ToArray();
        await DoneAsync(product.Data, "backup", file);
        var after = sent.ToArray();
        await ended.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Contains("is there already", (await ProductProcess.RunAsync(product.Data, "backup", file)).Output, StringComparison.Ordinal);

        await using var empty = product.EmptyMachine();
        await KilledAsync(empty.Data, "pwrite64:signal=SIGKILL:when=200", empty.DatabaseFile + ".part", "restore", file);
        Assert.False(File.Exists(empty.DatabaseFile));
        await DoneAsync(empty.Data, "restore", file);
        var held = empty.Held();
        Assert.True(before.Length > 0 && after.Length > before.Length, $"{before.Length} writes before, {after.Length} with those beside the backup.");
        Assert.Empty(before.Except(held, StringComparer.Ordinal));
        Assert.Empty(held.Except(after, StringComparer.Ordinal));
        empty.AssertHolds(held);
        await empty.AssertCheckedAsync();
        await using (var restored = await empty.StartAsync())
        {
            // Sessions and keys came along; a write that was acknowledged before has its answer still.
            Assert.Equal(HttpStatusCode.OK, await restored.Officer.ReadAsync());
            Assert.Equal(HttpStatusCode.Created, await restored.Officer.WriteAsync(before[0]));
            Assert.Equal(HttpStatusCode.Created, await restored.Officer.WriteAsync("B999999"));
        }

        empty.AssertHolds([.. held, "B999999"]);
        await empty.AssertCheckedAsync();
    }

    private static async Task KilledAsync(string data, string point, string file, params string[] words)
    {
        await using var dying = ProductProcess.Start(
            data, words, null, "strace", "-f", "-o", "/dev/null", "-e", $"trace={point.Split(':')[0]}", "-e", $"inject={point}", "-P", file);
        Assert.True(ProductProcess.WasKilled(await dying.EndAsync()), $"{point} killed nothing: {string.Join('\n', dying.Lines)}");
    }

    private static async Task DoneAsync(string data, params string[] words)
    {
        var (code, output) = await ProductProcess.RunAsync(data, words);
        Assert.True(code == 0, output);
    }
}
