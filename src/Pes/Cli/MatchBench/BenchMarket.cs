using Pes.Ranking;

namespace Pes.Cli.MatchBench;

/// <summary>
/// A made-up labour market to measure matching on: of the right size and shape (few frequent occupations and skills, many
/// rare ones, half of the work in the capital), the same for one seed. It says nothing about real lift.
/// </summary>
internal sealed class BenchMarket
{
    public static readonly DateOnly Today = new(2026, 11, 22);

    private const int Provinces = 25;
    private const int Skills = 14_100;
    private const int GenericSkills = 60;

    // As many as CareerMoves keeps of an occupation.
    private const int MovesOfOccupation = 8;

    private readonly Random random;
    private readonly ushort[] occupations;
    private readonly Dictionary<ushort, int[]> skillsOf;

    public BenchMarket(int seed)
    {
        random = new(seed);
        occupations = [.. from major in Enumerable.Range(1, 9) from sub in Enumerable.Range(1, 4) from minor in Enumerable.Range(1, 3) from unit in Enumerable.Range(1, 4) select (ushort)((major * 1_000) + (sub * 100) + (minor * 10) + unit)];
        random.Shuffle(occupations);
        var shared = occupations.Select(o => o / 10).Distinct().ToDictionary(g => g, _ => Enumerable.Range(0, 15).Select(_ => 1 + random.Next(Skills)).ToArray());
        skillsOf = occupations.ToDictionary(o => o, o => (int[])[.. shared[o / 10], .. Enumerable.Range(0, 25).Select(_ => 1 + random.Next(Skills))]);
    }

    private BenchMarket(BenchMarket other, int seed) => (random, occupations, skillsOf) = (new(seed), other.occupations, other.skillsOf);

    /// <summary>The same occupations and skills; what is drawn from here on depends on this seed alone.</summary>
    public BenchMarket Reseeded(int seed) => new(this, seed);

    public VacancyProfile Vacancy()
    {
        var occupation = Occupation();
        var (province, place) = Place();
        var wage = Wage(occupation);
        return new()
        {
            Id = Id(),
            IsOpen = true,
            OpeningsLeft = (ushort)(1 + Skewed(20)),
            ReferralsPending = (ushort)Skewed(30),
            PublishedOn = Today.AddDays(-Skewed(90)),
            ClosesOn = random.Next(3) == 0 ? Today.AddDays(random.Next(60)) : null,
            Occupation = occupation,
            EssentialSkills = SomeSkills(occupation, 2 + random.Next(5)),
            UsefulSkills = SomeSkills(occupation, random.Next(5)),
            NearSkills = SomeSkills(occupation, 8),
            TitleWords = [occupation, occupation / 10],
            LicencesRequired = random.Next(12) == 0 ? [random.Next(8)] : [],
            LanguagesAsked = random.Next(4) == 0 ? [new(1, (byte)(1 + random.Next(5)))] : [],
            ExperienceAsked = random.Next(2) == 0 ? (ushort)(6 * Skewed(12)) : null,
            EducationAsked = random.Next(3) == 0 ? null : (byte)Math.Clamp(Level(occupation) - random.Next(2), 0, 8),
            Province = province,
            Place = place,
            WageLow = random.Next(3) == 0 ? null : wage,
            WageHigh = random.Next(3) == 0 ? (int)(wage * 1.3) : null,
            Hours = random.Next(3) == 0 ? null : (byte)(40 + random.Next(15)),
            Contract = (Contracts)(1 << random.Next(4)),
            WorkTimes = random.Next(5) == 0 ? WorkTimes.Nights : WorkTimes.Days,
            IsHazardous = random.Next(15) == 0,
            EmployerAnswered = random.Next(4) == 0 ? null : (ushort)random.Next(1_001),
            EmployerAnswerDays = random.Next(4) == 0 ? null : (ushort)Skewed(30),
        };
    }

