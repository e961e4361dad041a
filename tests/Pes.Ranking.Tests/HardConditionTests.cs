using Xunit;

namespace Pes.Ranking.Tests;

/// <summary>The policy as a table: what keeps a pair out, what does not, and the facts told.</summary>
public sealed class HardConditionTests
{
    private static readonly GeoPoint Pursat = GeoPoint.FromDegrees(12.5388, 103.9192);
    private static readonly GeoPoint PhnomPenh = GeoPoint.FromDegrees(11.5564, 104.9282);

    public static TheoryData<string, JobseekerProfile, VacancyProfile, HardCondition, Argument[]> Table() => new()
    {
        { "full pair", Given.FullJobseeker, Given.FullVacancy, HardCondition.None, [] },
        { "not published", Given.Jobseeker, Given.Vacancy with { IsOpen = false }, HardCondition.NotOpen, [default] },
        { "closed yesterday", Given.Jobseeker, Given.Vacancy with { ClosesOn = Given.Today.AddDays(-1) }, HardCondition.Closed, [new(Unit.DayNumber, Given.Today.DayNumber - 1)] },
        { "closes today", Given.Jobseeker, Given.Vacancy with { ClosesOn = Given.Today }, HardCondition.None, [] },
        { "filled", Given.Jobseeker, Given.Vacancy with { OpeningsLeft = 0 }, HardCondition.NoOpeningLeft, [default] },
        { "may not work", Given.Jobseeker with { MayWork = false }, Given.Vacancy, HardCondition.NotAllowedByLaw, [default] },
        { "may not do hazardous work", Given.Jobseeker with { MayDoHazardousWork = false }, Given.Vacancy with { IsHazardous = true }, HardCondition.NotAllowedByLaw, [default] },
        { "may not do hazardous work, is not", Given.Jobseeker with { MayDoHazardousWork = false }, Given.Vacancy, HardCondition.None, [] },
        { "one licence of two", Given.Jobseeker with { Licences = [2] }, Given.Vacancy with { LicencesRequired = [2, 5] }, HardCondition.LicenceNotHeld, [new(Unit.LicenceId, 5)] },
        { "both licences", Given.Jobseeker with { Licences = [5, 2] }, Given.Vacancy with { LicencesRequired = [2, 5] }, HardCondition.None, [] },
        { "by law, not asked", Given.Jobseeker with { Licences = [2] }, Given.Vacancy with { LicencesByLaw = [2, 5] }, HardCondition.LicenceByLawNotHeld, [new(Unit.LicenceId, 5)] },
        { "by law and asked is the law's", Given.Jobseeker, Given.Vacancy with { LicencesRequired = [5], LicencesByLaw = [5] }, HardCondition.LicenceByLawNotHeld, [new(Unit.LicenceId, 5)] },
        { "by law and held", Given.Jobseeker with { Licences = [5] }, Given.Vacancy with { LicencesByLaw = [5] }, HardCondition.None, [] },
        { "too far", LivesInPursat, InPhnomPenh, HardCondition.OutOfReach, [new(Unit.Kilometres, 154), new(Unit.Kilometres, 40)] },
        { "too far, moves there", LivesInPursat with { MovesTo = [12] }, InPhnomPenh, HardCondition.None, [] },
        { "too far, moves elsewhere", LivesInPursat with { MovesTo = [17] }, InPhnomPenh, HardCondition.OutOfReach, [new(Unit.Kilometres, 154), new(Unit.Kilometres, 40)] },
        { "too far, moves anywhere", LivesInPursat with { MovesAnywhere = true }, InPhnomPenh, HardCondition.None, [] },
        { "exactly as far as she travels", LivesInPursat with { TravelLimitKm = 154 }, InPhnomPenh, HardCondition.None, [] },
        { "one km farther than she travels", LivesInPursat with { TravelLimitKm = 153 }, InPhnomPenh, HardCondition.OutOfReach, [new(Unit.Kilometres, 154), new(Unit.Kilometres, 153)] },
        { "far, no limit stated", LivesInPursat with { TravelLimitKm = null }, InPhnomPenh, HardCondition.None, [] },
        { "a second place within reach", LivesInPursat, InPhnomPenh with { OtherPlaces = [new(Pursat, 15)] }, HardCondition.None, [] },
        { "both places too far", LivesInPursat, InPhnomPenh with { OtherPlaces = [new(GeoPoint.FromDegrees(13.10, 103.20), 2)] }, HardCondition.OutOfReach, [new(Unit.Kilometres, 99), new(Unit.Kilometres, 40)] },
        { "a second place where she moves", LivesInPursat with { MovesTo = [17] }, InPhnomPenh with { OtherPlaces = [new(GeoPoint.FromDegrees(13.36, 103.86), 17)] }, HardCondition.None, [] },
        { "somewhere in her province", LivesInPursat with { Province = 15, TravelLimitKm = 10 }, InPhnomPenh with { Province = 15, IsWholeProvince = true }, HardCondition.None, [] },
        { "a second place somewhere in her province", LivesInPursat with { Province = 15 }, InPhnomPenh with { OtherPlaces = [new(GeoPoint.FromDegrees(13.10, 103.20), 15, IsWholeProvince: true)] }, HardCondition.None, [] },
        { "somewhere in another province", LivesInPursat with { Province = 15 }, InPhnomPenh with { IsWholeProvince = true }, HardCondition.OutOfReach, [new(Unit.Kilometres, 154), new(Unit.Kilometres, 40)] },
        { "place not known", LivesInPursat with { Place = null }, InPhnomPenh, HardCondition.None, [] },
        { "place of the vacancy not known", LivesInPursat, InPhnomPenh with { Place = null }, HardCondition.None, [] },
        { "night work", Given.Jobseeker with { CannotWork = WorkTimes.Nights | WorkTimes.Weekends }, Given.Vacancy with { WorkTimes = WorkTimes.Days | WorkTimes.Nights }, HardCondition.WorkTimeConflict, [new(Unit.WorkTimes, (int)WorkTimes.Nights)] },
        { "times not stated", Given.Jobseeker with { CannotWork = WorkTimes.Nights }, Given.Vacancy, HardCondition.None, [] },
        { "her filter", Given.Jobseeker with { AccommodationsWanted = [1, 3] }, Given.Vacancy with { Accommodations = [1] }, HardCondition.AccommodationNotOffered, [new(Unit.AccommodationId, 3)] },
        { "no filter set", Given.Jobseeker, Given.Vacancy with { Accommodations = [1] }, HardCondition.None, [] },
    };

