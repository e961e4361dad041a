using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>What part of the country an account has in front of it.</summary>
public static class AccountPlace
{
    public const string OwnCases = "own-cases";

    public const string Centre = "centre";

    public const string Province = "province";

    public const string Nation = "nation";

    public const string Company = "company";

    public static readonly IReadOnlyList<string> Kinds = [OwnCases, Centre, Province, Nation, Company];

    /// <summary>The roles that an administrator gives; a jobseeker's account comes from her case file.</summary>
    public static readonly IReadOnlyList<Role> Roles =
        [Role.Counsellor, Role.CentreManager, Role.Monitor, Role.Trainer, Role.Administrator, Role.Auditor, Role.Employer];

    /// <summary>The code of what is wrong and the field it stands beside, or null.</summary>
    public static (string Field, string Code)? Refuse(Role role, string scopeKind, Guid? centreId, string? provinceCode, Guid? employerId) =>
        (role, scopeKind) switch
        {
            (Role.Counsellor, OwnCases or Centre) or (Role.CentreManager or Role.Trainer, Centre) => centreId is null ? ("CentreId", "centre-needed") : null,
            (Role.CentreManager or Role.Monitor or Role.Trainer, Province) => string.IsNullOrEmpty(provinceCode) ? ("ProvinceCode", "province-needed") : null,
            (Role.Monitor or Role.Trainer or Role.Administrator or Role.Auditor, Nation) => null,
            (Role.Employer, Company) => employerId is null ? ("EmployerId", "employer-needed") : null,
            _ => ("ScopeKind", "scope-not-for-role"),
        };
}
