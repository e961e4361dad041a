using System.Net;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.AddSingleton(configuration.GetSection("Demo").Get<DemoSettings>() ?? new DemoSettings());
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
            });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, DeniedAccess>();
        services.AddAccounts(configuration);
        services.AddDataProtectionKeys(configuration);
        services.AddProxies(configuration);
        return services;
    }

    private static void AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddIdentityCore<Account>().AddUserStore<AccountStore>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = Passwords.Iterations);
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.ServerDomain = configuration["Passkeys:Domain"];
            o.UserVerificationRequirement = "required";
            o.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && IsThisSite(context.Origin, context.HttpContext.Request));
            o.ResidentKeyRequirement = "required";
        });
        services.AddScoped<AccountStore>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddScoped<PasskeyCeremony>();
        services.AddScoped<SignInDesk>();
        services.AddSingleton<AccountFactors>();
        services.AddSingleton<KeyedHash>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SealedCookie>();
        services.AddSingleton<SecurityEvents>();
        services.AddSingleton<SessionTickets>();
        services.AddSingleton<SignInLimits>();
    }

    private static void AddDataProtectionKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DataProtectionKeys>();
        services.AddDataProtection().SetApplicationName("Pes").ProtectKeysWithCertificate(KeyCertificate.Read(configuration));
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys>((o, keys) => o.XmlRepository = keys);
    }

    // Nobody is believed about X-Forwarded-For but the proxies that the settings name.
    // Browsers give passkeys to https and to http://localhost alone, so the address of this request is the whole question.
    private static bool IsThisSite(string origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static void AddProxies(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.KnownProxies.Clear();
            o.KnownIPNetworks.Clear();
            foreach (var proxy in configuration.GetSection("Proxies").Get<string[]>() ?? [])
            {
                if (proxy.Contains('/', StringComparison.Ordinal))
                {
                    o.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
                }
                else
                {
                    o.KnownProxies.Add(IPAddress.Parse(proxy));
                }
            }

            var any = o.KnownProxies.Count + o.KnownIPNetworks.Count > 0;
            o.ForwardedHeaders = any ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
        });
}
