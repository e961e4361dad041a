using Pes.Ranking;
using Pes.Ranking.Pairs;

namespace Pes.Cli.MatchBench;

/// <summary>Lists that jobseekers of the made-up market were shown, with what came of each vacancy.</summary>
internal static class BenchPairs
{
    private const int Near = 25;
    private const int Anywhere = 15;

    // The prior makes the first lists, as in the product, of so many vacancies.
    private const int Shown = 4_000;
    private const int Best = 50;

    public static PairTraining Of(BenchMarket market, List<(int Id, VacancyProfile Vacancy)> vacancies, int lists)
    {
        var random = new Random(2);
        var training = new PairTraining();
        var snapshot = VacancySnapshot.Build(vacancies.Take(Shown).Select(v => v.Vacancy));
        var byId = vacancies.Take(Shown).ToDictionary(v => v.Vacancy.Id, v => v.Vacancy);
        for (var list = 0; list < lists; list++)
        {
            var jobseeker = market.Jobseeker();
            var found = Matcher.Prior.VacanciesFor(jobseeker, snapshot, BenchMarket.Today, Best).Rows;
            var near = Enumerable.Range(0, found.Count == 0 ? 0 : Near).Select(_ => byId[found[(int)(random.NextDouble() * random.NextDouble() * found.Count)].Id]);
            var anywhere = Enumerable.Range(0, Anywhere).Select(_ => vacancies[random.Next(vacancies.Count)].Vacancy);
            training.AddList(jobseeker, near.Concat(anywhere).Select(vacancy => (vacancy, market.Outcome(jobseeker, vacancy))).ToList(), BenchMarket.Today);
        }

        return training;
    }
}
