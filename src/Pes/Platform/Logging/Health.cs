using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pes.Platform.Data;

namespace Pes.Platform.Logging;

/// <summary>/health/live: the process answers. /health/ready: the database is there and has the shape of this version.</summary>
public static class Health
{
    private const string ReadyTag = "ready";

    public static void AddPesHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseIsReady>("database", tags: [ReadyTag]);
        services.AddHostedService<TelemetryExport>();
    }

    public static void MapPesHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains(ReadyTag) }).AllowAnonymous();
    }

    private sealed class DatabaseIsReady(Migrator migrator) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return (await migrator.PendingAsync(cancellationToken)).Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("migrations are pending");
            }
            catch (Exception exception) when (exception is System.Data.Common.DbException or MigrationException or TimeoutException or IOException)
            {
                return HealthCheckResult.Unhealthy(exception.GetType().Name);
            }
        }
    }
}
