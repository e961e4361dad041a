using System.Globalization;
using Pes.Ranking;
using Pes.Ranking.Text;

namespace Pes.Cli.DemoData;

/// <summary>A jobseeker while her history is made.</summary>
internal sealed class DemoPerson
{
    public required Guid Id { get; init; }

    public required Guid CaseFileId { get; init; }

    public required DemoCentre Centre { get; init; }

    public required Guid Officer { get; init; }

    public required bool HasCounsellor { get; init; }

    public required IReadOnlyList<DemoOccupation> Wishes { get; init; }

    public required DateOnly RegisteredOn { get; init; }

    public required DateTime RegisteredAt { get; init; }

    public required bool IsGrown { get; init; }

    public required Guid CvId { get; init; }

    public required string Number { get; init; }

    /// <summary>As ranking sees her on the day of her registration.</summary>
    public JobseekerProfile Profile { get; set; } = null!;

    /// <summary>As ranking sees her on another day, on which her jobs are longer ago.</summary>
    public JobseekerProfile ProfileOn(DateOnly day) => Profile with
    {
        Career = [.. Profile.Career.Select(s => s with { MonthsSince = (ushort)Math.Max(0, s.MonthsSince.GetValueOrDefault() + DemoCodes.Months(RegisteredOn, day)) })],
    };
}

/// <summary>
/// Invented people: Khmer names, and sex, age, disability, return and poverty spread about as among the clients of job
/// centres (shares are this project's estimate).
/// </summary>
internal sealed class DemoPeople(DemoCountry country, DemoMarket market, Dice dice, DemoRows rows)
{
    private const int RielPerDollar = 4100;

    private static readonly CompareInfo KhmerOrder = CultureInfo.GetCultureInfo("km").CompareInfo;

    private static readonly HashSet<string> BorderProvinces = ["01", "02", "22", "24", "17", "15"];

    private static readonly string[] Schooling = ["none", "primary", "lower-secondary", "upper-secondary", "technical-certificate", "technical-diploma", "bachelor", "master"];

    private readonly SortedDictionary<(string Centre, int Year), int> numbers = [];

    /// <summary>The last number given by a centre in a year.</summary>
    public IEnumerable<((string Centre, int Year) Series, int Last)> Numbers => numbers.Select(n => (n.Key, n.Value));

