using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Pes.Platform.Data;

namespace Pes.Platform.Security;

/// <summary>
/// Stands between authentication and authorisation: a ticket names a session and nothing else, so role and scope are
/// those of this moment, on every node.
/// </summary>
public sealed class SessionGate(RequestDelegate next)
{
    public const string SessionClaim = "sid";

    public const string FactorClaim = "factor";

    public async Task InvokeAsync(HttpContext context, AccountSessions sessions, Database db, Caller caller)
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            if (Guid.TryParse(context.User.FindFirstValue(SessionClaim), out var sessionId)
                && await sessions.FindAsync(db, sessionId, context.RequestAborted) is { } facts)
            {
                caller.Become(ScopeOf(sessionId, facts), facts.DisplayName, facts.Factor);
                context.User = Principal(sessionId, facts, context.User.Identity.AuthenticationType);
            }
            else
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
                context.Features.Set<IAuthenticateResultFeature>(null);
            }
        }

        await next(context);
    }

    /// <summary>What a cookie or a bearer token carries.</summary>
    public static ClaimsPrincipal Ticket(Guid sessionId, string scheme) =>
        new(new ClaimsIdentity([new Claim(SessionClaim, sessionId.ToString("D"))], scheme));

    private static Scope ScopeOf(Guid sessionId, SessionFacts facts) => new()
    {
        SessionId = sessionId,
        AccountId = facts.AccountId,
        Role = facts.Role,
        OwnCasesOf = facts.ScopeKind == "own-cases" ? facts.AccountId : null,
        CentreId = facts.CentreId,
        EmployerId = facts.EmployerId,
        PersonId = facts.PersonId,
    };

    private static ClaimsPrincipal Principal(Guid sessionId, SessionFacts facts, string? scheme) => new(new ClaimsIdentity(
        [
            new Claim(SessionClaim, sessionId.ToString("D")),
            new Claim(FactorClaim, facts.Factor),
            new Claim(ClaimTypes.NameIdentifier, facts.AccountId.ToString("D")),
            new Claim(ClaimTypes.Role, facts.Role.ToString()),
        ],
        scheme));
}
