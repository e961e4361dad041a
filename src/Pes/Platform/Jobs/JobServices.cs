using Pes.Platform.Requests;

namespace Pes.Platform.Jobs;

public static class JobServices
{
    /// <summary>The outbox, the due work and, unless Jobs:Enabled is false, the scheduler that runs them.</summary>
    public static IServiceCollection AddPesJobs(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Outbox").Get<OutboxSettings>() ?? new OutboxSettings();
        services.AddSingleton(settings);
        services.AddSingleton<IOutboxSink>(settings.Smtp is { Host.Length: > 0 } smtp ? new SmtpSink(settings, smtp) : new FolderSink(settings));
        services.AddSingleton<Outbox>();
        services.AddSingleton<OutboxDelivery>();
        services.AddSingleton<DueWorkRegistry>();
        services.AddSingleton(new RepeatedJob("deliver-outbox", TimeSpan.FromSeconds(10), (s, ct) => s.GetRequiredService<OutboxDelivery>().DeliverAsync(ct)));
        services.AddSingleton(new RepeatedJob("due-work", TimeSpan.FromMinutes(5), (s, ct) => s.GetRequiredService<DueWorkRegistry>().DoAsync(ct)));
        services.AddSingleton(new RepeatedJob(
            "publish-audit-head", TimeSpan.FromMinutes(5), (s, ct) => s.GetRequiredService<AuditHeads>().PublishAsync(ct), AtShutdown: true));
        if (configuration.GetValue("Jobs:Enabled", true))
        {
            services.AddHostedService<JobScheduler>();
        }

        return services;
    }
}