    public DemoPerson Make(DateOnly day, Func<DemoCentre, Guid?> counsellorFor)
    {
        var centre = country.Centres[dice.Weighted(country.CentreWeights)];
        var at = country.During(day, dice);
        var sex = dice.Weighted([0.54, 0.455, 0.005]);
        var age = dice.Weighted([0.38, 0.34, 0.18, 0.08, 0.02]) switch { 0 => dice.Between(15, 24), 1 => dice.Between(25, 34), 2 => dice.Between(35, 44), 3 => dice.Between(45, 54), _ => dice.Between(55, 64) };
        var (family, given) = (dice.Pick(DemoWords.Families), dice.Pick(sex == 1 ? DemoWords.Men : DemoWords.Women));
        var born = day.AddYears(-age).AddDays(-dice.Between(1, 364));
        var occupation = market.AnyOccupation();
        var education = Educated(occupation, age);
        var (manager, counsellors) = country.Staff[centre.Id];
        var chosen = counsellorFor(centre);
        var hasCounsellor = chosen is not null || dice.Chance(0.97);
        var officer = chosen ?? (hasCounsellor ? dice.Pick(counsellors) : manager);
        var series = (centre.Code[3..], day.Year);
        numbers[series] = numbers.GetValueOrDefault(series) + 1;
        List<DemoOccupation> wishes = [occupation];
        for (var i = 0; i < 2; i++)
        {
            if (dice.Chance(0.5) && market.AnyOccupation() is var more && !wishes.Contains(more))
            {
                wishes.Add(more);
            }
        }

        var person = new DemoPerson
        {
            Id = dice.Id(at),
            CaseFileId = dice.Id(at),
            Centre = centre,
            Officer = officer,
            HasCounsellor = hasCounsellor,
            Wishes = wishes,
            RegisteredOn = day,
            RegisteredAt = at,
            IsGrown = age >= 18,
            CvId = dice.Id(at.AddMinutes(1)),
            Number = string.Create(CultureInfo.InvariantCulture, $"{series.Item1}-{day.Year}-{numbers[series]:D6}"),
        };
        var sort = KhmerOrder.GetSortKey($"{family.Khmer} {given.Khmer}", CompareOptions.None).KeyData;
        rows.Add(new PersonRow(
            person.Id, family.Khmer, given.Khmer, family.Latin, given.Latin,
            KhmerText.FoldKey(family.Khmer) + KhmerText.FoldKey(given.Khmer), KhmerText.LatinNameKey(family.Latin) + KhmerText.LatinNameKey(given.Latin), sort,
            sex switch { 0 => "female", 1 => "male", _ => "other" }, dice.Chance(0.985) ? born : null, dice.Chance(0.93) ? DemoMarket.Phone(dice) : null, "km",
            dice.Chance(0.92) ? centre.ProvinceCode : dice.Chance(0.9) ? dice.Pick(country.Centres).ProvinceCode : null, dice.Chance(0.98) ? education : null, at, 1));
        var wanted = AddGroups(person, sex == 0, age, education);
        var document = AddProfile(person, age, education, occupation, wanted);
        rows.Add(new CvVersionRow(person.CvId, person.Id, 1, true, document.Of(family, given), at.AddMinutes(12) <= country.Now ? at.AddMinutes(12) : at));
        return person;
    }

    private string Educated(DemoOccupation occupation, int age)
    {
        var least = Array.IndexOf(Schooling, occupation.Education);
        var own = Math.Clamp(least + dice.Weighted([0.12, 0.6, 0.2, 0.08]) - 1, 0, Schooling.Length - 1);
        return Schooling[age < 18 ? Math.Min(own, 2) : age < 22 ? Math.Min(own, 5) : own];
    }

    /// <returns>The accommodation that she set as a filter.</returns>
    private string? AddGroups(DemoPerson person, bool woman, int age, string education)
    {
        var returnees = BorderProvinces.Contains(person.Centre.ProvinceCode) ? 0.34 : 0.16;
        var disabled = dice.Chance(0.045);
        foreach (var (group, member) in (ReadOnlySpan<(string, bool)>)
            [
                ("youth", age <= 24), ("woman", woman), ("disability", disabled), ("returnee", age >= 18 && dice.Chance(returnees)), ("idpoor", dice.Chance(0.22)),
                ("low-skilled", education is "none" or "primary"), ("rural", person.Centre.ProvinceCode != "12" && dice.Chance(0.7)),
            ])
        {
            if (member)
            {
                rows.Add(new PersonPriorityGroupRow(person.Id, group));
            }
        }

        if (disabled && dice.Chance(0.7))
        {
            var need = new AccommodationNeedRow(person.Id, dice.Pick(country.Accommodations), dice.Chance(0.3));
            rows.Add(need);
            return need.UseAsFilter ? need.AccommodationCode : null;
        }

        return null;
    }