    public JobseekerProfile Jobseeker()
    {
        var main = Occupation();
        var wish = random.Next(4) == 0 ? Occupation() : main;
        var (province, place) = Place();
        CareerStep[] career = [.. Enumerable.Range(0, random.Next(4)).Select(i => new CareerStep(i == 0 ? main : Occupation(), (ushort)(3 + Skewed(90)), (ushort)(main * (i + 7) % 97)))];
        return new()
        {
            Id = Id(),
            MayWork = true,
            MayDoHazardousWork = random.Next(10) > 0,
            MayBeSuggested = random.Next(10) > 0,
            Skills = [.. SomeSkills(main, 3 + random.Next(7)), .. wish == main ? [] : SomeSkills(wish, 2)],
            TitleWords = [main, main / 10, wish, wish / 10],
            Licences = random.Next(4) == 0 ? [random.Next(8)] : [],
            Languages = random.Next(2) == 0 ? [new(1, (byte)(1 + random.Next(6)))] : [],
            WishedOccupations = random.Next(5) == 0 ? [] : random.Next(3) == 0 ? [wish, Occupation()] : [wish],
            Career = career,
            CareerMoves = [.. career.SelectMany(step => Enumerable.Range(0, MovesOfOccupation).Select(_ => new OccupationMove(step.Occupation, Occupation(), (byte)(1 + Skewed(60)))))],
            Education = random.Next(8) == 0 ? null : (byte)Math.Clamp(Level(main) + random.Next(3) - 1, 0, 8),
            Province = province,
            Place = place,
            TravelLimitKm = random.Next(3) == 0 ? (ushort)(20 + random.Next(100)) : null,
            MovesAnywhere = random.Next(6) == 0,
            MovesTo = random.Next(4) == 0 ? [(byte)(1 + random.Next(Provinces))] : [],
            WageExpected = random.Next(5) == 0 ? null : (int)(Wage(main) * 0.95),
            HoursWished = random.Next(2) == 0 ? (byte)(40 + random.Next(12)) : null,
            ContractsWished = (Contracts)(random.Next(8) & 7),
            CannotWork = random.Next(3) == 0 ? WorkTimes.Nights : WorkTimes.None,
            AccommodationsWanted = random.Next(400) == 0 ? [1] : [],
        };
    }

    /// <summary>How far a pair goes, 0 (shown) to 6 (employed half a year), by rules that the engine does not know, with chance.</summary>
    public byte Outcome(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var held = vacancy.EssentialSkills.Count(s => Array.BinarySearch(jobseeker.Skills, s) >= 0);
        var skill = vacancy.EssentialSkills.Length == 0 ? 0.5 : held / (double)vacancy.EssentialSkills.Length;
        var useful = vacancy.UsefulSkills.Count(s => Array.BinarySearch(jobseeker.Skills, s) >= 0);
        var digits = jobseeker.WishedOccupations.Concat(jobseeker.Career.Select(c => c.Occupation)).Select(o => Isco08.SharedDigits(o, vacancy.Occupation)).DefaultIfEmpty(0).Max();
        var kilometres = GeoPoint.Kilometres(jobseeker.Place!.Value, vacancy.Place!.Value);
        var near = jobseeker.MovesAnywhere ? Math.Max(0.4, Math.Exp(-kilometres / 40.0)) : Math.Exp(-kilometres / 40.0);
        var wage = vacancy.WageLow is { } offered && jobseeker.WageExpected is { } expected ? Math.Clamp(offered / (double)expected, 0.5, 1.5) - 1 : 0;
        var months = jobseeker.Career.Sum(c => Isco08.SharedDigits(c.Occupation, vacancy.Occupation) >= 3 ? c.Months : c.Months / 4);
        var experience = vacancy.ExperienceAsked is > 0 and var asked ? Math.Min(1.0, months / (double)asked) : 1;
        var education = jobseeker.Education < vacancy.EducationAsked ? -0.8 : 0;
        var answer = ((vacancy.EmployerAnswered ?? 500) - 500) / 1_000.0;
        var utility = (2.2 * skill) + (0.2 * useful) + (0.55 * digits) + (2 * near) + (1.4 * wage) + (1.2 * experience * skill) + education + (0.5 * answer)
            - ((Today.DayNumber - vacancy.PublishedOn!.Value.DayNumber) / 120.0) - (0.02 * (vacancy.ReferralsPending ?? 0) / vacancy.OpeningsLeft);
        var noise = Math.Log(1 / (1 - random.NextDouble()) - 0.999999) * 0.35;
        return (byte)Math.Clamp((int)((utility + noise - 2.4) * 1.4), 0, 6);
    }

    private Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }

    // Few are frequent: the square of an even chance.
    private int Skewed(int below) => (int)(random.NextDouble() * random.NextDouble() * below);

    private ushort Occupation() => occupations[Skewed(occupations.Length)];

    private int[] SomeSkills(ushort occupation, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? 1 + Skewed(GenericSkills) : skillsOf[occupation][Skewed(40)])];

    private (byte Province, GeoPoint Place) Place()
    {
        var province = random.Next(2) == 0 ? 12 : 1 + random.Next(Provinces);
        var (latitude, longitude) = (105_000 + (province * 37 % 25 * 1_600), 1_023_000 + (province * 11 % 25 * 2_000));
        return ((byte)province, new(latitude + random.Next(-1_500, 1_500), longitude + random.Next(-1_500, 1_500)));
    }

    private static int Level(ushort occupation) => occupation / 1_000 switch { 1 => 6, 2 => 6, 3 => 5, 4 => 4, 9 => 1, _ => 3 };

    private int Wage(ushort occupation) => (int)((500_000 + (Level(occupation) * 250_000)) * (0.7 + (random.NextDouble() * 0.7)));
}
