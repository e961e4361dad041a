using Microsoft.AspNetCore.Authorization;

namespace Pes.Platform.Security;

/// <summary>The roles that may send a request, open a page or call a route. What has none is open to nobody.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public class AllowsAttribute : AuthorizeAttribute
{
    public AllowsAttribute(params Role[] roles)
    {
        Allowed = roles;
        Roles = string.Join(',', roles);
    }

    public IReadOnlyList<Role> Allowed { get; }
}

/// <summary>Everybody who is signed in, about herself alone.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class AllowsEveryoneAttribute()
    : AllowsAttribute(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Jobseeker, Role.Monitor, Role.Trainer, Role.Administrator, Role.Auditor);
