using Pes.Platform.Requests;
using Pes.Platform.Web;

namespace Pes.Platform.Security;

/// <summary>Section "Demo" of the settings.</summary>
public sealed record DemoSettings
{
    /// <summary>The data is invented and every page says so; one factor suffices.</summary>
    public bool Enabled { get; init; }
}

/// <summary>The factors of a session, and what each opens.</summary>
public static class SecondFactor
{
    public const string Password = "password";

    public const string App = "totp";

    public const string Passkey = "passkey";

    public const string Recovery = "recovery";

    /// <summary>Staff need a second factor, administrators a passkey; employers and jobseekers may have one.</summary>
    public static bool Suffices(Role role, string factor, bool demo) => role switch
    {
        _ when demo => true,
        Role.Employer or Role.Jobseeker => true,
        Role.Administrator => factor == Passkey,
        _ => factor is App or Passkey or Recovery,
    };

    /// <summary>
    /// Whether this session may add or take away factors: the first one anybody, a further one only who has shown the
    /// strongest that the account has, or a recovery code instead of it.
    /// </summary>
    public static bool MayChange(string factor, bool hasApp, bool hasPasskey) => (hasPasskey, hasApp) switch
    {
        (true, _) => factor is Passkey or Recovery,
        (_, true) => factor is App or Recovery,
        _ => true,
    };
}

/// <summary>Marks what a session may reach before it has shown its second factor: enrolment and signing out.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OneFactorSufficesAttribute : Attribute;

/// <summary>
/// Stops a session whose factor does not suffice before any route, page or unknown address: pages go to enrolment, the
/// API answers 403.
/// </summary>
public sealed class SecondFactorGate(RequestDelegate next, DemoSettings demo)
{
    public const string EnrolmentPage = "/account/security";

    public Task InvokeAsync(HttpContext context, Caller caller, RefusalSentences sentences)
    {
        var endpoint = context.GetEndpoint();
        if (!caller.IsSignedIn
            || SecondFactor.Suffices(caller.Scope.Role, caller.Factor, demo.Enabled)
            || endpoint?.Metadata.GetMetadata<OneFactorSufficesAttribute>() is not null
            || endpoint?.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null)
        {
            return next(context);
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            return RefusalResponses.Problem(new Refusal("second-factor-needed") { Kind = RefusalKind.Forbidden }, sentences).ExecuteAsync(context);
        }

        context.Response.Redirect(EnrolmentPage);
        return Task.CompletedTask;
    }
}
