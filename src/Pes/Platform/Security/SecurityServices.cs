using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace Pes.Platform.Security;

public static class SecurityServices
{
    /// <summary>Chooses the cookie for pages and the bearer token for /api, never both.</summary>
    public const string Scheme = "pes";

    public static IServiceCollection AddPesSecurity(this IServiceCollection services, IConfiguration configuration, IWebHostEnvironment environment)
    {
        services.AddScoped<Caller>();
        services.AddSingleton<AccountSessions>();
        services.AddSingleton(AuditKeyFile.Read(configuration));
        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, o => o.ForwardDefaultSelector = context =>
                context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
                    ? BearerTokenDefaults.AuthenticationScheme
                    : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddBearerToken(o => o.BearerTokenExpiration = AccountSessions.WholeLimit)
            .AddCookie(o =>
            {
                o.Cookie.Name = environment.IsDevelopment() ? "pes" : "pes-session";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                o.ExpireTimeSpan = AccountSessions.WholeLimit;
                o.SlidingExpiration = false;
                o.LoginPath = "/sign-in";
                o.ReturnUrlParameter = "return";
                o.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                };
            });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }
}
