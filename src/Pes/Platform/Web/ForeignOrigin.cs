namespace Pes.Platform.Web;

/// <summary>
/// Refuses a page's write that another site sent, before the antiforgery token is even looked at. A browser names the
/// origin with every POST; the API takes no cookie and needs no such gate.
/// </summary>
public sealed class ForeignOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
            || request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || IsOwn(request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    // The scheme is not compared: behind a proxy that ends TLS and is not configured, http is all that is seen.
    private static bool IsOwn(HttpRequest request) =>
        (request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var site) && site.Authority.Equals(AuthorityOf(request), StringComparison.OrdinalIgnoreCase)))
        && request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";

    private static string AuthorityOf(HttpRequest request) =>
        request.Host.Port is { } port && !(port == 443 && request.IsHttps) && !(port == 80 && !request.IsHttps)
            ? $"{request.Host.Host}:{port}"
            : request.Host.Host;
}