    private static JobseekerProfile LivesInPursat => Given.Jobseeker with { Place = Pursat, Province = 15, TravelLimitKm = 40 };

    private static VacancyProfile InPhnomPenh => Given.Vacancy with { Place = PhnomPenh, Province = 12 };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_pair_is_kept_out(string example, JobseekerProfile jobseeker, VacancyProfile vacancy, HardCondition condition, Argument[] facts)
    {
        var barriers = Matcher.Prior.Explain(jobseeker, vacancy, Given.Today).Barriers;
        var shown = Matcher.Prior.VacanciesFor(jobseeker, VacancySnapshot.Build([vacancy]), Given.Today, 1).Explain().Rows.Count == 1;
        Assert.True(shown == (condition == HardCondition.None), example);
        Assert.Equal(condition == HardCondition.None ? [] : [condition], barriers.Select(b => b.Condition).Distinct());
        Assert.Equal(facts, barriers.SelectMany(b => b.Second == default ? [b.First] : new[] { b.First, b.Second }));
    }

    [Fact]
    public void Every_failing_condition_is_told()
    {
        var jobseeker = Given.Jobseeker with { MayWork = false, CannotWork = WorkTimes.Days };
        var vacancy = Given.Vacancy with { IsOpen = false, WorkTimes = WorkTimes.Days, LicencesRequired = [1, 2] };
        Assert.Equal(
            [HardCondition.NotOpen, HardCondition.NotAllowedByLaw, HardCondition.LicenceNotHeld, HardCondition.LicenceNotHeld, HardCondition.WorkTimeConflict],
            Matcher.Prior.Explain(jobseeker, vacancy, Given.Today).Barriers.Select(b => b.Condition));
    }
}
