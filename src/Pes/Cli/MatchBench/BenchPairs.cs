using Pes.Ranking;
using Pes.Ranking.Coarse;
using Pes.Ranking.Pairs;

namespace Pes.Cli.MatchBench;

/// <summary>Lists that jobseekers of the made-up market were shown, with what came of each vacancy.</summary>
internal static class BenchPairs
{
    private const int Near = 25;
    private const int Anywhere = 15;

    public static PairTraining Of(BenchMarket market, List<(int Id, VacancyProfile Vacancy)> vacancies, VacancyIndex index, int lists)
    {
        var random = new Random(2);
        var (training, hits, scratch) = (new PairTraining(), new CoarseHit[500], new CoarseScratch());
        for (var list = 0; list < lists; list++)
        {
            var jobseeker = market.Jobseeker();
            var found = index.Coarse.Top(index.CoarseQueryOf(jobseeker), hits, scratch);
            var near = Enumerable.Range(0, Near).Select(_ => hits[(int)(random.NextDouble() * random.NextDouble() * found)].Id);
            var anywhere = Enumerable.Range(0, Anywhere).Select(_ => random.Next(vacancies.Count));
            training.AddList(
                jobseeker,
                near.Concat(anywhere).Select(i => (vacancies[i].Vacancy, market.Outcome(jobseeker, vacancies[i].Vacancy))).ToList(),
                BenchMarket.Today);
        }

        return training;
    }
}
