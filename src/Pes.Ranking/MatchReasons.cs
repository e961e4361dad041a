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

    /// <summary>What a learned model made of each fact; where there is none to tell, it stands in the rest.</summary>
    public static Reason[] Of(List<WeighedFinding> findings)
    {
        findings.RemoveAll(static r => r.Weight == 0 || r.Finding.Kind == ReasonKind.None);

        // A term tells each kind once: no two are alike in all three.
        findings.Sort(static (a, b) => (-Math.Abs(a.Weight), a.Term, a.Finding.Kind).CompareTo((-Math.Abs(b.Weight), b.Term, b.Finding.Kind)));
        return
        [
            .. findings.Select(r => new Reason(
                r.Finding.Kind,
                r.Weight > 0 ? Direction.For : Direction.Against,
                r.Term,
                r.Weight,
                r.Finding.First,
                r.Finding.Second,
                IsFactAlone: Math.Sign(r.Weight) != Math.Sign(r.Finding.PerMille))),
        ];
    }

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

    /// <summary>What a fact that has a sentence of its own says of a pair.</summary>
    /// <param name="kind">As <see cref="Pairs.PairFeatureMeaning.Own"/> has it.</param>
    public static Finding Own(ReasonKind kind, JobseekerProfile jobseeker, VacancyProfile vacancy) => kind switch
    {
        ReasonKind.NearSkills => AbilityTerms.NearSkills(jobseeker, vacancy),
        ReasonKind.Licences => AbilityTerms.Licences(jobseeker, vacancy),
        ReasonKind.Hazardous => VacancyTerms.Hazardous(vacancy),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It has no fact of its own."),
    };

    private static Reason Missing(ReasonKind kind, Term term, Argument first, Argument second = default) =>
        new(kind, Direction.Missing, term, 0, first, second);
}
