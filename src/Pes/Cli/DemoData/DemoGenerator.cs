using Pes.Platform.Data;
using Pes.Platform.Text;

namespace Pes.Cli.DemoData;

/// <summary>What the generator made.</summary>
public sealed record DemoFill(int People, int Vacancies, int Employers, int Referrals, int Placements);

/// <summary>
/// Fills a migrated database that holds the reference data with an invented country: centres with their staff,
/// employers, vacancies, and people with 18 months of history. It writes the tables itself, the one writer outside the
/// features (docs/decisions/0006-demo-data.md): the product's commands happen now, a history does not. One seed gives
/// one country for the same moment.
/// </summary>
public static class DemoGenerator
{
    /// <summary>How far back the histories go, in days.</summary>
    internal const int Days = 548;

    /// <summary>The present; the rest is the history that people were referred in.</summary>
    internal const double LiveShare = 0.45;

    private const int RowsAtOnce = 60_000;

    private const int ListsOfVacanciesForOneOfJobseekers = 2;

    /// <param name="db">Outside a transaction; the generator commits in batches.</param>
    /// <param name="people">Jobseekers with a case file each.</param>
    /// <param name="vacancies">At least one for each occupation is sensible.</param>
    /// <param name="seed">The same seed and time make the same data.</param>
    /// <param name="now">UTC; nothing happens after it but what is planned.</param>
    /// <param name="passwordHash">Hash for the accounts that may sign in; the others have none.</param>
    /// <param name="progress">Told what is being made and the share of the whole, 0 to 1.</param>
    /// <param name="lists">Lists of vacancies to keep at most, the oldest first, with what people did with them; half as many of jobseekers for a vacancy beside them.</param>
    public static Task<DemoFill> FillAsync(
        Database db, int people, int vacancies, ulong seed, DateTime now, string? passwordHash, Action<string, double>? progress, CancellationToken ct, int lists = 0) =>
        FillAsync(db, people, vacancies, LiveShare, seed, now, passwordHash, progress, ct, lists);

    /// <inheritdoc cref="FillAsync(Database, int, int, ulong, DateTime, string?, Action{string, double}?, CancellationToken, int)"/>
    /// <param name="liveShare">Share of the vacancies that are open today.</param>
    public static async Task<DemoFill> FillAsync(
        Database db, int people, int vacancies, double liveShare, ulong seed, DateTime now, string? passwordHash, Action<string, double>? progress, CancellationToken ct,
        int lists = 0)
    {
        var country = await DemoCountry.ReadAsync(db, now, ct);
        var dice = new Dice(seed);
        var rows = new DemoRows();

        new DemoStaff(country, dice, rows).Make(people, passwordHash);
        await rows.WriteAsync(db, ct);
        var market = new DemoMarket(country, dice, rows, liveShare);
        market.MakeEmployers(Math.Max(20, vacancies / 5), passwordHash);
        await rows.WriteAsync(db, ct);
        for (var made = 0; made < vacancies; made++)
        {
            market.MakeVacancy(made);
            if (rows.Count >= RowsAtOnce)
            {
                await rows.WriteAsync(db, ct);
                progress?.Invoke("vacancies", 0.1 * made / vacancies);
            }
        }

        await rows.WriteAsync(db, ct);
        progress?.Invoke("people", 0.1);

        var lives = new DemoLives(country, market, dice, rows, new DemoLists(country, market, dice, rows, lists));
        foreach (var (made, day) in lives.RegistrationDays(people).Index())
        {
            lives.Make(day);
            if (rows.Count >= RowsAtOnce)
            {
                await rows.WriteAsync(db, ct);
                progress?.Invoke("people", 0.1 + (0.88 * made / people));
            }
        }

        lives.Suggest(new DemoSuggestions(dice, rows), lists / ListsOfVacanciesForOneOfJobseekers);
        lives.CloseSeries();
        market.CloseSeries();
        await rows.WriteAsync(db, ct);
        await market.SettleAsync(db, ct);
        progress?.Invoke("done", 1);
        return new DemoFill(people, vacancies, market.Employers.Count, lives.Referrals, lives.Placements);
    }
}

