using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Pes.Platform.Security;

/// <summary>Somebody signed in asked for what her role may not: an audit row, and the answer that is given to what is not there.</summary>
public sealed class DeniedAccess(SecurityEvents events) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden)
        {
            await usual.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        var caller = context.RequestServices.GetRequiredService<Caller>();
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        await events.RecordAsync(SecurityEvents.AccessDenied, caller.Scope, caller.Scope.AccountId, $"{context.Request.Method} {route}", context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
