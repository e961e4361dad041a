using System.Runtime.InteropServices;

namespace Pes.Ranking;

/// <summary>What keeps a pair out of a list whatever its score. The numbers are stored with match runs: append, never renumber.</summary>
[Flags]
public enum HardCondition : ushort
{
    None = 0,

    /// <summary>Not published, paused or withdrawn.</summary>
    NotOpen = 1,

    /// <summary>Its last day has passed.</summary>
    Closed = 2,

    NoOpeningLeft = 4,

    /// <summary>The law does not let the jobseeker do this work (working age; hazardous work).</summary>
    NotAllowedByLaw = 8,

    LicenceNotHeld = 16,

    /// <summary>Farther than she travels, in a province to which she would not move.</summary>
    OutOfReach = 32,

    /// <summary>It asks for times at which she cannot work.</summary>
    WorkTimeConflict = 64,

    /// <summary>An accommodation that she filters by is not offered.</summary>
    AccommodationNotOffered = 128,

    /// <summary>She has not agreed to be suggested, or no longer looks; only asked when jobseekers are ranked for a vacancy.</summary>
    NotToBeSuggested = 256,

    /// <summary>A licence or certificate that the law requires of the occupation.</summary>
    LicenceByLawNotHeld = 512,
}

/// <summary>
/// One hard condition that fails, with its facts: Closed: day number; LicenceNotHeld, LicenceByLawNotHeld: licence id; OutOfReach: km and
/// the limit in km; WorkTimeConflict: the conflicting times; AccommodationNotOffered: accommodation id.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Barrier(HardCondition Condition, Argument First = default, Argument Second = default);

/// <summary>Missing data never fails a condition: nobody is kept from a vacancy by a gap in a record.</summary>
internal static class HardConditions
{
    /// <param name="suggesting">Jobseekers are ranked for a vacancy, so that her consent counts.</param>
    public static HardCondition Failed(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today, bool suggesting)
    {
        var failed = vacancy.IsOpen ? HardCondition.None : HardCondition.NotOpen;
        failed |= vacancy.ClosesOn < today ? HardCondition.Closed : HardCondition.None;
        failed |= vacancy.OpeningsLeft == 0 ? HardCondition.NoOpeningLeft : HardCondition.None;
        failed |= jobseeker.MayWork && (jobseeker.MayDoHazardousWork || !vacancy.IsHazardous)
            ? HardCondition.None : HardCondition.NotAllowedByLaw;
        failed |= HoldsAll(vacancy.LicencesByLaw, jobseeker.Licences) ? HardCondition.None : HardCondition.LicenceByLawNotHeld;
        failed |= HoldsAll(vacancy.LicencesRequired, jobseeker.Licences) || !AskedNotHeld(jobseeker, vacancy).Any()
            ? HardCondition.None : HardCondition.LicenceNotHeld;
        failed |= IsReachable(jobseeker, vacancy) ? HardCondition.None : HardCondition.OutOfReach;
        failed |= (jobseeker.CannotWork & vacancy.WorkTimes) == WorkTimes.None ? HardCondition.None : HardCondition.WorkTimeConflict;
        failed |= HoldsAll(jobseeker.AccommodationsWanted, vacancy.Accommodations)
            ? HardCondition.None : HardCondition.AccommodationNotOffered;
        failed |= jobseeker.MayBeSuggested || !suggesting ? HardCondition.None : HardCondition.NotToBeSuggested;
        return failed;
    }

    public static IEnumerable<Barrier> Explain(HardCondition failed, JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        failed == HardCondition.None ? [] : Each(failed).SelectMany(condition => Explain(jobseeker, vacancy, condition));

    public static IEnumerable<HardCondition> Each(HardCondition failed) =>
        Enum.GetValues<HardCondition>().Where(condition => (failed & condition) != HardCondition.None);

    private static IEnumerable<Barrier> Explain(JobseekerProfile jobseeker, VacancyProfile vacancy, HardCondition condition) => condition switch
    {
        HardCondition.Closed => [new(condition, new(Unit.DayNumber, vacancy.ClosesOn!.Value.DayNumber))],
        HardCondition.LicenceByLawNotHeld => CodeSet.NotHeld(vacancy.LicencesByLaw, jobseeker.Licences)
            .Select(id => new Barrier(condition, new(Unit.LicenceId, id))),
        HardCondition.LicenceNotHeld => AskedNotHeld(jobseeker, vacancy).Select(id => new Barrier(condition, new(Unit.LicenceId, id))),
        HardCondition.OutOfReach =>
        [
            new(
                condition,
                new(Unit.Kilometres, vacancy.NearestTo(jobseeker)!.Value.Kilometres),
                new(Unit.Kilometres, jobseeker.TravelLimitKm!.Value)),
        ],
        HardCondition.WorkTimeConflict => [new(condition, new(Unit.WorkTimes, (int)(jobseeker.CannotWork & vacancy.WorkTimes)))],
        HardCondition.AccommodationNotOffered => CodeSet.NotHeld(jobseeker.AccommodationsWanted, vacancy.Accommodations)
            .Select(id => new Barrier(condition, new(Unit.AccommodationId, id))),
        _ => [new(condition)],
    };

    /// <summary>Licences that the advertisement asks and she does not hold; what the law asks as well is the law's.</summary>
    internal static IEnumerable<int> AskedNotHeld(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        CodeSet.NotHeld(vacancy.LicencesRequired, jobseeker.Licences).Except(vacancy.LicencesByLaw);

    private static bool HoldsAll(int[] asked, int[] held) => CodeSet.CountHeld(asked, held) == asked.Length;

    private static bool IsReachable(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        IsReachable(jobseeker, vacancy.FirstSite) || Array.Exists(vacancy.OtherPlaces, site => IsReachable(jobseeker, site));

    // Work somewhere in her own province may be next door.
    private static bool IsReachable(JobseekerProfile jobseeker, WorkSite site) =>
        (jobseeker, site) is not ({ TravelLimitKm: { } limit, Place: { } home }, { Place: { } workplace })
        || (site.IsWholeProvince && site.Province == jobseeker.Province)
        || WishTerms.MovesTo(jobseeker, site.Province)
        || GeoPoint.Kilometres(home, workplace) <= limit;
}