/// <summary>A centre as the generator needs it.</summary>
internal sealed record DemoCentre
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required string ProvinceCode { get; init; }

    public required string NameKm { get; init; }
}

/// <summary>What the reference data gives to the generator, and the moment it plays at.</summary>
internal sealed class DemoCountry
{
    /// <summary>Share of the registrations by province, in per cent; more where people live and where returnees cross.</summary>
    private static readonly Dictionary<string, double> Weights = new(StringComparer.Ordinal)
    {
        ["12"] = 19, ["01"] = 10, ["02"] = 9, ["17"] = 8, ["03"] = 6, ["08"] = 7, ["14"] = 5, ["21"] = 5, ["15"] = 6, ["05"] = 5, ["25"] = 3,
        ["06"] = 3, ["07"] = 3, ["20"] = 3, ["18"] = 3, ["04"] = 2.5, ["22"] = 2.5, ["10"] = 1.5, ["09"] = 1, ["13"] = 1, ["19"] = 0.8, ["16"] = 0.8,
        ["24"] = 0.8, ["11"] = 0.5, ["23"] = 0.3,
    };

    private readonly Dictionary<string, (int[] Special, int[] General)> skills = new(StringComparer.Ordinal);
    private readonly ILookup<string, int> skillsByPrefix;

    private DemoCountry(IReadOnlyList<DemoCentre> centres, ILookup<string, int> skillsByPrefix, IReadOnlyList<string> accommodations, DemoCodes codes, DateTime now)
    {
        Codes = codes;
        (Centres, this.skillsByPrefix, Accommodations, Now) = (centres, skillsByPrefix, accommodations, now);
        CentreWeights = [.. centres.Select(c => Weights.GetValueOrDefault(c.ProvinceCode, 0.5))];
        Today = DateOnly.FromDateTime(Formats.InCambodia(now));
    }

    public IReadOnlyList<DemoCentre> Centres { get; }

    public double[] CentreWeights { get; }

    public IReadOnlyList<string> Accommodations { get; }

    public DemoCodes Codes { get; }

    public DateTime Now { get; }

    public DateOnly Today { get; }

    /// <summary>Counsellors of each centre, and its manager.</summary>
    public Dictionary<Guid, (Guid Manager, List<Guid> Counsellors)> Staff { get; } = [];

    /// <summary>A moment of the working day in Cambodia, never after now.</summary>
    public DateTime During(DateOnly day, Dice dice)
    {
        var at = Formats.BeginsUtc(day).AddMinutes(dice.Between(7 * 60, 17 * 60)).AddSeconds(dice.Between(0, 59));
        return at <= Now ? at : Now.AddMinutes(-dice.Between(1, 50));
    }

    /// <summary>Skills of one occupation, and those that every work of its kind asks for.</summary>
    public (int[] Special, int[] General) SkillsOf(string isco)
    {
        if (!skills.TryGetValue(isco, out var found))
        {
            found = ([.. skillsByPrefix[isco], .. skillsByPrefix[isco[..3]]], [.. skillsByPrefix[isco[..2]], .. skillsByPrefix[isco[..1]]]);
            skills[isco] = found;
        }

        return found;
    }

    public static async Task<DemoCountry> ReadAsync(Database db, DateTime now, CancellationToken ct)
    {
        var centres = await db.QueryAsync<DemoCentre>("SELECT Id, Code, ProvinceCode, NameKm FROM Centre WHERE ValidTo IS NULL ORDER BY Code", ct: ct);
        var needed = await db.QueryAsync<SkillRow>("SELECT SkillId, IscoPrefix FROM SkillOccupation ORDER BY IscoPrefix, SkillId", ct: ct);
        var accommodations = await db.QueryAsync<string>("SELECT Code FROM CodeList WHERE List = 'accommodation' ORDER BY SortOrder", ct: ct);
        return new DemoCountry(centres, needed.ToLookup(s => s.IscoPrefix, s => s.SkillId, StringComparer.Ordinal), accommodations, await DemoCodes.ReadAsync(db, ct), now);
    }

    private sealed record SkillRow
    {
        public required int SkillId { get; init; }

        public required string IscoPrefix { get; init; }
    }
}
