using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Pes.Ranking;

/// <summary>When work is done. A vacancy has the times that it asks for, a jobseeker those that she cannot work.</summary>
[Flags]
public enum WorkTimes : byte
{
    None = 0,
    Days = 1,
    Nights = 4,
    Weekends = 8,
    RotatingShifts = 16,
}

/// <summary>Form of employment. A vacancy has one (None: not stated), a jobseeker any number that she wishes (None: no wish).</summary>
[Flags]
public enum Contracts : byte
{
    None = 0,
    Permanent = 1,
    FixedTerm = 2,
    Seasonal = 4,
    Daily = 8,
    Internship = 16,
    Apprenticeship = 32,
    SelfEmployed = 64,
}

/// <summary>A language from the product's code list, at level 1-6 (A1-C2).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LanguageLevel(byte Language, byte Level);

/// <summary>Time spent in one occupation: ISCO-08 unit group (0 = not known) and months.</summary>
/// <param name="MonthsSince">Months from its end to the day of the profile, 0 while she still does it; null = not known, as in lists kept before it was.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CareerStep(
    ushort Occupation, ushort Months, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ushort? MonthsSince = null)
{
    /// <summary>What an end that is not known counts as, in months: neither recent nor long ago (this project's judgement).</summary>
    internal const int UsualMonthsSince = 36;

    internal int MonthsSinceOrUsual => MonthsSince ?? UsualMonthsSince;
}

/// <summary>
/// What ranking may know of a jobseeker: what she can, wishes and can reach. Attributes that must never be an input
/// (docs/matching.md names them) have no member here. Arrays are sorted and freed of duplicates when set, and belong to the profile from then on.
/// </summary>
public sealed record JobseekerProfile
{
    public required Guid Id { get; init; }

