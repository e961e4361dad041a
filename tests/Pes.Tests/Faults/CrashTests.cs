using System.Collections.Concurrent;
using System.Net;
using Dapper;
using Microsoft.Data.Sqlite;
using Pes.Tests.Support;

namespace Pes.Tests.Faults;

/// <summary>Rows 23, 31, 33 and 36: a product that is killed loses nothing it acknowledged, halves nothing and does nothing twice.</summary>
public sealed class CrashTests
{
    private const int Kills = 20;

    private const int Writers = 8;

    [Fact]
    public async Task Twenty_kills_under_eight_writers_lose_no_acknowledged_write_and_halve_none()
    {
        await using var product = await ServedProduct.CreateAsync();
        var acknowledged = new ConcurrentBag<string>();
        var open = new ConcurrentQueue<string>();
        var serial = 0;
        var random = new Random(23);
        for (var round = 0; round < Kills; round++)
        {
            await product.StartAsync();
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var stopAt = random.Next(10, 60);
            var here = 0;
            var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    // A write of which nothing was heard is sent again under its key.
                    var key = open.TryDequeue(out var again) ? again : $"R{Interlocked.Increment(ref serial):000000}";
                    if (await product.WriteAsync(key) != HttpStatusCode.Created)
                    {
                        open.Enqueue(key);
                        return;
                    }

                    acknowledged.Add(key);
                    if (Interlocked.Increment(ref here) == stopAt)
                    {
                        enough.TrySetResult();
                    }
                }
            })).ToArray();
            await Task.WhenAny(enough.Task, Task.WhenAll(writers));
            product.Process!.Kill();
            await Task.WhenAll(writers);
            await product.KillAsync();
        }

        await product.StartAsync();
        foreach (var key in open)
        {
            Assert.Equal(HttpStatusCode.Created, await product.WriteAsync(key));
            acknowledged.Add(key);
        }

        await product.KillAsync();
        Assert.True(acknowledged.Count >= Kills * 10, $"{acknowledged.Count} writes were acknowledged.");
        var stored = product.Stored();
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), stored.Select(s => s.Number).Order(StringComparer.Ordinal));
        Assert.All(stored, s => Assert.Equal((1, 1), (s.Audited, s.Keys)));
        Assert.Equal("ok", product.Ask<string>("PRAGMA integrity_check"));
        var (code, output) = await ProductProcess.RunAsync(product.Data, "check");
        Assert.True(code == 0, output);
    }

    [StraceFact]
    public async Task Due_work_killed_at_any_of_five_writes_takes_effect_once()
    {
        await using var product = await ServedProduct.CreateAsync();
        var killed = 0;
        for (var point = 1; point <= 5; point++)
        {
            // The day begins anew: what the starts before left is taken away.
            using (var connection = new SqliteConnection($"Data Source={product.DatabaseFile};Pooling=False"))
            {
                await connection.ExecuteAsync("DELETE FROM DueWork");
            }

            var before = product.Ask<long>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'close-expired-vacancies'");
            await using (var dying = ProductProcess.Start(
                product.Data, ["serve", "--urls", "http://127.0.0.1:0"], null,
                "strace", "-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", $"inject=pwrite64:signal=SIGKILL:when={point}", "-P", product.DatabaseFile + "-wal"))
            {
                killed += await dying.EndAsync() != 0 ? 1 : 0;
            }

            Assert.InRange(product.Ask<long>("SELECT COUNT(*) FROM DueWork"), 0, 1);
            await product.StartAsync();
            await WaitAsync(() => product.Ask<long>("SELECT COUNT(*) FROM DueWork") == 1);
            await product.KillAsync();
            await product.StartAsync();
            await product.KillAsync();
            Assert.Equal(1, product.Ask<long>("SELECT COUNT(*) FROM DueWork WHERE Job = 'close-expired-vacancies'"));
            Assert.Equal(before + 1, product.Ask<long>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'close-expired-vacancies'"));
        }

        Assert.Equal(5, killed);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 600, "What was waited for did not come.");
            await Task.Delay(100);
        }
    }
}
