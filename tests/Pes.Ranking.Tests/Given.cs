using FsCheck;
using FsCheck.Fluent;

namespace Pes.Ranking.Tests;

/// <summary>Profiles to start from, and generators that draw from small code lists so that pairs often touch.</summary>
internal static class Given
{
    public const int Million = 1_000_000;
    public static readonly DateOnly Today = new(2026, 11, 22);

    /// <summary>Nothing is known of her but what the law allows.</summary>
    public static JobseekerProfile Jobseeker => new()
    {
        Id = new("018f0000-0000-7000-8000-000000000001"),
        MayWork = true,
        MayDoHazardousWork = true,
        MayBeSuggested = true,
    };

    /// <summary>Nothing is known of it but that it is open.</summary>
    public static VacancyProfile Vacancy => new()
    {
        Id = new("018f0000-0000-7000-8000-000000000002"),
        IsOpen = true,
        OpeningsLeft = 1,
    };

    /// <summary>A seamstress in Pursat, every field filled.</summary>
    public static JobseekerProfile FullJobseeker => Jobseeker with
    {
        Skills = [3, 1, 7],
        TitleWords = [11, 12, 13],
        Licences = [2],
        Languages = [new(1, 6), new(2, 2)],
        WishedOccupations = [7531],
        Career = [new(8153, 30, 5), new(5223, 8, 40)],
        CareerMoves = [new(8153, 7531, 60), new(8153, 7533, 24), new(5223, 5242, 20)],
        Education = 2,
        Place = GeoPoint.FromDegrees(12.5388, 103.9192),
        Province = 15,
        TravelLimitKm = 40,
        MovesAnywhere = false,
        MovesTo = [12],
        WageExpected = 900_000,
        HoursWished = 48,
        ContractsWished = Contracts.Permanent | Contracts.FixedTerm,
        CannotWork = WorkTimes.Nights,
        AccommodationsWanted = [4],
    };

    /// <summary>A garment workshop 15 km from her, every field filled.</summary>
    public static VacancyProfile FullVacancy => Vacancy with
    {
        ClosesOn = Today.AddDays(10),
        PublishedOn = Today.AddDays(-5),
        OpeningsLeft = 4,
        ReferralsPending = 6,
        Occupation = 7533,
        EssentialSkills = [1, 3, 5],
        UsefulSkills = [7, 8],
        NearSkills = [7, 9],
        TitleWords = [12, 14],
        LicencesRequired = [2],
        LanguagesAsked = [new(1, 4)],
        ExperienceAsked = 24,
        EducationAsked = 3,
        Place = GeoPoint.FromDegrees(12.60, 104.05),
        Province = 15,
        WageLow = 820_000,
        WageHigh = 1_000_000,
        Hours = 48,
        Contract = Contracts.FixedTerm,
        WorkTimes = WorkTimes.Days,
        Accommodations = [4, 5],
        EmployerAnswered = 800,
        EmployerAnswerDays = 4,
    };

    public static Gen<JobseekerProfile> Jobseekers =>
        from skills in Several(Gen.Choose(1, 12))
        from languages in Several(Language)
        from wished in Several(Occupation, 2)
        from career in Several(Step, 3)
        from education in Sometimes(Gen.Choose(0, 8))
        from place in Place
        from province in Gen.Choose(0, 4)
        from wage in Sometimes(Gen.Choose(200_000, 3_000_000))
        from hours in Sometimes(Gen.Choose(10, 60))
        from bits in Gen.Choose(0, 0xFFFF)
        from limit in Sometimes(Gen.Choose(1, 150))
        from id in Gen.Choose(1, int.MaxValue)
        select Jobseeker with
        {
            Id = IdOf(id),
            Skills = skills,
            TitleWords = [.. skills.Take(2)],
            Languages = languages,
            WishedOccupations = wished,
            Career = career,
            CareerMoves = [.. career.Zip(wished.Concat([(ushort)8153, (ushort)5223]), (step, to) => new OccupationMove(step.Occupation, to, (byte)(step.Months % 100)))],
            Education = (byte?)education,
            Place = place,
            Province = (byte)province,
            TravelLimitKm = (ushort?)limit,
            WageExpected = wage,
            HoursWished = (byte?)hours,
            ContractsWished = (Contracts)(bits & 7),
            MovesAnywhere = (bits & 0x38) == 8,
            MovesTo = [(byte)(1 + ((bits >> 8) & 3))],
            CannotWork = (WorkTimes)(((bits >> 10) & 3) << 2),
        };

