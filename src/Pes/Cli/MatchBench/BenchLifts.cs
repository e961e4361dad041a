using Pes.Ranking;
using Pes.Ranking.WhatIf;

namespace Pes.Cli.MatchBench;

/// <summary>What would lift each row of a page by the prior, against ranking all vacancies anew with each thing that is tried.</summary>
internal static class BenchLifts
{
    public const int Vacancies = 30_000;

    // Things tried for one page, and rows of it: as the product has them.
    private const int MostGains = 40;
    private const int Page = 20;

    /// <returns>Milliseconds of both, and things tried, each as the mean over the jobseekers.</returns>
    public static (double LiftsMs, double RerankingMs, double Gains) Measure(IEnumerable<VacancyProfile> vacancies, IEnumerable<JobseekerProfile> jobseekers)
    {
        var byId = vacancies.ToDictionary(v => v.Id);
        var snapshot = VacancySnapshot.Build(byId.Values);
        List<Case> cases = [.. jobseekers.Select(jobseeker => CaseOf(jobseeker, snapshot, byId))];
        return (
            Timing.BestMs(5, cases, c => WhatIfRanking.ByPrior(c.Jobseeker, snapshot, BenchMarket.Today).Lifts(c.Page, Page)),
            Timing.BestMs(2, cases, c =>
            {
                foreach (var gained in c.Gained)
                {
                    Matcher.Prior.VacanciesFor(gained, snapshot, BenchMarket.Today, Page).Explain();
                }
            }),
            cases.Average(c => c.Gained.Count));
    }

    private static Case CaseOf(JobseekerProfile jobseeker, VacancySnapshot snapshot, Dictionary<Guid, VacancyProfile> byId)
    {
        List<(int Row, VacancyProfile Vacancy)> page =
            [.. Matcher.Prior.VacanciesFor(jobseeker, snapshot, BenchMarket.Today, Page).Rows.Select(row => (snapshot.RowOf(row.Id)!.Value, byId[row.Id]))];
        var gains = page.SelectMany(row => row.Vacancy.EssentialSkills.Union(row.Vacancy.UsefulSkills)).Except(jobseeker.Skills)
            .Take(MostGains).Select(skill => new Gain(GainKind.Skill, skill));
        return new(jobseeker, page, [.. gains.Select(gain => gain.AddedTo(jobseeker))]);
    }

    private sealed record Case(JobseekerProfile Jobseeker, List<(int Row, VacancyProfile Vacancy)> Page, List<JobseekerProfile> Gained);
}