    private DemoCv AddProfile(DemoPerson person, int age, string education, DemoOccupation occupation, string? accommodation)
    {
        var cv = new DemoCv { ProvinceCode = person.Centre.ProvinceCode, EducationCode = education, WishOccupations = [.. person.Wishes.Select(w => w.Isco)] };
        var (special, general) = country.SkillsOf(occupation.Isco);
        foreach (var skill in special.Where(_ => dice.Chance(0.6)).Take(5).Concat(Enumerable.Range(0, 4).Where(_ => general.Length > 0).Select(_ => dice.Pick(general))).Distinct().ToList())
        {
            var level = dice.Between(1, 4);
            rows.Add(new PersonSkillRow(person.Id, skill, level));
            cv.Skills.Add(new(skill, level));
        }

        cv.Languages.Add(new("km", 5));
        if (dice.Chance(education is "bachelor" or "master" or "technical-diploma" ? 0.8 : 0.18))
        {
            cv.Languages.Add(new(dice.Chance(0.85) ? "en" : "th", dice.Between(1, 4)));
        }

        rows.Add(new PersonLanguageRow(person.Id, "km", 5));
        if (cv.Languages.Count > 1)
        {
            rows.Add(new PersonLanguageRow(person.Id, cv.Languages[1].Code, cv.Languages[1].Level));
        }

        if (occupation.Licence.Length > 0 && age >= 18 && dice.Chance(0.75))
        {
            rows.Add(new PersonLicenceRow(person.Id, occupation.Licence));
            cv.Licences.Add(occupation.Licence);
        }

        if (education != "none")
        {
            var finished = Math.Min(person.RegisteredOn.Year, person.RegisteredOn.Year - age + 15 + Array.IndexOf(Schooling, education));
            rows.Add(new EducationRow(dice.Id(person.RegisteredAt), person.Id, education, finished));
            cv.Education.Add((education, finished));
        }

        AddWork(person, age, occupation, cv);
        var wage = dice.Between(occupation.UsdFrom * 9 / 10, occupation.UsdTo) / 10 * 10;
        var wish = new WishRow(
            person.Id, dice.Chance(0.8) ? (long)wage * RielPerDollar : null, dice.Chance(0.85) ? "full-time" : "part-time", dice.Chance(0.3) ? "permanent" : null,
            dice.Chance(0.25), dice.Chance(0.7) ? dice.Pick(Distances) : null, 1);
        rows.Add(wish);
        foreach (var (rank, wished) in person.Wishes.Index())
        {
            rows.Add(new WishOccupationRow(person.Id, wished.Isco, rank + 1));
        }

        List<string> provinces = [person.Centre.ProvinceCode];
        if (person.Centre.ProvinceCode != "12" && dice.Chance(0.25))
        {
            provinces.Add("12");
        }

        foreach (var province in provinces)
        {
            rows.Add(new WishProvinceRow(person.Id, province));
        }

        person.Profile = country.Codes.Jobseeker(person, cv, wish, provinces, accommodation);

        return cv;
    }

    private void AddWork(DemoPerson person, int age, DemoOccupation occupation, DemoCv cv)
    {
        // A fifth have been away from work for longer, up to five years and a quarter of the years since they were seventeen.
        var away = dice.Between(10, 300);
        away = away <= 240 ? away : Math.Min(240 + ((away - 240) * 25), Math.Max(away, (age - 17) * 365 / 4));
        var until = person.RegisteredOn.AddDays(-away);
        var years = age - 17;
        for (var jobs = 0; jobs < 3 && years > 0 && dice.Chance(jobs == 0 ? 0.75 : 0.5); jobs++)
        {
            var months = dice.Between(3, Math.Min(60, years * 12));
            var done = jobs == 0 || dice.Chance(0.5) ? occupation : market.AnyOccupation();
            var abroad = dice.Chance(0.12);
            var began = until.AddMonths(-months);
            var employer = abroad ? "រោងចក្រនៅប្រទេសថៃ" : dice.Pick(market.Employers).NameKm;
            rows.Add(new WorkHistoryRow(dice.Id(person.RegisteredAt), person.Id, done.Isco, done.TitleKm, employer, abroad ? "TH" : "KH", began, until));
            cv.Work.Add((done.Isco, done.TitleKm, employer, abroad ? "TH" : "KH", began, until));
            until = began.AddDays(-dice.Between(5, 200));
            years -= (months / 12) + 1;
        }
    }

    private static readonly int[] Distances = [10, 20, 30, 50, 100];
}
