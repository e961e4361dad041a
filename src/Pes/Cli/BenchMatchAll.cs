using System.Diagnostics;
using System.Security.Cryptography;
using Pes.Cli.MatchBench;
using Pes.Platform.Text;
using Pes.Ranking;
using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;

namespace Pes.Cli;

/// <summary><c>bench match --all</c>: the best vacancies of every jobseeker of a country, as a nightly run would make them.</summary>
internal static class BenchMatchAll
{
    public const int AllPeople = 1_500_000;

    private const int Vacancies = 30_000;
    private const int Portion = 2_500;
    private const double TargetMinutes = 15;
    private const int Cores = 2;

    // A hundredth of the rows; what is lost by it stands in the detail.
    private const int Candidates = 300;

    public static int Run(int people, string folder, CancellationToken cancellation)
    {
        if (people < Portion || people > AllPeople)
        {
            throw new CommandException($"A run has {Portion} to {AllPeople} jobseekers.");
        }

        var market = new BenchMarket(1);
        List<(int Id, VacancyProfile Vacancy)> vacancies = [.. Enumerable.Range(0, Vacancies).Select(i => (i, market.Vacancy()))];
        var index = VacancyIndex.Build(vacancies, BenchMarket.Today);
        var training = BenchPairs.Of(market, vacancies, lists: 400);
        var model = LambdaMart.TrainOblivious(training.ToRows(), new() { Monotone = PairFeatures.Directions, Threads = Environment.ProcessorCount }, cancellationToken: cancellation);
        var ranking = new LearnedRanking(model);
        var portions = people / Portion;
        var all = new AllMatches(
            index, ranking,
            portion => { var own = market.Reseeded(1_000 + portion); return [.. Enumerable.Range(0, Portion).Select(_ => own.Jobseeker())]; },
            portions, Candidates, $"{people} {Vacancies} {Candidates} {NameOf(model)}");

        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var workers = Math.Min(Cores, Environment.ProcessorCount);
        var result = all.Run(folder, workers, done => Tell(done, portions, watch), cancellation);
        var cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        Print(people, result, workers, cpuSeconds, Recall(market, index, ranking));
        return 0;
    }

    private static void Tell(int done, int portions, Stopwatch watch)
    {
        if (done % Math.Max(1, portions / 20) == 0)
        {
            Console.Error.WriteLine(FormattableString.Invariant($"{Formats.Number((long)done * Portion)} of {Formats.Number((long)portions * Portion)} jobseekers, {watch.Elapsed.TotalSeconds:0} s"));
        }
    }

    private static void Print(int people, AllMatches.Result result, int workers, double cpuSeconds, double recall)
    {
        var isAll = people == AllPeople && result.KeptPortions == 0;
        var minutes = result.MatchSeconds / workers / 60;
        var halves = result.MatchSecondsOfFirstHalf / Math.Max(1e-9, result.MatchSeconds - result.MatchSecondsOfFirstHalf);
        var atAll = minutes * AllPeople / Math.Max(1, result.Matched);
        Bench.Print("match", quick: !isAll, new Bench.Figure(
            isAll ? "allMinutes" : FormattableString.Invariant($"all{result.Matched}Minutes"), Bench.Rounded(minutes), "min", FormattableString.Invariant($"<= {TargetMinutes} for {AllPeople} jobseekers"),
            isAll ? minutes <= TargetMinutes : null,
            new
            {
                jobseekers = people, matchedNow = result.Matched, keptPortions = result.KeptPortions, vacancies = Vacancies, take = AllMatches.Take, candidates = Candidates, workers,
                checksum = result.Checksum, msPerJobseeker = Bench.Rounded(1_000 * result.MatchSeconds / Math.Max(1, result.Matched)), firstHalfAgainstSecond = Bench.Rounded(halves),
                extrapolatedMinutesAt1500000 = Bench.Rounded(atAll), cpuMinutesAt1500000OnTwoCoresWithMakingUpThePeople = Bench.Rounded(cpuSeconds / Cores / 60 * AllPeople / Math.Max(1, result.Matched)),
                recall20 = Bench.Rounded(recall),
            }));
    }

    private static double Recall(BenchMarket market, VacancyIndex index, LearnedRanking ranking)
    {
        int found = 0, all = 0;
        var scratch = new SearchScratch();
        foreach (var jobseeker in Enumerable.Range(0, 100).Select(_ => market.Jobseeker()))
        {
            var best = index.Top(jobseeker, ranking, BenchMarket.Today, AllMatches.Take, scratch, Vacancies).Select(m => m.Id).ToHashSet();
            found += index.Top(jobseeker, ranking, BenchMarket.Today, AllMatches.Take, scratch, Candidates).Count(m => best.Contains(m.Id));
            all += best.Count;
        }

        return found / (double)all;
    }

    private static string NameOf(Pes.Ranking.Models.ObliviousModel model)
    {
        using var stream = new MemoryStream();
        new Pes.Ranking.Models.RankingModelFile { Version = "bench", Card = "", FeatureNames = [.. PairFeatures.All.Select(f => f.Feature.ToString())], Oblivious = model }.Write(stream);
        return Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()))[..16];
    }
}
