using System.Globalization;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Text;

namespace Pes.Cli.DemoData;

/// <summary>A vacancy while lives are made; openings are taken here and written at the end.</summary>
internal sealed class DemoVacancy
{
    public required Guid Id { get; init; }

    public required DemoEmployer Employer { get; init; }

    public required DemoOccupation Occupation { get; init; }

    public required int Openings { get; init; }

    public required DateOnly PublishedOn { get; init; }

    public required DateTime PublishedAt { get; init; }

    public required DateOnly ClosesOn { get; init; }

    public required string ProvinceCode { get; init; }

    public required long Wage { get; init; }

    public required string Contract { get; init; }

    public int Taken { get; set; }

    public DateTime LastTakenAt { get; set; }

    /// <summary>As ranking sees it with every opening left.</summary>
    public VacancyProfile Profile { get; set; } = null!;

    /// <summary>As ranking sees it after what was taken so far.</summary>
    public VacancyProfile ProfileNow() => Profile with { OpeningsLeft = (ushort)(Openings - Taken) };
}

internal sealed record DemoEmployer(Guid Id, Guid AccountId, string NameKm, DemoTrade Trade, string ProvinceCode);

/// <summary>Employers and their vacancies. The first employer is a garment factory in Pursat, with the printed account.</summary>
internal sealed class DemoMarket(DemoCountry country, Dice dice, DemoRows rows, double liveShare)
{
    private const int RielPerDollar = 4100;

    private readonly Dictionary<string, List<DemoVacancy>> byIsco = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DemoEmployer>> byKind = new(StringComparer.Ordinal);
    private readonly double[] occupationWeights = [.. DemoWords.Occupations.Select(o => o.Weight)];
    private readonly List<DemoVacancy> vacancies = [];
    private readonly SortedDictionary<int, int> lastNumbers = [];

    public List<DemoEmployer> Employers { get; } = [];

    /// <summary>An occupation as often as the country has it.</summary>
    public DemoOccupation AnyOccupation() => DemoWords.Occupations[dice.Weighted(occupationWeights)];

    public void MakeEmployers(int count, string? passwordHash)
    {
        var shown = country.Centres.First(c => c.ProvinceCode == DemoStaff.ShownProvince);
        for (var i = 0; i < count; i++)
        {
            // Each kind of trade comes once before chance decides, so that every occupation has an employer.
            var kind = AnyOccupation().Sector;
            var trade = i < DemoWords.Trades.Count ? DemoWords.Trades[i] : DemoWords.Trades.First(t => t.Kind == kind);
            var centre = i == 0 ? shown : country.Centres[dice.Weighted(country.CentreWeights)];
            var (wordEn, wordKm) = DemoWords.EmployerWords[(i * 7 + i / DemoWords.EmployerWords.Count) % DemoWords.EmployerWords.Count];
            var branch = i / (DemoWords.EmployerWords.Count * 2);
            var number = branch == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {branch + 1}");
            var at = country.Now.AddDays(-DemoGenerator.Days - dice.Between(1, 25)).AddMinutes(-dice.Between(0, 400));
            var id = dice.Id(at);
            var nameEn = $"{wordEn} {trade.NameEn}{number}";
            var verified = i == 0 || dice.Chance(0.9);
            rows.Add(new EmployerRow(
                id, nameEn, $"{trade.NameKm} {wordKm}{number}", KhmerText.FoldKey(nameEn), KhmerText.FoldKey($"{trade.NameKm} {wordKm}{number}"), "private", string.Create(CultureInfo.InvariantCulture, $"DEMO-{i + 1:D6}"),
                trade.Isic, dice.Pick(Sizes), centre.ProvinceCode, $"{dice.Pick(DemoWords.Families).Khmer} {dice.Pick(DemoWords.Men).Khmer}",
                Phone(dice), string.Create(CultureInfo.InvariantCulture, $"office{i + 1}@employer.example"), verified ? "verified" : "unverified",
                verified ? at.AddDays(2) : null, verified ? country.Staff[centre.Id].Manager : null, at, 1));
            var accountId = dice.Id(at);
            rows.Add(i == 0
                ? DemoStaff.Row(accountId, "employer", DemoStaff.Printed[2].DisplayName, Role.Employer, "company", null, id, passwordHash, at)
                : DemoStaff.Row(accountId, string.Create(CultureInfo.InvariantCulture, $"employer{i + 1}"), nameEn, Role.Employer, "company", null, id, null, at));
            var employer = new DemoEmployer(id, accountId, $"{trade.NameKm} {wordKm}{number}", trade, centre.ProvinceCode);
            Employers.Add(employer);
            Of(byKind, trade.Kind).Add(employer);
        }
    }

