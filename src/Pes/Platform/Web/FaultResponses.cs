using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Web.Api;

namespace Pes.Platform.Web;

/// <summary>
/// The last catch: a fault gets an incident number that the log holds too, a full disk 503, a too large or malformed
/// body its own status; statuses without a body get the page or the problem of the reader's language.
/// </summary>
public sealed partial class FaultResponses(RequestDelegate next, ILogger<FaultResponses> log)
{
    public async Task InvokeAsync(HttpContext context, RefusalSentences sentences)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested
            && (exception is OperationCanceledException || DatabaseFaults.Of(exception) == DatabaseFault.Cancelled))
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            Clear(context, exception.StatusCode);
            if (IsApi(context) && RequestFaults.Of(context, exception) is { } refusal)
            {
                await RefusalResponses.Problem(refusal, sentences).ExecuteAsync(context);
            }
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var incident = Guid.CreateVersion7().ToString("N")[^12..];
            Fault(exception, incident);
            context.Items[IncidentItem] = incident;
            Clear(context, DatabaseFaults.Of(exception) is DatabaseFault.Storage or DatabaseFault.Contention or DatabaseFault.Unreachable
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError);
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            await ExplainAsync(context, sentences);
        }
    }

    public const string IncidentItem = "pes.incident";

    private static void Clear(HttpContext context, int status)
    {
        var headers = context.Response.Headers.Where(h => h.Key is not ("Content-Type" or "Content-Length")).ToArray();
        context.Response.Clear();
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.StatusCode = status;
    }

    private static async Task ExplainAsync(HttpContext context, RefusalSentences sentences)
    {
        var status = context.Response.StatusCode;
        if (IsApi(context))
        {
            var code = $"http-{status}";
            await Results.Problem(
                type: $"urn:pes:problem:{code}",
                title: sentences.Of(new Refusal(code)),
                statusCode: status,
                extensions: context.Items[IncidentItem] is { } incident
                    ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code, ["incident"] = incident }
                    : new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code }).ExecuteAsync(context);
            return;
        }

        await context.RequestServices.GetRequiredService<ErrorPage>().RenderAsync(context, status);
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(Level = LogLevel.Error, Message = "Incident {Incident}")]
    private partial void Fault(Exception exception, string incident);
}
