using Pes.Cli;
using Pes.Cli.MatchBench;
using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Tests.Cli;

public sealed class AllMatchesTests : IDisposable
{
    private const int Portions = 6;
    private const int Portion = 10;

    private readonly string folder = Directory.CreateTempSubdirectory("pes-all-").FullName;
    private readonly BenchMarket market = new(1);
    private readonly AllMatches all;

    public AllMatchesTests()
    {
        var vacancies = Enumerable.Range(0, 300).Select(i => (i, market.Vacancy())).ToList();
        var index = VacancyIndex.Build(vacancies, BenchMarket.Today);
        var model = new LearnedRanking(LambdaMart.TrainOblivious(BenchPairs.Of(market, vacancies, lists: 20).ToRows(), new() { Trees = 10 }));
        all = new(index, model, portion => { var own = market.Reseeded(portion); return [.. Enumerable.Range(0, Portion).Select(_ => own.Jobseeker())]; }, Portions, 100, "test");
    }

    [Fact]
    public void Interrupted_and_called_again_the_result_is_that_of_one_run()
    {
        var whole = all.Run(Path.Combine(folder, "whole"), workers: 2);
        Assert.Equal((Portions * Portion, 0), (whole.Matched, whole.KeptPortions));

        var parts = Path.Combine(folder, "parts");
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => all.Run(parts, workers: 1, done => { if (done == 2) { stop.Cancel(); } }, stop.Token));

        // Killed in the middle of a line, and one portion's rows never reached the disk whole.
        File.AppendAllText(Path.Combine(parts, "progress.txt"), "5 800 ab");
        using (var file = File.OpenWrite(Path.Combine(parts, "matches.bin")))
        {
            file.Position = 3;
            file.WriteByte(77);
        }

        var again = all.Run(parts, workers: 2);
        Assert.Equal((whole.Checksum, 1), (again.Checksum, again.KeptPortions));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "whole", "matches.bin")), File.ReadAllBytes(Path.Combine(parts, "matches.bin")));
        Assert.Equal((whole.Checksum, 0), (all.Run(parts, workers: 1).Checksum, all.Run(parts, workers: 1).Matched));
    }

    [Fact]
    public void Rows_are_the_best_of_each_jobseeker()
    {
        all.Run(folder, workers: 2);
        var bytes = File.ReadAllBytes(Path.Combine(folder, "matches.bin"));
        var jobseeker = all.Jobseekers(4)[7];
        var row = ((4 * Portion) + 7) * AllMatches.Take * sizeof(int);
        Assert.Equal(
            all.Vacancies.Top(jobseeker, all.Model, BenchMarket.Today, AllMatches.Take, new(), 100).Select(m => m.Id),
            Enumerable.Range(0, AllMatches.Take).Select(i => BitConverter.ToInt32(bytes, row + (i * sizeof(int)))).Where(id => id >= 0));
    }

    [Fact]
    public void Progress_of_another_run_is_refused()
    {
        all.Run(folder, workers: 1);
        Assert.Throws<CommandException>(() => (all with { Inputs = "other" }).Run(folder, workers: 1));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
