using Pes.Cli.DemoData;
using Pes.Ranking;

namespace Pes.Cli.Simulation;

/// <summary>Groups by which outcomes are compared. No policy ever sees a label.</summary>
[Flags]
internal enum Groups
{
    None = 0,
    Women = 1,
    Young = 2,
    Disabled = 4,
    Returnees = 8,
    OutsideCapital = 16,
}

/// <summary>A person: what the service knows, and what it does not.</summary>
internal sealed record SimulatedPerson(JobseekerProfile Profile, int Week, int Centre, Groups Groups, double[] Taste, double WageCare, double DistanceCare, double Ability);

/// <summary>A vacancy: what the service knows, and what it does not.</summary>
internal sealed record SimulatedVacancy(VacancyProfile Profile, int Week, double[] Taste, double Attraction, double Pickiness);

/// <summary>
/// Everybody and everything of one run, drawn from its seed alone: forty occupations in ten fields, thirty skills a field of
/// which each occupation uses some, 25 provinces with half of the work in one. What people tell of their wishes is right
/// in six of ten cases.
/// </summary>
internal sealed class SimulatedMarket
{
    public static readonly DateOnly FirstDay = new(2026, 1, 5);

    private const int Fields = 10;
    private const int OccupationsOfField = 4;
    private const int SkillsOfField = 30;
    private const int Tastes = 3;
    private const int Capital = 12;
    private const int Provinces = 25;

    private readonly Dice dice;
    private readonly double[][] fieldTastes;
    private readonly int[][] skillsOf;

    public SimulatedMarket(ulong seed, int people, int vacancies, int weeks, int centres)
    {
        dice = new(seed);
        fieldTastes = [.. Enumerable.Range(0, Fields).Select(_ => Taste(null))];
        skillsOf = [.. Enumerable.Range(0, Fields * OccupationsOfField).Select(o => (int[])[.. Enumerable.Range(0, 12).Select(_ => Skill(o / OccupationsOfField, dice.Between(0, SkillsOfField - 1))).Distinct()])];

        // A third is there from the start, so that the first week is not the emptiest.
        int Week(int number, int count) => Math.Max(0, ((number * 3 / 2) - (count / 2)) * weeks / count);
        People = [.. Enumerable.Range(0, people).Select(i => Person(i, Week(i, people), centres))];
        Vacancies = [.. Enumerable.Range(0, vacancies).Select(i => Vacancy(i, Week(i, vacancies)))];
    }

    public SimulatedPerson[] People { get; }

    public SimulatedVacancy[] Vacancies { get; }

    /// <summary>By week of arrival, so that the id says who came first.</summary>
    private SimulatedPerson Person(int id, int week, int centres)
    {
        var groups = (dice.Chance(0.5) ? Groups.Women : Groups.None) | (dice.Chance(0.25) ? Groups.Young : Groups.None) | (dice.Chance(0.06) ? Groups.Disabled : Groups.None) | (dice.Chance(0.12) ? Groups.Returnees : Groups.None);
        var province = dice.Chance(0.35) ? Capital : dice.Between(1, Provinces);
        groups |= province == Capital ? Groups.None : Groups.OutsideCapital;
        var vocation = Occupation();
        var wish = dice.Chance(0.6) ? vocation : Occupation();
        var months = (groups & Groups.Young) != Groups.None ? dice.Between(0, 18) : dice.Between(0, 120) * ((groups & Groups.Women) != Groups.None ? 3 : 4) / 4;

        // What was learnt abroad is often not on paper.
        var known = (groups & Groups.Returnees) != Groups.None ? dice.Between(1, 5) : dice.Between(3, 9);
        var profile = new JobseekerProfile
        {
            Id = Id(1, id),
            MayWork = true,
            MayDoHazardousWork = true,
            MayBeSuggested = true,
            Skills = [.. Enumerable.Range(0, known).Select(_ => dice.Pick(skillsOf[dice.Chance(0.8) ? vocation : wish]))],
            Licences = dice.Chance(0.3) ? [dice.Between(1, 3)] : [],
            WishedOccupations = dice.Chance(0.85) ? [Isco(wish)] : [],
            Career = months < 3 ? [] : [new(Isco(dice.Chance(0.7) ? vocation : Occupation()), (ushort)months)],
            Education = dice.Chance(0.9) ? (byte)dice.Between(0, 6) : null,
            Province = (byte)province,
            Place = Place(province),
            TravelLimitKm = dice.Chance((groups & Groups.Women) != Groups.None ? 0.45 : 0.25) ? (ushort)dice.Between(15, 80) : null,
            MovesTo = dice.Chance(0.25) ? [Capital] : [],
            WageExpected = dice.Chance(0.8) ? Wage(vocation) * ((groups & Groups.Women) != Groups.None ? 92 : 100) / 100 : null,
            CannotWork = dice.Chance((groups & Groups.Disabled) != Groups.None ? 0.5 : 0.2) ? WorkTimes.Nights : WorkTimes.None,
        };
        // The capital has as many centres as its share of the people asks for.
        var inCapital = Math.Max(1, centres * 2 / 5);
        var centre = province == Capital ? id % inCapital : inCapital + (province % Math.Max(1, centres - inCapital));
        return new(profile, week, Math.Min(centre, centres - 1), groups, Taste(fieldTastes[vocation / OccupationsOfField]), 0.3 + dice.Share(), 0.3 + (1.4 * dice.Share()), (2 * dice.Share()) - 1);
    }

