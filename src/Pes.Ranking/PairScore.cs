namespace Pes.Ranking;

/// <summary>
/// The score of one jobseeker with one vacancy: the sum over the terms of weight × per mille, in whole numbers. It is
/// the same from both directions.
/// </summary>
internal static class PairScore
{
    /// <param name="findings">One place for each term.</param>
    /// <returns>-1,000,000 to 1,000,000.</returns>
    public static int Of(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today, Span<Finding> findings)
    {
        findings[(int)Term.EssentialSkills] = AbilityTerms.EssentialSkills(jobseeker, vacancy);
        findings[(int)Term.UsefulSkills] = AbilityTerms.UsefulSkills(jobseeker, vacancy);
        findings[(int)Term.Occupation] = AbilityTerms.Occupation(jobseeker, vacancy);
        findings[(int)Term.Experience] = AbilityTerms.Experience(jobseeker, vacancy);
        findings[(int)Term.Education] = AbilityTerms.Education(jobseeker, vacancy);
        findings[(int)Term.Distance] = WishTerms.Distance(jobseeker, vacancy);
        findings[(int)Term.Wage] = WishTerms.Wage(jobseeker, vacancy);
        findings[(int)Term.Languages] = AbilityTerms.Languages(jobseeker, vacancy);
        findings[(int)Term.WorkHours] = WishTerms.WorkHours(jobseeker, vacancy);
        findings[(int)Term.Contract] = WishTerms.Contract(jobseeker, vacancy);
        findings[(int)Term.Freshness] = VacancyTerms.Freshness(vacancy, today);
        findings[(int)Term.EmployerAnswering] = VacancyTerms.EmployerAnswering(vacancy);
        findings[(int)Term.OpeningsLeft] = VacancyTerms.OpeningsLeft(vacancy);
        findings[(int)Term.Congestion] = VacancyTerms.Congestion(vacancy);

        var score = 0;
        for (var term = 0; term < findings.Length; term++)
        {
            score += Points((Term)term, findings[term]);
        }

        return score;
    }

    /// <summary>What the terms that look at her skills have in it: all that one skill more can change.</summary>
    public static int OfSkills(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        Points(Term.EssentialSkills, AbilityTerms.EssentialSkills(jobseeker, vacancy)) + Points(Term.UsefulSkills, AbilityTerms.UsefulSkills(jobseeker, vacancy));

    public static int Points(Term term, Finding finding) => TermWeights.Of(term) * finding.PerMille;
}
