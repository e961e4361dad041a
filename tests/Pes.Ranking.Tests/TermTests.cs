using Xunit;

namespace Pes.Ranking.Tests;

/// <summary>Each term by examples, each against a pair of which nothing else is known, and what missing data means.</summary>
public sealed class TermTests
{
    public static TheoryData<string, JobseekerProfile, VacancyProfile, Term, int> PerMille() => new()
    {
        { "no essential skill of four", Skilled(9), Asks(1, 2, 3, 4), Term.EssentialSkills, -1_000 },
        { "no skill recorded counts as none held", Given.Jobseeker, Asks(1, 2), Term.EssentialSkills, -1_000 },
        { "two of four", Skilled(1, 3), Asks(1, 2, 3, 4), Term.EssentialSkills, 0 },
        { "all of four", Skilled(4, 3, 2, 1, 8), Asks(1, 2, 3, 4), Term.EssentialSkills, 1_000 },
        { "no useful skill is not against", Skilled(9), Given.Vacancy with { UsefulSkills = [1, 2] }, Term.UsefulSkills, 0 },
        { "one useful skill of two", Skilled(2), Given.Vacancy with { UsefulSkills = [1, 2] }, Term.UsefulSkills, 500 },
        { "wished occupation", Wishes(7531), Of(7531), Term.Occupation, 1_000 },
        { "same minor group", Wishes(7531), Of(7533), Term.Occupation, 700 },
        { "same sub-major group", Wishes(7531), Of(7512), Term.Occupation, 300 },
        { "same major group", Wishes(7531), Of(7112), Term.Occupation, -300 },
        { "other major group", Wishes(7531), Of(5223), Term.Occupation, -1_000 },
        { "done before, wishes another", Wishes(2512) with { Career = [new(5223, 4)] }, Of(5223), Term.Occupation, 900 },
        { "career elsewhere without a wish", Given.Jobseeker with { Career = [new(2512, 4)] }, Of(5223), Term.Occupation, 0 },
        { "a wish that is not coded is no wish", Wishes(0) with { Career = [new(2512, 4)] }, Of(5223), Term.Occupation, 0 },
        { "armed forces share no digit with managers", Wishes(110), Of(1120), Term.Occupation, -1_000 },
        { "no career against a year asked", Given.Jobseeker, AsksMonths(12), Term.Experience, -1_000 },
        { "half the months", Worked(7531, 6), AsksMonths(12), Term.Experience, 0 },
        { "all the months", Worked(7531, 12), AsksMonths(12), Term.Experience, 1_000 },
        { "sub-major group counts half", Worked(7512, 12), AsksMonths(12), Term.Experience, 0 },
        { "another occupation counts a quarter", Worked(5223, 12), AsksMonths(12), Term.Experience, -500 },
        { "education as asked", Educated(3), AsksEducation(3), Term.Education, 1_000 },
        { "one level below", Educated(2), AsksEducation(3), Term.Education, -100 },
        { "far below", Educated(0), AsksEducation(5), Term.Education, -1_000 },
        { "above is not against", Educated(7), AsksEducation(3), Term.Education, 1_000 },
        { "next door", At(0), AtWork, Term.Distance, 1_000 },
        { "25 km", At(2_253), AtWork, Term.Distance, 200 },
        { "100 km", At(9_000), AtWork, Term.Distance, -800 },
        { "100 km, but she moves", At(9_000) with { MovesTo = [15] }, AtWork, Term.Distance, -200 },
        { "100 km, and next door", At(9_000), AtWork with { OtherPlaces = [new(new(129_000, 1_040_000), 12)] }, Term.Distance, 1_000 },
        { "next door, and 100 km", At(0), AtWork with { OtherPlaces = [new(new(129_000, 1_040_000), 12)] }, Term.Distance, 1_000 },
        { "another province, and the same", In(12), Given.Vacancy with { Province = 15, OtherPlaces = [new(null, 12)] }, Term.Distance, 400 },
        { "a place nobody knows adds nothing", In(12), Given.Vacancy with { Province = 15, OtherPlaces = [new(null, 0)] }, Term.Distance, -500 },
        { "same province, no coordinates", In(15), Given.Vacancy with { Province = 15 }, Term.Distance, 400 },
        { "other province, no coordinates", In(12), Given.Vacancy with { Province = 15 }, Term.Distance, -500 },
        { "other province, but she moves", In(12) with { MovesAnywhere = true }, Given.Vacancy with { Province = 15 }, Term.Distance, -200 },
        { "wage as expected", Expects(800_000), Pays(800_000, 800_000), Term.Wage, 400 },
        { "middle of a range", Expects(800_000), Pays(600_000, 1_000_000), Term.Wage, 400 },
        { "half the wage", Expects(800_000), Pays(400_000, 400_000), Term.Wage, -1_000 },
        { "a third more", Expects(600_000), Pays(800_000, 800_000), Term.Wage, 1_000 },
        { "only the upper end given", Expects(800_000), Pays(null, 800_000), Term.Wage, 400 },
        { "the largest wages do not overflow", Expects(1), Pays(int.MaxValue, int.MaxValue), Term.Wage, 1_000 },
        { "language at the level", Speaks(1, 4), AsksLanguage(1, 4), Term.Languages, 1_000 },
        { "half the level", Speaks(1, 2), AsksLanguage(1, 4), Term.Languages, 0 },
        { "another language", Speaks(2, 6), AsksLanguage(1, 4), Term.Languages, -1_000 },
        { "hours as wished", Given.Jobseeker with { HoursWished = 48 }, Given.Vacancy with { Hours = 48 }, Term.WorkHours, 1_000 },
        { "a day too many", Given.Jobseeker with { HoursWished = 40 }, Given.Vacancy with { Hours = 48 }, Term.WorkHours, 0 },
        { "half days wished", Given.Jobseeker with { HoursWished = 24 }, Given.Vacancy with { Hours = 48 }, Term.WorkHours, -1_000 },
        { "contract wished", Contracted(Contracts.Permanent | Contracts.Seasonal), Offers(Contracts.Seasonal), Term.Contract, 1_000 },
        { "contract not wished", Contracted(Contracts.Permanent), Offers(Contracts.Daily), Term.Contract, -1_000 },
        { "published today", Given.Jobseeker, Published(0), Term.Freshness, 1_000 },
        { "published tomorrow counts as today", Given.Jobseeker, Published(-1), Term.Freshness, 1_000 },
        { "two weeks old", Given.Jobseeker, Published(14), Term.Freshness, 300 },
        { "two months old", Given.Jobseeker, Published(60), Term.Freshness, -1_000 },
        { "always answers in time", Given.Jobseeker, Answers(1_000, null), Term.EmployerAnswering, 1_000 },
        { "answers in 14 days", Given.Jobseeker, Answers(null, 14), Term.EmployerAnswering, -500 },
        { "share and days together", Given.Jobseeker, Answers(1_000, 14), Term.EmployerAnswering, 550 },
        { "one opening", Given.Jobseeker, Openings(1, null), Term.OpeningsLeft, 0 },
        { "ten openings", Given.Jobseeker, Openings(10, null), Term.OpeningsLeft, 1_000 },
        { "nobody referred yet", Given.Jobseeker, Openings(1, 0), Term.Congestion, 1_000 },
        { "three for each opening", Given.Jobseeker, Openings(2, 6), Term.Congestion, 0 },
        { "ten for each opening", Given.Jobseeker, Openings(2, 20), Term.Congestion, -1_000 },
    };

