namespace Pes.Ranking;

/// <summary>Turns the findings of one pair into reasons.</summary>
internal static class MatchReasons
{
    /// <summary>For and against, the weightiest first. A finding that neither adds nor takes is no reason.</summary>
    public static IEnumerable<Reason> Of(Finding[] findings) => findings
        .Select((finding, term) => (Finding: finding, Term: (Term)term, Weight: PairScore.Points((Term)term, finding)))
        .Where(r => r.Weight != 0)
        .OrderByDescending(r => Math.Abs(r.Weight))
        .ThenBy(r => r.Term)
        .Select(r => new Reason(
            r.Finding.Kind,
            r.Weight > 0 ? Direction.For : Direction.Against,
            r.Term,
            r.Weight,
            r.Finding.First,
            r.Finding.Second));

    /// <summary>What a learned model made of each term, where there is a fact to tell.</summary>
    /// <param name="contributions">One a term.</param>
    public static IEnumerable<Reason> Of(Finding[] findings, long[] contributions) => findings
        .Select((finding, term) => (Finding: finding, Term: (Term)term, Weight: checked((int)contributions[term])))
        .Where(r => r.Weight != 0 && r.Finding.Kind != ReasonKind.None)
        .OrderByDescending(r => Math.Abs(r.Weight))
        .ThenBy(r => r.Term)
        .Select(r => new Reason(
            r.Finding.Kind,
            r.Weight > 0 ? Direction.For : Direction.Against,
            r.Term,
            r.Weight,
            r.Finding.First,
            r.Finding.Second,
            IsFactAlone: Math.Sign(r.Weight) != Math.Sign(r.Finding.PerMille)));

    public static IEnumerable<Reason> WhatIsMissing(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        // A licence belongs to no term; it stands under the skills, where a reader looks for it.
        foreach (var licence in CodeSet.NotHeld(vacancy.LicencesByLaw, jobseeker.Licences))
        {
            yield return Missing(ReasonKind.LicenceByLawNotHeld, Term.EssentialSkills, new(Unit.LicenceId, licence));
        }

        foreach (var licence in HardConditions.AskedNotHeld(jobseeker, vacancy))
        {
            yield return Missing(ReasonKind.LicenceNotHeld, Term.EssentialSkills, new(Unit.LicenceId, licence));
        }

        foreach (var skill in CodeSet.NotHeld(vacancy.EssentialSkills, jobseeker.Skills))
        {
            yield return Missing(ReasonKind.EssentialSkillNotHeld, Term.EssentialSkills, new(Unit.SkillId, skill));
        }

        foreach (var (language, level) in vacancy.LanguagesAsked)
        {
            if (CodeSet.LevelOf(language, jobseeker.Languages) < level)
            {
                yield return Missing(
                    ReasonKind.LanguageNotHeld, Term.Languages, new(Unit.LanguageId, language), new(Unit.LanguageLevel, level));
            }
        }

        if (vacancy.ExperienceAsked - AbilityTerms.MonthsThatCount(jobseeker, vacancy) is > 0 and var months)
        {
            yield return Missing(ReasonKind.ExperienceShort, Term.Experience, new(Unit.Months, months));
        }

        if (jobseeker.Education < vacancy.EducationAsked)
        {
            yield return Missing(
                ReasonKind.EducationShort,
                Term.Education,
                new(Unit.CqfLevel, vacancy.EducationAsked.Value),
                new(Unit.CqfLevel, jobseeker.Education.Value));
        }
    }

    private static Reason Missing(ReasonKind kind, Term term, Argument first, Argument second = default) =>
        new(kind, Direction.Missing, term, 0, first, second);
}
