using Pes.Platform.Security;

namespace Pes.Cli.DemoData;

/// <summary>An account that the demo prints; its employer is the first one that is made.</summary>
internal sealed record DemoAccount(string UserName, Role Role, string DisplayName, string ScopeKind, string? ProvinceCode = null);

/// <summary>The people who work with the product: a manager and counsellors a centre, and one account of each role to sign in with.</summary>
internal sealed class DemoStaff(DemoCountry country, Dice dice, DemoRows rows)
{
    public const string Password = "pes-demo-2026";

    /// <summary>The province whose centre the demo is shown from: Pursat.</summary>
    public const string ShownProvince = "15";

    private const int CasesACounsellor = 400;

    public static IReadOnlyList<DemoAccount> Printed { get; } =
    [
        new("sokha", Role.Counsellor, "ហេង សុខា", "centre", ShownProvince),
        new("manager", Role.CentreManager, "ជា វិសាល", "centre", ShownProvince),
        new("employer", Role.Employer, "លឹម ចរិយា", "company"),
        new("nea", Role.Monitor, "កែវ រតនា", "nation"),
        new("admin", Role.Administrator, "មាស បុប្ផា", "nation"),
        new("auditor", Role.Auditor, "វង្ស តារា", "nation"),
        new("trainer", Role.Trainer, "អ៊ុក ធារី", "nation"),
    ];

    public void Make(int people, string? passwordHash)
    {
        var begun = country.Now.AddDays(-DemoGenerator.Days - 30);
        foreach (var (i, centre) in country.Centres.Index())
        {
            var printed = centre.ProvinceCode == ShownProvince;
            var expected = people * country.CentreWeights[i] / country.CentreWeights.Sum();
            var manager = printed ? Add(Printed[1], centre.Id, passwordHash, begun) : AddUnnamed("manager", Role.CentreManager, centre, begun);
            List<Guid> counsellors = printed ? [Add(Printed[0], centre.Id, passwordHash, begun)] : [];
            var wanted = Math.Clamp((int)(expected / CasesACounsellor) + 1, 2, 40);
            while (counsellors.Count < wanted)
            {
                counsellors.Add(AddUnnamed($"counsellor{counsellors.Count + 1}", Role.Counsellor, centre, begun));
            }

            country.Staff[centre.Id] = (manager, counsellors);
        }

        foreach (var account in Printed.Where(a => a.ScopeKind == "nation"))
        {
            Add(account, null, passwordHash, begun);
        }
    }

    private Guid Add(DemoAccount account, Guid? centreId, string? passwordHash, DateTime at)
    {
        var id = dice.Id(at);
        rows.Add(Row(id, account.UserName, account.DisplayName, account.Role, account.ScopeKind, centreId, null, passwordHash, at));
        return id;
    }

    private Guid AddUnnamed(string kind, Role role, DemoCentre centre, DateTime at)
    {
        var id = dice.Id(at);
        var given = dice.Pick(dice.Chance(0.5) ? DemoWords.Women : DemoWords.Men);
        rows.Add(Row(id, $"{kind}.{centre.Code.ToLowerInvariant()}", $"{dice.Pick(DemoWords.Families).Khmer} {given.Khmer}", role, "centre", centre.Id, null, null, at));
        return id;
    }

    internal static AccountRow Row(
        Guid id, string userName, string displayName, Role role, string scopeKind, Guid? centreId, Guid? employerId, string? passwordHash, DateTime at) =>
        new(id, userName, userName.ToUpperInvariant(), displayName, role.ToString(), scopeKind, centreId, employerId, "km", passwordHash, id.ToString("N"), false, 0, at, 1);
}
