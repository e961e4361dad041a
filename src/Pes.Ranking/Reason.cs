using System.Runtime.InteropServices;

namespace Pes.Ranking;

/// <summary>What the value of an <see cref="Argument"/> counts or identifies.</summary>
public enum Unit : byte
{
    None = 0,
    Count = 1,
    Kilometres = 2,
    RielPerMonth = 3,
    Months = 4,
    Days = 5,
    PerMille = 6,
    HoursPerWeek = 7,

    /// <summary>Level 0-8 of the Cambodian Qualifications Framework; 0 is below the first level.</summary>
    CqfLevel = 8,

    /// <summary>ISCO-08 unit group, four digits.</summary>
    Occupation = 9,

    /// <summary>Leading digits that two ISCO-08 codes share, 0-4.</summary>
    SharedDigits = 10,
    ProvinceCode = 11,
    SkillId = 12,
    LicenceId = 13,
    LanguageId = 14,

    /// <summary>1-6, as A1-C2 of the Common European Framework.</summary>
    LanguageLevel = 15,
    AccommodationId = 16,

    /// <summary>A <see cref="Ranking.Contracts"/> value.</summary>
    Contract = 17,

    /// <summary>A <see cref="Ranking.WorkTimes"/> value; several bits may be set.</summary>
    WorkTimes = 18,

    /// <summary><see cref="DateOnly.DayNumber"/>.</summary>
    DayNumber = 19,
}

/// <summary>A typed number that the product puts into a sentence. <see cref="Unit.None"/> when a reason has no such argument.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Argument(Unit Unit, int Value);

/// <summary>For and against carry a weight; missing names one thing that would have to be gained.</summary>
public enum Direction : byte
{
    For = 0,
    Against = 1,
    Missing = 2,
}

/// <summary>
/// The code of a reason; together with its <see cref="Direction"/> it selects the sentence. Each line gives the two
/// arguments. The numbers are stored with match runs: append, never renumber.
/// </summary>
public enum ReasonKind : byte
{
    None = 0,

    /// <summary>Count held; count asked.</summary>
    EssentialSkills = 1,

    /// <summary>Count held; count asked.</summary>
    UsefulSkills = 2,

    /// <summary>The wished occupation nearest to the vacancy's; shared digits.</summary>
    OccupationWished = 3,

    /// <summary>The occupation of the career nearest to the vacancy's; shared digits.</summary>
    OccupationHeldBefore = 4,

    /// <summary>Months that count for this occupation; months asked.</summary>
    Experience = 5,

    /// <summary>CQF level held; level asked.</summary>
    Education = 6,

    /// <summary>Kilometres as the crow flies.</summary>
    Distance = 7,

    /// <summary>Province of the vacancy, where coordinates are not known: for = the same province, against = another.</summary>
    Province = 8,

    /// <summary>Riel a month offered (middle of the range); riel a month expected.</summary>
    Wage = 9,

    /// <summary>Count of languages held at the level asked; count asked.</summary>
    Languages = 10,

    /// <summary>Hours a week offered; hours a week wished.</summary>
    WorkHours = 11,

    /// <summary>Contract offered.</summary>
    Contract = 12,

    /// <summary>Days since first publication.</summary>
    Freshness = 13,

    /// <summary>Per mille of referrals answered in 7 days; median days to an answer. Either may be absent.</summary>
    EmployerAnswering = 14,

    /// <summary>Openings left.</summary>
    OpeningsLeft = 15,

    /// <summary>Jobseekers already referred; openings left.</summary>
    Congestion = 16,

    /// <summary>The occupation held before from which people go to the vacancy's; per mille of those who leave it. Learned models alone tell it.</summary>
    CareerMove = 17,

    /// <summary>A skill held that is near to one asked; how many more of them. Learned models alone tell it.</summary>
    NearSkills = 18,

    /// <summary>Licences and certificates held; asked by the vacancy or the law. Learned models alone tell it.</summary>
    Licences = 19,

    /// <summary>Missing: skill id.</summary>
    EssentialSkillNotHeld = 20,

    /// <summary>Missing: licence id.</summary>
    LicenceNotHeld = 21,

    /// <summary>Missing: language id; level asked.</summary>
    LanguageNotHeld = 22,

    /// <summary>Missing: months short of what is asked.</summary>
    ExperienceShort = 23,

    /// <summary>Missing: CQF level asked; level held.</summary>
    EducationShort = 24,

    /// <summary>Missing: id of a licence that the law requires of the occupation.</summary>
    LicenceByLawNotHeld = 25,

    /// <summary>The work is hazardous: always a fact alone. Learned models alone tell it.</summary>
    Hazardous = 26,

    /// <summary>Months since she last did work that counts whole for the vacancy's; absent where she never did. Always a fact alone. Learned models alone tell it.</summary>
    LastWork = 27,
}

/// <summary>
/// One reason of a match. The weights of all reasons for and against sum to the score exactly; a missing thing
/// weighs 0, since what it costs already stands in the reason of its term.
/// </summary>
/// <param name="IsFactAlone">A learned model counts the fact in another direction than it has by itself (a wage below the
/// wish counts for a vacancy where most pay still less): it is to be told as a fact, without praise or blame.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Reason(
    ReasonKind Kind, Direction Direction, Term Term, int Weight, Argument First, Argument Second, bool IsFactAlone = false);