    private SimulatedVacancy Vacancy(int id, int week)
    {
        var occupation = Occupation();
        var province = dice.Chance(0.5) ? Capital : dice.Between(1, Provinces);
        var wage = Wage(occupation);
        var profile = new VacancyProfile
        {
            Id = Id(2, id),
            IsOpen = true,
            OpeningsLeft = (ushort)(1 + (dice.Chance(0.3) ? dice.Between(1, 4) : 0)),
            ReferralsPending = 0,
            PublishedOn = DayOf(week),
            Occupation = Isco(occupation),
            EssentialSkills = [.. Enumerable.Range(0, dice.Between(2, 5)).Select(_ => dice.Pick(skillsOf[occupation]))],
            UsefulSkills = [.. Enumerable.Range(0, dice.Between(0, 3)).Select(_ => dice.Pick(skillsOf[occupation]))],
            LicencesRequired = dice.Chance(0.06) ? [dice.Between(1, 3)] : [],
            ExperienceAsked = dice.Chance(0.5) ? (ushort)(6 * dice.Between(1, 6)) : null,
            EducationAsked = dice.Chance(0.6) ? (byte)dice.Between(1, 5) : null,
            Province = (byte)province,
            Place = Place(province),
            WageLow = dice.Chance(0.7) ? wage : null,
            WageHigh = dice.Chance(0.5) ? wage * 5 / 4 : null,
            WorkTimes = dice.Chance(0.15) ? WorkTimes.Nights : WorkTimes.Days,
        };

        // A few are liked by all.
        var attraction = dice.Chance(0.1) ? 1.5 : (2 * dice.Share()) - 1;
        return new(profile, week, Taste(fieldTastes[occupation / OccupationsOfField]), attraction, dice.Share() * 1.5);
    }

    public static DateOnly DayOf(int week) => FirstDay.AddDays(7 * week);

    private static Guid Id(short side, int id) => new(id, side, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    private static int Skill(int field, int skill) => 1 + (field * SkillsOfField) + skill;

    // Some fields are larger than others.
    private int Occupation() => (int)(dice.Share() * dice.Share() * Fields * OccupationsOfField);

    private static ushort Isco(int occupation) => (ushort)(1_111 + (occupation / OccupationsOfField / 2 * 1_000) + (occupation / OccupationsOfField % 2 * 100) + (occupation % OccupationsOfField / 2 * 10) + (occupation % 2));

    private int Wage(int occupation) => 800_000 + (occupation * 37 % 11 * 60_000) + dice.Between(-150_000, 250_000);

    private GeoPoint Place(int province) => new(
        104_000 + (province % 5 * 7_000) + dice.Between(-2_000, 2_000), 1_028_000 + (province / 5 * 9_000) + dice.Between(-2_000, 2_000));

    private double[] Taste(double[]? near) => [.. Enumerable.Range(0, Tastes).Select(i => near is null ? (2 * dice.Share()) - 1 : near[i] + dice.Share() - 0.5)];
}
