using Xunit;

namespace Pes.Ranking.Tests;

public sealed class ReasonKindTests
{
    private static readonly ReasonKind[] Fitness =
    [
        ReasonKind.EssentialSkills, ReasonKind.UsefulSkills, ReasonKind.NearSkills, ReasonKind.Licences, ReasonKind.OccupationWished,
        ReasonKind.OccupationHeldBefore, ReasonKind.Experience, ReasonKind.Education, ReasonKind.Languages,
    ];

    // Of other people, of the employer, of her wishes and her home, of the vacancy; how long she was away; and what she lacks.
    private static readonly ReasonKind[] Silent =
    [
        ReasonKind.None, ReasonKind.Distance, ReasonKind.Province, ReasonKind.Wage, ReasonKind.WorkHours, ReasonKind.Contract, ReasonKind.Freshness,
        ReasonKind.EmployerAnswering, ReasonKind.OpeningsLeft, ReasonKind.Congestion, ReasonKind.CareerMove, ReasonKind.Hazardous,
        ReasonKind.LastWork,
        ReasonKind.EssentialSkillNotHeld, ReasonKind.LicenceNotHeld, ReasonKind.LanguageNotHeld, ReasonKind.ExperienceShort,
        ReasonKind.EducationShort, ReasonKind.LicenceByLawNotHeld,
    ];

    [Fact]
    public void Of_all_kinds_those_of_fitness_alone_may_be_told_to_an_employer()
    {
        Assert.Equal(Enum.GetValues<ReasonKind>().Order(), Fitness.Concat(Silent).Order());
        Assert.All(Fitness, kind => Assert.True(kind.SpeaksOfFitness(), kind.ToString()));
        Assert.All(Silent, kind => Assert.False(kind.SpeaksOfFitness(), kind.ToString()));
    }

    [Fact]
    public void Every_kind_has_a_field_and_every_field_a_kind()
    {
        Assert.Equal(Enum.GetValues<ReasonGroup>().Order(), Enum.GetValues<ReasonKind>().Where(k => k != ReasonKind.None).Select(k => k.Group()).Distinct().Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => ReasonKind.None.Group());
    }

    [Fact]
    public void What_is_missing_is_what_would_have_to_be_gained() => Assert.Equal(
        [
            ReasonKind.EssentialSkillNotHeld, ReasonKind.LicenceNotHeld, ReasonKind.LanguageNotHeld, ReasonKind.ExperienceShort,
            ReasonKind.EducationShort, ReasonKind.LicenceByLawNotHeld,
        ],
        Enum.GetValues<ReasonKind>().Where(k => k.IsMissing()));
}
