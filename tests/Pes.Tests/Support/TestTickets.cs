using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pes.Platform.Security;

namespace Pes.Tests.Support;

/// <summary>The cookie or the bearer token that names a session, as a node would make it.</summary>
public static class TestTickets
{
    public static (string Name, string Value) Make(WebApplication node, Guid session, bool bearer)
    {
        if (bearer)
        {
            const string Bearer = BearerTokenDefaults.AuthenticationScheme;
            var protector = node.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(Bearer).BearerTokenProtector;
            var properties = new AuthenticationProperties { ExpiresUtc = node.Services.GetRequiredService<TimeProvider>().GetUtcNow() + AccountSessions.WholeLimit };
            return ("Authorization", protector.Protect(new AuthenticationTicket(SessionGate.Ticket(session, Bearer), properties, $"{Bearer}:AccessToken")));
        }

        const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;
        var options = node.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Cookie);
        return (options.Cookie.Name!, options.TicketDataFormat.Protect(new AuthenticationTicket(SessionGate.Ticket(session, Cookie), Cookie)));
    }
}