    public static Gen<VacancyProfile> Vacancies =>
        from essential in Several(Gen.Choose(1, 12))
        from useful in Several(Gen.Choose(1, 12))
        from languages in Several(Language, 2)
        from occupation in Occupation
        from experience in Sometimes(Gen.Choose(0, 60))
        from education in Sometimes(Gen.Choose(0, 8))
        from place in Place
        from province in Gen.Choose(0, 4)
        from low in Sometimes(Gen.Choose(200_000, 3_000_000))
        from spread in Sometimes(Gen.Choose(0, 1_000_000))
        from hours in Sometimes(Gen.Choose(10, 60))
        from bits in Gen.Choose(0, 0xFFFF)
        from published in Sometimes(Gen.Choose(-2, 90))
        from openings in Gen.Choose(1, 12)
        from pending in Sometimes(Gen.Choose(0, 60))
        from answered in Sometimes(Gen.Choose(0, 1_000))
        from days in Sometimes(Gen.Choose(0, 40))
        from id in Gen.Choose(1, int.MaxValue)
        select Vacancy with
        {
            Id = IdOf(id),
            EssentialSkills = essential,
            UsefulSkills = useful,
            NearSkills = [.. useful.Select(s => s + 1).Except(essential)],
            TitleWords = [.. essential.Take(3)],
            LanguagesAsked = languages,
            Occupation = occupation,
            ExperienceAsked = (ushort?)experience,
            EducationAsked = (byte?)education,
            Place = place,
            Province = (byte)province,
            WageLow = low,
            WageHigh = spread is null ? null : (low ?? 300_000) + spread,
            Hours = (byte?)hours,
            Contract = (Contracts)(bits & 4),
            WorkTimes = (WorkTimes)(((bits >> 3) & 7) << 2),
            PublishedOn = published is { } ago ? Today.AddDays(-ago) : null,
            ClosesOn = (bits & 0xC0) == 0x40 ? Today.AddDays((bits >> 8) % 20 - 4) : null,
            OpeningsLeft = (ushort)openings,
            ReferralsPending = (ushort?)pending,
            EmployerAnswered = (ushort?)answered,
            EmployerAnswerDays = (ushort?)days,
        };

    public static Gen<GeoPoint?> Place =>
        from known in Gen.Choose(0, 3)
        from point in KnownPlace
        select known == 0 ? null : (GeoPoint?)point;

    public static Gen<GeoPoint> KnownPlace =>
        from latitude in Gen.Choose(104_000, 147_000)
        from longitude in Gen.Choose(1_023_000, 1_076_000)
        select new GeoPoint(latitude, longitude);

    /// <summary>Places beside the first; mostly none.</summary>
    public static Gen<WorkSite[]> OtherPlaces =>
        from count in Gen.Choose(-3, 3)
        from sites in Site.ArrayOf(Math.Max(0, count))
        select sites;

    public static Gen<CareerStep> Step =>
        from occupation in Occupation
        from months in Gen.Choose(0, 80)
        from since in Sometimes(Gen.Choose(0, 200))
        select new CareerStep(occupation, (ushort)months, (ushort?)since);

    public static int Score(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
        return PairScore.Of(jobseeker, vacancy, Today, findings);
    }

    /// <summary>A property over that many random cases; a failure prints the seed that repeats it.</summary>
    public static void Holds<T>(Gen<T> cases, Func<T, bool> property, int count) =>
        Prop.ForAll(cases.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

    public static Guid IdOf(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    private static Gen<WorkSite> Site =>
        from place in Place
        from province in Gen.Choose(0, 4)
        from isWhole in Gen.Elements(false, false, true)
        select new WorkSite(place, (byte)province, isWhole);

    private static Gen<ushort> Occupation => Gen.Elements<ushort>(0, 7531, 7533, 7512, 7112, 8153, 5223, 5120, 2512);

    private static Gen<LanguageLevel> Language =>
        from language in Gen.Choose(1, 3)
        from level in Gen.Choose(1, 6)
        select new LanguageLevel((byte)language, (byte)level);

    private static Gen<T[]> Several<T>(Gen<T> one, int most = 5) =>
        from count in Gen.Choose(0, most)
        from several in one.ArrayOf(count)
        select several;

    private static Gen<int?> Sometimes(Gen<int> number) =>
        from known in Gen.Choose(0, 2)
        from value in number
        select known == 0 ? null : (int?)value;
}