    public void MakeVacancy(int index)
    {
        var occupation = index < DemoWords.Occupations.Count ? DemoWords.Occupations[index] : AnyOccupation();
        var employer = index % 60 == 0 ? Employers[0] : dice.Pick(Of(byKind, occupation.Sector));
        if (employer == Employers[0])
        {
            occupation = DemoWords.Occupations[index / 60 % 3 == 2 ? 5 : 0];
        }

        var live = index % 60 == 0 || index < DemoWords.Occupations.Count || dice.Chance(liveShare);
        var published = country.Today.AddDays(live ? -dice.Between(1, 40) : -dice.Between(30, DemoGenerator.Days));
        var closes = live ? country.Today.AddDays(dice.Between(6, 45)) : published.AddDays(dice.Between(14, 60));
        closes = !live && closes >= country.Today ? country.Today.AddDays(-1) : closes;
        var at = country.During(published, dice);
        var cents = (long)dice.Between(occupation.UsdFrom, (occupation.UsdFrom + occupation.UsdTo) / 2) / 5 * 5 * 100;
        var top = Math.Max(cents, (long)dice.Between(occupation.UsdFrom, occupation.UsdTo) / 10 * 10 * 100);
        var (hasWage, inRiel) = (dice.Chance(0.93), dice.Chance(0.25));
        var vacancy = new DemoVacancy
        {
            Id = dice.Id(at),
            Employer = employer,
            Occupation = occupation,
            Openings = occupation.Sector is "garment" or "shoes" or "electronics" ? dice.Between(5, 40) : dice.Between(1, 6),
            PublishedOn = published,
            PublishedAt = at,
            ClosesOn = closes,
            ProvinceCode = dice.Chance(0.9) ? employer.ProvinceCode : country.Centres[dice.Weighted(country.CentreWeights)].ProvinceCode,
            Wage = cents * RielPerDollar / 100,
            Contract = occupation.Hours == "seasonal" ? "seasonal" : dice.Pick(Contracts),
        };
        var language = employer == Employers[0] ? 2 : dice.Weighted([0.45, 0.15, 0.4]);
        var (km, en) = (language is 0 or 2, language is 1 or 2);
        rows.Add(new VacancyRow(
            vacancy.Id, Number(published), employer.Id, live ? "live" : "closed", en ? occupation.TitleEn : null, km ? occupation.TitleKm : null,
            en ? TextEn(vacancy) : null, km ? TextKm(vacancy) : null,
            $"{(en ? KhmerText.FoldKey(occupation.TitleEn) : "")} {(km ? KhmerText.FoldKey(occupation.TitleKm) : "")}".Trim(), occupation.Isco, 1, vacancy.Openings, 0,
            occupation.Education, occupation.Months,
            hasWage ? (inRiel ? cents * RielPerDollar / 100 : cents) : null, hasWage ? (inRiel ? top * RielPerDollar / 100 : top) : null,
            hasWage ? (inRiel ? "KHR" : "USD") : null, hasWage ? "month" : null,
            hasWage ? cents * RielPerDollar / 100 : null, hasWage ? top * RielPerDollar / 100 : null,
            occupation.Hours == "seasonal" ? "full-time" : occupation.Hours, vacancy.Contract, occupation.IsHazardous, closes, at,
            live ? null : Platform.Text.Formats.BeginsUtc(closes.AddDays(1)), live ? null : "expired", employer.AccountId, at.AddHours(-5), 1));
        var parts = AddParts(vacancy);
        parts.Wage = hasWage ? ((int)(cents * RielPerDollar / 100), (int)(top * RielPerDollar / 100)) : null;
        vacancy.Profile = country.Codes.Vacancy(vacancy, parts);
        vacancies.Add(vacancy);
        Of(byIsco, occupation.Isco).Add(vacancy);
    }

    /// <summary>A vacancy for a person: of one of her occupations, open at some day of a span, near her more often than not.</summary>
    /// <returns>Null where chance finds none.</returns>
    public DemoVacancy? Find(IReadOnlyList<DemoOccupation> wishes, string provinceCode, DateOnly from, DateOnly to, bool grown, bool live = false)
    {
        DemoVacancy? far = null;
        for (var tries = 0; tries < 14; tries++)
        {
            var offered = Of(byIsco, dice.Pick(wishes).Isco);
            if (offered.Count == 0)
            {
                continue;
            }

            var vacancy = dice.Pick(offered);
            if (vacancy.ClosesOn < from || vacancy.PublishedOn > to || (vacancy.Occupation.IsHazardous && !grown)
                || (live && (vacancy.ClosesOn < country.Today || vacancy.Taken >= vacancy.Openings - 1)))
            {
                continue;
            }

            if (vacancy.ProvinceCode == provinceCode)
            {
                return vacancy;
            }

            far = vacancy;
        }

        return far;
    }

    /// <summary>Vacancies that were published before a day and open on it, with an opening left.</summary>
    public IEnumerable<DemoVacancy> OpenOn(DateOnly day, bool grown) =>
        vacancies.Where(v => v.PublishedOn < day && v.ClosesOn >= day && v.Taken < v.Openings && (grown || !v.Occupation.IsHazardous));

