using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Pes.Platform.Jobs;

namespace Pes.Tests.Platform.Jobs;

/// <summary>Which repeated jobs may stand behind which.</summary>
public sealed class JobSchedulerTests
{
    private const int LongJobs = 5;

    private const int Refreshes = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Work_that_takes_long_never_delays_a_refresh()
    {
        var (held, begun, refreshed) = (new TaskCompletionSource(), 0, new SemaphoreSlim(0));
        RepeatedJob Long(int number) => new($"long-{number}", TimeSpan.FromMilliseconds(50), (_, _) =>
        {
            Interlocked.Increment(ref begun);
            return held.Task;
        });
        var refresh = new RepeatedJob("refresh", TimeSpan.FromMilliseconds(50), (_, _) => Task.FromResult(refreshed.Release()), IsRefresh: true);
        var life = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var atOnce = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Jobs:FirstAfterSeconds"] = "0" }).Build();
        await using var services = new ServiceCollection().BuildServiceProvider();
        using var scheduler = new JobScheduler([.. Enumerable.Range(0, LongJobs).Select(Long), refresh], services, life, atOnce, NullLogger<JobScheduler>.Instance);
        await scheduler.StartAsync(default);
        life.NotifyStarted();
        using var patience = new CancellationTokenSource(Patience);
        while (Volatile.Read(ref begun) < 2)
        {
            await Task.Delay(20, patience.Token);
        }

        // As many as there are lanes for such work hold them; refreshes go on.
        for (var i = 0; i < Refreshes; i++)
        {
            await refreshed.WaitAsync(patience.Token);
        }

        Assert.InRange(Volatile.Read(ref begun), 2, LongJobs - 1);
        held.SetResult();
        await scheduler.StopAsync(patience.Token);
    }
}