    [Theory]
    [MemberData(nameof(PerMille))]
    public void A_term_says(string example, JobseekerProfile jobseeker, VacancyProfile vacancy, Term term, int perMille)
    {
        var match = Matcher.Prior.Explain(jobseeker, vacancy, Given.Today);
        var contribution = match.Contributions.Single(c => c.Term == term);
        Assert.True(contribution.Points == perMille * TermWeights.Of(term), $"{example}: {contribution.Points / TermWeights.Of(term)}");
    }

    [Fact]
    public void Every_term_has_an_example() =>
        Assert.Equal(Enum.GetValues<Term>(), PerMille().Select(row => ((object[])row)[3]).Cast<Term>().Distinct().Order());

    [Fact]
    public void What_is_not_known_or_not_asked_says_nothing()
    {
        Assert.Equal(0, Given.Score(Given.Jobseeker, Given.Vacancy));
        Assert.Empty(Matcher.Prior.Explain(Given.Jobseeker, Given.Vacancy, Given.Today).Reasons);

        // All is known of one side, nothing of the other.
        var vacancyAlone = Matcher.Prior.Explain(Given.Jobseeker, Given.FullVacancy, Given.Today);
        Assert.Equal(
            [Term.EssentialSkills, Term.Experience, Term.Languages, Term.Freshness, Term.EmployerAnswering, Term.OpeningsLeft, Term.Congestion],
            vacancyAlone.Reasons.Select(r => r.Term).Order());
        Assert.Empty(Matcher.Prior.Explain(Given.FullJobseeker, Given.Vacancy, Given.Today).Reasons);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var vacancy = Given.FullVacancy with { LicencesRequired = [2, 6], LanguagesAsked = [new(1, 4), new(2, 3)], ExperienceAsked = 36 };
        var match = Matcher.Prior.Explain(Given.FullJobseeker, vacancy, Given.Today);
        Assert.Equal(
            [
                new(ReasonKind.LicenceNotHeld, Direction.Missing, Term.EssentialSkills, 0, new(Unit.LicenceId, 6), default),
                new(ReasonKind.EssentialSkillNotHeld, Direction.Missing, Term.EssentialSkills, 0, new(Unit.SkillId, 5), default),
                new(ReasonKind.LanguageNotHeld, Direction.Missing, Term.Languages, 0, new(Unit.LanguageId, 2), new(Unit.LanguageLevel, 3)),
                new(ReasonKind.ExperienceShort, Direction.Missing, Term.Experience, 0, new(Unit.Months, 27), default),
                new(ReasonKind.EducationShort, Direction.Missing, Term.Education, 0, new(Unit.CqfLevel, 3), new(Unit.CqfLevel, 2)),
            ],
            match.Missing);
    }

