using System.Collections.Specialized;
using Quartz;
using Quartz.Impl;
using Quartz.Spi;

namespace Pes.Platform.Jobs;

/// <summary>Work repeated while the product runs.</summary>
/// <param name="Name">A stable name for the log.</param>
/// <param name="Every">The pause between two beginnings; a run that takes longer delays the next.</param>
/// <param name="Run">One run.</param>
/// <param name="AtShutdown">Whether it runs once more when the product stops.</param>
/// <param name="IsRefresh">Whether readers see something older until it has run: it never stands behind work that takes long.</param>
public sealed record RepeatedJob(string Name, TimeSpan Every, Func<IServiceProvider, CancellationToken, Task> Run, bool AtShutdown = false, bool IsRefresh = false);

/// <summary>Runs the repeated jobs on an in-process Quartz; what must happen once is decided in the database, not here.</summary>
public sealed partial class JobScheduler(
    IEnumerable<RepeatedJob> jobs, IServiceProvider services, IHostApplicationLifetime life, IConfiguration configuration, ILogger<JobScheduler> log)
    : BackgroundService
{
    // How many jobs run at once; refreshes have a lane of their own.
    private const string WorkLanes = "2";

    private const string RefreshLanes = "1";

    private readonly RepeatedJob[] jobs = [.. jobs];

    // Whoever waits for the first page has the machine to herself.
    private readonly TimeSpan pause = TimeSpan.FromSeconds(configuration.GetValue("Jobs:FirstAfterSeconds", 5));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            await Task.Delay(pause, stoppingToken);
            await RepeatAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            foreach (var job in jobs.Where(j => j.AtShutdown))
            {
                await RunAsync(job, CancellationToken.None);
            }
        }
    }

    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task RepeatAsync(CancellationToken stoppingToken)
    {
        Quartz.Logging.LogProvider.IsDisabled = true;
        List<IScheduler> running = [];
        try
        {
            foreach (var (isRefresh, lanes) in new[] { (false, WorkLanes), (true, RefreshLanes) })
            {
                var scheduler = await ScheduledAsync(jobs.Where(j => j.IsRefresh == isRefresh), lanes, stoppingToken);
                running.Add(scheduler);
                await scheduler.Start(stoppingToken);
            }

            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        finally
        {
            foreach (var scheduler in running)
            {
                await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
            }
        }
    }

    private async Task<IScheduler> ScheduledAsync(IEnumerable<RepeatedJob> some, string lanes, CancellationToken stoppingToken)
    {
        var factory = new StdSchedulerFactory(new NameValueCollection
        {
            ["quartz.scheduler.instanceName"] = "pes-" + Guid.CreateVersion7().ToString("N"),
            ["quartz.threadPool.maxConcurrency"] = lanes,
        });
        var scheduler = await factory.GetScheduler(stoppingToken);
        scheduler.JobFactory = new Factory(this, stoppingToken);
        foreach (var job in some)
        {
            var detail = JobBuilder.Create<Once>().WithIdentity(job.Name).Build();
            var trigger = TriggerBuilder.Create()
                .StartNow()
                .WithSimpleSchedule(s => s.WithInterval(job.Every).RepeatForever().WithMisfireHandlingInstructionNextWithRemainingCount())
                .Build();
            await scheduler.ScheduleJob(detail, trigger, stoppingToken);
        }

        return scheduler;
    }

    private async Task RunAsync(RepeatedJob job, CancellationToken ct)
    {
        try
        {
            await job.Run(services, ct);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            Failed(exception, job.Name);
        }
        catch (OperationCanceledException)
        {
            // The product is stopping; the next start goes on.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed")]
    private partial void Failed(Exception exception, string job);

    [DisallowConcurrentExecution]
    private sealed class Once(JobScheduler scheduler, RepeatedJob job, CancellationToken stopping) : IJob
    {
        public Task Execute(IJobExecutionContext context) => scheduler.RunAsync(job, stopping);
    }

    private sealed class Factory(JobScheduler owner, CancellationToken stopping) : IJobFactory
    {
        public IJob NewJob(TriggerFiredBundle bundle, IScheduler scheduler) =>
            new Once(owner, owner.jobs.Single(j => j.Name == bundle.JobDetail.Key.Name), stopping);

        public void ReturnJob(IJob job)
        {
        }
    }
}