    /// <summary>Skill ids held. An empty list means none held.</summary>
    public int[] Skills { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Words of the occupations that she wishes or has had (<see cref="Text.OccupationWords"/>). Empty: none known.</summary>
    public int[] TitleWords { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Ids of licences and certificates held that a law or a vacancy can require.</summary>
    public int[] Licences { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Languages held, the best level of each. An empty list means none held.</summary>
    public LanguageLevel[] Languages { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>ISCO-08 unit groups that she looks for. Empty: no wish stated.</summary>
    public ushort[] WishedOccupations { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Career history; an empty list means no experience.</summary>
    public CareerStep[] Career { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Where people go whose career was like hers (<see cref="Ranking.CareerMoves"/>), without what she has had herself. Empty: none known.</summary>
    public OccupationMove[] CareerMoves { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Highest CQF level, 0-8 (0 = below the first level); null = not known.</summary>
    public byte? Education { get; init; }

    /// <summary>Where she lives, to a district; null = not known.</summary>
    public GeoPoint? Place { get; init; }

    /// <summary>Province code, 1-25; 0 = not known.</summary>
    public byte Province { get; init; }

    /// <summary>The farthest she travels to work, km; null = no limit stated.</summary>
    public ushort? TravelLimitKm { get; init; }

    /// <summary>Would move for work to any province.</summary>
    public bool MovesAnywhere { get; init; }

    /// <summary>Provinces to which she would move for work.</summary>
    public byte[] MovesTo { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Wage that she expects, riel a month; null = not stated.</summary>
    public int? WageExpected { get; init; }

    /// <summary>Hours a week that she wishes; null = no wish.</summary>
    public byte? HoursWished { get; init; }

    public Contracts ContractsWished { get; init; }

    /// <summary>Times at which she cannot work: a hard condition.</summary>
    public WorkTimes CannotWork { get; init; }

    /// <summary>Accommodations that a vacancy must offer: a filter that she sets herself, and nobody for her.</summary>
    public int[] AccommodationsWanted { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>The law lets her work at all. The product derives it; the engine sees only the answer.</summary>
    public required bool MayWork { get; init; }

    /// <summary>The law lets her do hazardous work.</summary>
    public required bool MayDoHazardousWork { get; init; }

    /// <summary>She agreed to be suggested to employers and looks for work: asked only when jobseekers are ranked for a vacancy.</summary>
    public required bool MayBeSuggested { get; init; }
}

/// <summary>One of the places of a vacancy: coordinates where they are known, and its province (1-25; 0 = not known).</summary>
/// <param name="IsWholeProvince">The coordinates are the province's own: where in it the work is, nobody said.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WorkSite(GeoPoint? Place, byte Province, bool IsWholeProvince = false);

/// <summary>What ranking knows of a vacancy and its employer. Arrays are sorted and freed of duplicates when set, and belong to the profile from then on.</summary>
public sealed record VacancyProfile
{
    public required Guid Id { get; init; }

    /// <summary>Published, not paused, not withdrawn.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Last day of applications, Cambodia's calendar; null = none.</summary>
    public DateOnly? ClosesOn { get; init; }

    /// <summary>First publication; null = not known.</summary>
    public DateOnly? PublishedOn { get; init; }

    /// <summary>Openings not yet taken.</summary>
    public required ushort OpeningsLeft { get; init; }

    /// <summary>Jobseekers referred to it whose outcome is pending; null = not known.</summary>
    public ushort? ReferralsPending { get; init; }

    /// <summary>ISCO-08 unit group; 0 = not coded.</summary>
    public ushort Occupation { get; init; }

    /// <summary>Skill ids without which the work cannot be done. Empty: none asked.</summary>
    public int[] EssentialSkills { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Skill ids that help. Empty: none asked.</summary>
    public int[] UsefulSkills { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Skills that stand near the essential ones (<see cref="RelatedSkills"/>) and are not asked themselves.</summary>
    public int[] NearSkills { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Words of its title that speak of occupations (<see cref="Text.OccupationWords"/>). Empty: none known.</summary>
    public int[] TitleWords { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Licences and certificates that the advertisement asks: a hard condition.</summary>
    public int[] LicencesRequired { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Licences and certificates that the law requires of the occupation, whatever the advertisement says: a hard condition.</summary>
    public int[] LicencesByLaw { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>What has to be held, for either reason.</summary>
    internal int[] LicencesToHold => LicencesByLaw is [] ? LicencesRequired : CodeSet.Of([.. LicencesRequired, .. LicencesByLaw]);

    public LanguageLevel[] LanguagesAsked { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Experience asked, months; 0 or null = none asked.</summary>
    public ushort? ExperienceAsked { get; init; }

    /// <summary>CQF level asked, 0-8; 0 or null = none asked.</summary>
    public byte? EducationAsked { get; init; }

    public GeoPoint? Place { get; init; }

    /// <summary>Province code, 1-25; 0 = not known.</summary>
    public byte Province { get; init; }

    /// <inheritdoc cref="WorkSite.IsWholeProvince"/>
    public bool IsWholeProvince { get; init; }

    /// <summary>Where the work can be done besides <see cref="Place"/>: the one that suits the jobseeker best counts.</summary>
    public WorkSite[] OtherPlaces { get; init; } = [];

    internal WorkSite FirstSite => new(Place, Province, IsWholeProvince);

    /// <summary>All places, the first one first.</summary>
    internal IEnumerable<WorkSite> Sites => OtherPlaces.Prepend(FirstSite);

    /// <summary>Lower end of the wage, riel a month; null = not given, then the upper end alone counts.</summary>
    public int? WageLow { get; init; }

    /// <summary>Upper end of the wage, riel a month; null = not given, then the lower end alone counts.</summary>
    public int? WageHigh { get; init; }

    /// <summary>Hours a week; null = not stated.</summary>
    public byte? Hours { get; init; }

    public Contracts Contract { get; init; }

    public WorkTimes WorkTimes { get; init; }

    /// <summary>Hazardous work in the sense of the labour law.</summary>
    public bool IsHazardous { get; init; }

    /// <summary>Ids of accommodations that the workplace offers.</summary>
    public int[] Accommodations { get; init => field = CodeSet.Of(value); } = [];

    /// <summary>Share of the employer's referrals answered within 7 days, per mille; null = no history.</summary>
    public ushort? EmployerAnswered { get; init; }

    /// <summary>Median days to the employer's answer; null = no history.</summary>
    public ushort? EmployerAnswerDays { get; init; }

    /// <summary>The place of work that is nearest to her home; null where neither home nor a place is known by coordinates.</summary>
    public (WorkSite Site, int Kilometres)? NearestTo(JobseekerProfile jobseeker)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        (WorkSite, int Kilometres)? nearest = null;
        for (var i = -1; jobseeker.Place is { } home && i < OtherPlaces.Length; i++)
        {
            var site = i < 0 ? FirstSite : OtherPlaces[i];
            if (site.Place is { } workplace && GeoPoint.Kilometres(home, workplace) is var kilometres && !(kilometres >= nearest?.Kilometres))
            {
                nearest = (site, kilometres);
            }
        }

        return nearest;
    }
}