    /// <summary>Live vacancies of the employer with the printed account.</summary>
    public IReadOnlyList<DemoVacancy> OfShownEmployer() => [.. vacancies.Where(v => v.Employer == Employers[0] && v.ClosesOn >= country.Today)];

    /// <summary>Vacancy numbers go on where the demo ends.</summary>
    public void CloseSeries()
    {
        foreach (var (year, last) in lastNumbers)
        {
            rows.Add(new VacancySeriesRow(year, last));
        }
    }

    /// <summary>Writes what the lives took: openings, and that a vacancy without any is filled.</summary>
    public async Task SettleAsync(Database db, CancellationToken ct)
    {
        await db.BeginAsync(ct);
        await db.ExecuteAsync(
            "UPDATE Vacancy SET Taken = @Taken WHERE Id = @Id",
            vacancies.Where(v => v.Taken > 0).Select(v => new { v.Id, v.Taken }), ct);
        await db.ExecuteAsync(
            "UPDATE Vacancy SET Status = 'filled', ClosedAt = @LastTakenAt, CloseReason = 'filled-by-pes' WHERE Id = @Id",
            vacancies.Where(v => v.Taken == v.Openings).Select(v => new { v.Id, v.LastTakenAt }), ct);
        await db.CommitAsync(ct);
    }

    public static string Phone(Dice dice) =>
        string.Create(CultureInfo.InvariantCulture, $"0{dice.Pick(Prefixes)}{dice.Between(0, 999_999):D6}");

    private static readonly string[] Prefixes = ["10", "11", "12", "15", "16", "17", "69", "70", "77", "78", "81", "85", "86", "87", "92", "93", "95", "98"];

    private static readonly string[] Sizes = ["micro", "small", "small", "medium", "large", "very-large"];

    private static readonly string[] Contracts = ["permanent", "permanent", "fixed-term", "fixed-term", "fixed-term", "probation", "temporary"];

    private string Number(DateOnly published)
    {
        lastNumbers[published.Year] = lastNumbers.GetValueOrDefault(published.Year) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"V-{published.Year}-{lastNumbers[published.Year]:D6}");
    }

    private DemoParts AddParts(DemoVacancy vacancy)
    {
        var parts = new DemoParts();
        rows.Add(new VacancyPlaceRow(vacancy.Id, vacancy.ProvinceCode));
        var (special, general) = country.SkillsOf(vacancy.Occupation.Isco);
        HashSet<int> put = [];
        foreach (var skill in special)
        {
            if (put.Count < 5 && put.Add(skill))
            {
                AddSkill(skill, put.Count <= 2);
            }
        }

        for (var i = 0; i < 3 && general.Length > 0; i++)
        {
            var skill = dice.Pick(general);
            if (put.Add(skill))
            {
                AddSkill(skill, special.Length == 0 && put.Count == 1);
            }
        }

        if (vacancy.Occupation.Licence.Length > 0)
        {
            rows.Add(new VacancyLicenceRow(vacancy.Id, vacancy.Occupation.Licence));
        }

        if (vacancy.Occupation.Sector is "hotel" or "software" or "office" && dice.Chance(0.6))
        {
            var level = dice.Between(2, 3);
            rows.Add(new VacancyLanguageRow(vacancy.Id, "en", level));
            parts.Languages.Add(("en", level));
        }

        if (dice.Chance(0.15))
        {
            parts.Accommodation = dice.Pick(country.Accommodations);
            rows.Add(new VacancyAccommodationRow(vacancy.Id, parts.Accommodation));
        }

        return parts;

        void AddSkill(int skill, bool isEssential)
        {
            rows.Add(new VacancySkillRow(vacancy.Id, skill, isEssential));
            (isEssential ? parts.Essential : parts.Useful).Add(skill);
        }
    }

    private static string TextEn(DemoVacancy v) =>
        $"""
        {v.Occupation.DutiesEn}
        {(v.Occupation.Months == 0 ? "New staff learn the work with us in the first month." : "Experience in similar work is asked for.")} The wage is paid twice a month. Work clothes and accident insurance are provided.
        Apply through your job centre or bring a short CV to our office.
        """;

    private static string TextKm(DemoVacancy v) =>
        $"""
        {v.Occupation.DutiesKm}
        {(v.Occupation.Months == 0 ? "បុគ្គលិកថ្មីទទួលបានការបង្រៀនការងារក្នុងខែដំបូង។" : "ត្រូវមានបទពិសោធន៍ក្នុងការងារស្រដៀងគ្នា។")} ប្រាក់ឈ្នួលបើកពីរដងក្នុងមួយខែ។ មានឯកសណ្ឋាន និងធានារ៉ាប់រងគ្រោះថ្នាក់ការងារ។
        សូមដាក់ពាក្យតាមមជ្ឈមណ្ឌលការងារ ឬយកប្រវត្តិរូបសង្ខេបមកការិយាល័យផ្ទាល់។
        """;

    private static List<T> Of<T>(Dictionary<string, List<T>> lists, string key) =>
        lists.TryGetValue(key, out var list) ? list : lists[key] = [];
}