    [Fact]
    public void A_reason_gives_its_facts()
    {
        var wage = Matcher.Prior.Explain(Given.FullJobseeker, Given.FullVacancy, Given.Today).Reasons.Single(r => r.Term == Term.Wage);
        Assert.Equal(new Reason(ReasonKind.Wage, Direction.For, Term.Wage, wage.Weight, new(Unit.RielPerMonth, 910_000), new(Unit.RielPerMonth, 900_000)), wage);
    }

    [Fact]
    public void The_weights_sum_to_a_thousand()
    {
        Assert.Equal(Enum.GetValues<Term>().Length, TermWeights.Count);
        Assert.Equal(1_000, Enum.GetValues<Term>().Sum(TermWeights.Of));
    }

    private static VacancyProfile AtWork => Given.Vacancy with { Place = new(120_000, 1_040_000), Province = 15 };

    private static JobseekerProfile Skilled(params int[] skills) => Given.Jobseeker with { Skills = skills };

    private static JobseekerProfile Wishes(ushort occupation) => Given.Jobseeker with { WishedOccupations = [occupation] };

    private static JobseekerProfile Worked(ushort occupation, ushort months) => Given.Jobseeker with { Career = [new(occupation, months)] };

    private static JobseekerProfile Educated(byte level) => Given.Jobseeker with { Education = level };

    private static JobseekerProfile At(int northE4) => Given.Jobseeker with { Place = new(120_000 + northE4, 1_040_000), Province = 12 };

    private static JobseekerProfile In(byte province) => Given.Jobseeker with { Province = province };

    private static JobseekerProfile Expects(int riel) => Given.Jobseeker with { WageExpected = riel };

    private static JobseekerProfile Speaks(byte language, byte level) => Given.Jobseeker with { Languages = [new(language, level)] };

    private static JobseekerProfile Contracted(Contracts wished) => Given.Jobseeker with { ContractsWished = wished };

    private static VacancyProfile Asks(params int[] skills) => Given.Vacancy with { EssentialSkills = skills };

    private static VacancyProfile Of(ushort occupation) => Given.Vacancy with { Occupation = occupation };

    private static VacancyProfile AsksMonths(ushort months) => Given.Vacancy with { Occupation = 7531, ExperienceAsked = months };

    private static VacancyProfile AsksEducation(byte level) => Given.Vacancy with { EducationAsked = level };

    private static VacancyProfile Pays(int? low, int? high) => Given.Vacancy with { WageLow = low, WageHigh = high };

    private static VacancyProfile AsksLanguage(byte language, byte level) => Given.Vacancy with { LanguagesAsked = [new(language, level)] };

    private static VacancyProfile Offers(Contracts contract) => Given.Vacancy with { Contract = contract };

    private static VacancyProfile Published(int daysAgo) => Given.Vacancy with { PublishedOn = Given.Today.AddDays(-daysAgo) };

    private static VacancyProfile Answers(ushort? perMille, ushort? days) => Given.Vacancy with { EmployerAnswered = perMille, EmployerAnswerDays = days };

    private static VacancyProfile Openings(ushort left, ushort? pending) => Given.Vacancy with { OpeningsLeft = left, ReferralsPending = pending };
}
