using System.Diagnostics;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Platform.Logging;

/// <summary>One line a request: the route's template, never the address that was typed, with status, time and ids.</summary>
public sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context, Caller caller)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (log.IsEnabled(LogLevel.Information))
            {
                var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
                Answered(
                    Method(context.Request.Method), route, context.Response.StatusCode, Stopwatch.GetElapsedTime(start).TotalMilliseconds,
                    caller.Scope.AccountId, Activity.Current?.TraceId.ToHexString(), context.Items[FaultResponses.IncidentItem] as string);
            }
        }
    }

    // The method is input too.
    private static string Method(string method) => HttpMethods.IsGet(method) ? "GET" : HttpMethods.IsPost(method) ? "POST"
        : HttpMethods.IsPut(method) ? "PUT" : HttpMethods.IsDelete(method) ? "DELETE" : HttpMethods.IsHead(method) ? "HEAD"
        : HttpMethods.IsPatch(method) ? "PATCH" : HttpMethods.IsOptions(method) ? "OPTIONS" : "other";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} in {Milliseconds} ms for {AccountId}, trace {TraceId}, incident {Incident}")]
    private partial void Answered(string method, string route, int status, double milliseconds, Guid accountId, string? traceId, string? incident);
}
