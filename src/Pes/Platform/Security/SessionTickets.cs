using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Pes.Platform.Security;

/// <summary>Starts a session after a sign-in and hands out what names it: a cookie to pages, a bearer token to the API.</summary>
public sealed class SessionTickets(AccountSessions sessions, SecurityEvents events, IOptionsMonitor<BearerTokenOptions> bearer, TimeProvider clock)
{
    /// <summary>The id of the new session, which the cookie of the answer names.</summary>
    public async Task<Guid> GiveCookieAsync(HttpContext context, Account account, string factor)
    {
        var session = await StartAsync(account, factor, context.RequestAborted);
        const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        await context.SignInAsync(Scheme, SessionGate.Ticket(session, Scheme));
        return session;
    }

    /// <summary>The token and when it ends at the latest, UTC.</summary>
    public async Task<(string Token, DateTimeOffset EndsAt)> MakeBearerAsync(Account account, string factor, CancellationToken ct)
    {
        var session = await StartAsync(account, factor, ct);
        const string Scheme = BearerTokenDefaults.AuthenticationScheme;
        var endsAt = clock.GetUtcNow() + AccountSessions.WholeLimit;
        var ticket = new AuthenticationTicket(SessionGate.Ticket(session, Scheme), new AuthenticationProperties { ExpiresUtc = endsAt }, $"{Scheme}:AccessToken");
        return (bearer.Get(Scheme).BearerTokenProtector.Protect(ticket), endsAt);
    }

    private async Task<Guid> StartAsync(Account account, string factor, CancellationToken ct)
    {
        var session = await sessions.StartAsync(account.Id, factor, ct);
        await events.RecordAsync(
            SecurityEvents.SignedIn, new Scope { SessionId = session, AccountId = account.Id, Role = account.Role }, account.Id, factor, ct);
        return session;
    }
}
