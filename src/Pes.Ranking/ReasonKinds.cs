namespace Pes.Ranking;

/// <summary>The field under which reasons stand together.</summary>
public enum ReasonGroup : byte
{
    Skills = 0,

    /// <summary>Occupation and experience.</summary>
    Work = 1,

    /// <summary>Education and languages.</summary>
    Learning = 2,
    Place = 3,
    Wage = 4,

    /// <summary>Hours, contract, hazard.</summary>
    Terms = 5,

    /// <summary>The advertisement, its openings and its employer.</summary>
    Vacancy = 6,
}

/// <summary>What is known of a kind of reason beside its sentence.</summary>
public static class ReasonKinds
{
    /// <summary>
    /// It tells what she can do, as her CV does. Only this may be told to an employer: other kinds speak of other people, of the
    /// employer, or of what she expects and where she lives. A kind that is not named here is not told.
    /// </summary>
    public static bool SpeaksOfFitness(this ReasonKind kind) => kind is
        ReasonKind.EssentialSkills or ReasonKind.UsefulSkills or ReasonKind.NearSkills or ReasonKind.Licences
        or ReasonKind.OccupationWished or ReasonKind.OccupationHeldBefore or ReasonKind.Experience
        or ReasonKind.Education or ReasonKind.Languages;

    /// <summary>It names something that would have to be gained.</summary>
    public static bool IsMissing(this ReasonKind kind) => kind is >= ReasonKind.EssentialSkillNotHeld and <= ReasonKind.LicenceByLawNotHeld;

    /// <exception cref="ArgumentOutOfRangeException">No reason is of this kind.</exception>
    public static ReasonGroup Group(this ReasonKind kind) => kind switch
    {
        ReasonKind.EssentialSkills or ReasonKind.UsefulSkills or ReasonKind.NearSkills or ReasonKind.Licences
            or ReasonKind.EssentialSkillNotHeld or ReasonKind.LicenceNotHeld or ReasonKind.LicenceByLawNotHeld => ReasonGroup.Skills,
        ReasonKind.OccupationWished or ReasonKind.OccupationHeldBefore or ReasonKind.CareerMove
            or ReasonKind.LastWork or ReasonKind.Experience or ReasonKind.ExperienceShort => ReasonGroup.Work,
        ReasonKind.Education or ReasonKind.EducationShort or ReasonKind.Languages or ReasonKind.LanguageNotHeld => ReasonGroup.Learning,
        ReasonKind.Distance or ReasonKind.Province => ReasonGroup.Place,
        ReasonKind.Wage => ReasonGroup.Wage,
        ReasonKind.WorkHours or ReasonKind.Contract or ReasonKind.Hazardous => ReasonGroup.Terms,
        ReasonKind.Freshness or ReasonKind.EmployerAnswering or ReasonKind.OpeningsLeft or ReasonKind.Congestion => ReasonGroup.Vacancy,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No reason is of this kind."),
    };
}
