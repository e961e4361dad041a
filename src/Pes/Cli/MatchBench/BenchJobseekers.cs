using Pes.Ranking;
using Pes.Ranking.Coarse;
using Pes.Ranking.Pairs;

namespace Pes.Cli.MatchBench;

/// <summary>
/// A page of jobseekers for a vacancy, of those of one centre of 25, by the prior and by a model: by the index, in a small country and in a large one, and
/// by scoring everybody of the centre, which is what its order is held against.
/// </summary>
internal static class BenchJobseekers
{
    private const int Small = 15_000;
    private const int Centres = 25;
    private const int Take = 20;
    private const double Target = 10;
    private const double LeastRecall = 0.99;

    public static IEnumerable<Bench.Figure> Measure(BenchMarket market, List<VacancyProfile> vacancies, JobseekerIndex large, LearnedRanking model)
    {
        var small = JobseekerIndex.Build(Enumerable.Range(0, Small).Select(i => (i, market.Jobseeker())));
        var (smallMs, _, _) = Of(small, vacancies, null);
        var (ms, everybodyMs, recall) = Of(large, vacancies, null);
        yield return new("jobseekers1500kMs", Bench.Rounded(ms), "ms", FormattableString.Invariant($"<= {Target}"), ms <= Target, new
        {
            jobseekers = large.Count, centres = Centres, vacancies = vacancies.Count, take = Take, candidates = JobseekerIndex.PriorCandidates,
            of = Small, ofThoseMs = Bench.Rounded(smallMs), everybodyMs = Bench.Rounded(everybodyMs), recall20 = Bench.Rounded(recall),
        });

        (ms, everybodyMs, recall) = Of(large, vacancies, model);
        yield return new("recall20Jobseekers", Bench.Rounded(recall), "share", FormattableString.Invariant($">= {LeastRecall}"), recall >= LeastRecall, new
        {
            jobseekers = large.Count, centres = Centres, vacancies = vacancies.Count, take = Take, candidates = VacancyIndex.UsualCandidates,
            ms = Bench.Rounded(ms), everybodyMs = Bench.Rounded(everybodyMs),
        });
    }

    private static (double Ms, double EverybodyMs, double Recall) Of(JobseekerIndex index, List<VacancyProfile> vacancies, LearnedRanking? model)
    {
        var scratch = new SearchScratch();
        var mask = index.Coarse.Only(Enumerable.Range(0, index.Count / Centres).Select(i => i * Centres));
        IReadOnlyList<RankedRow> List(VacancyProfile vacancy, CoarseMask only, int? portion) => index.Ranked(vacancy, model, BenchMarket.Today, Take, scratch, only, portion);
        var ms = Timing.BestMs(10, vacancies, v => List(v, mask, null));
        var everybodyMs = Timing.BestMs(1, vacancies, v => List(v, mask, index.Count / Centres));
        int found = 0, all = 0;
        foreach (var vacancy in vacancies)
        {
            var best = List(vacancy, mask, index.Count / Centres).Take(Take).Select(r => r.Id).ToHashSet();
            found += List(vacancy, mask, null).Take(Take).Count(r => best.Contains(r.Id));
            all += best.Count;
        }

        return (ms, everybodyMs, all == 0 ? 1 : found / (double)all);
    }
}
