using Pes.Features.Home;
using Pes.Platform.Security;

namespace Pes.Features.Shared;

/// <summary>The sections of the product and who has them before the eyes; a key of SharedWords and an address.</summary>
public sealed record RailEntry(string Key, string Address, params IReadOnlyList<Role> Roles)
{
    /// <summary>The number beside the word; its meaning is the key with <c>count-</c> before it. Nothing is shown for 0.</summary>
    public Func<CountWork.Counts, int>? Count { get; init; }

    public static readonly IReadOnlyList<RailEntry> All =
    [
        new("today", "/", Role.Counsellor, Role.CentreManager) { Count = c => c.ReferralsWaiting },
        new("welcome", "/", Role.Trainer),
        new("cases", "/cases", Role.Counsellor, Role.CentreManager) { Count = c => c.OpenCases },
        new("follow-ups", "/follow-ups", Role.Counsellor, Role.CentreManager) { Count = c => c.FollowUpsDue },
        new("vacancies", "/vacancies", Role.Counsellor, Role.CentreManager, Role.Monitor, Role.Administrator) { Count = c => c.VacanciesToCheck },
        new("assignments", "/assignments", Role.Counsellor, Role.CentreManager),
        new("employers", "/employers", Role.Counsellor, Role.CentreManager, Role.Administrator),
        new("figures", "/figures", Role.Counsellor, Role.CentreManager, Role.Monitor, Role.Administrator),
        new("desk", "/desk", Role.Employer),
        new("desk-referrals", "/desk/referrals", Role.Employer) { Count = c => c.ReferralsWaiting },
        new("ranking-models", "/ranking-models", Role.Administrator) { Count = c => c.ReportsWaiting },
        new("administration", "/administration/accounts", Role.Administrator),
        new("audit", "/audit", Role.Auditor),
    ];

    public static IEnumerable<RailEntry> For(Role role) => All.Where(e => e.Roles.Contains(role));

    /// <summary>Roles that work in the frame with rail and search; the others have a bar and one column.</summary>
    public static bool IsStaff(Role role) => role is Role.Counsellor or Role.CentreManager or Role.Monitor or Role.Administrator or Role.Auditor or Role.Trainer;

    /// <summary>Whose rail has numbers.</summary>
    public static bool HasCounts(Role role) => role is Role.Counsellor or Role.CentreManager or Role.Employer or Role.Administrator;

    public bool IsCurrent(PathString path) => Address == "/" ? path == "/" : path.StartsWithSegments(Address, StringComparison.Ordinal)
        && !All.Any(e => e.Address.Length > Address.Length && path.StartsWithSegments(e.Address, StringComparison.Ordinal));
}
