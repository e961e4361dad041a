using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pes.Platform.Security;

namespace Pes.Platform.Web.Api;

/// <summary>
/// What one client may take from the others: requests by session (by address before signing in), the size, depth and
/// slowness of a request, the time an answer may take. Settings Limits:PerSecond and Limits:Burst; 0 a second is no limit.
/// </summary>
public static class TrafficLimits
{
    private const int PerSecond = 30;

    private const int Burst = 600;

    public static void AddTrafficLimits(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = ApiBody.Most;
            o.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            o.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
            // A village line of 128 kbit/s with losses is far above this; a connection that only holds a place is not.
            o.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 200, gracePeriod: TimeSpan.FromSeconds(10));
            o.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 200, gracePeriod: TimeSpan.FromSeconds(10));
        });
        services.AddRequestTimeouts(o => o.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(60),
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        });
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IConfiguration>((o, settings) =>
        {
            var perSecond = settings.GetValue("Limits:PerSecond", PerSecond);
            var burst = settings.GetValue("Limits:Burst", Burst);
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => perSecond <= 0 || IsUncounted(context.Request.Path)
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetTokenBucketLimiter(ClientOf(context), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = burst,
                    TokensPerPeriod = perSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }));
            o.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
        });
    }

    private static bool IsUncounted(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments("/css", StringComparison.Ordinal)
        || path.StartsWithSegments("/js", StringComparison.Ordinal) || path.StartsWithSegments("/fonts", StringComparison.Ordinal);

    private static string ClientOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<Caller>() is { IsSignedIn: true } caller
            ? caller.Scope.SessionId.ToString("N")
            : context.Connection.RemoteIpAddress?.ToString() ?? "";
}
