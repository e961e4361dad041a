using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Pes.Cli.MatchBench;
using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;

namespace Pes.Cli;

/// <summary>Our trainer against Debian's python3-xgboost on the same rows: CPU, and quality on queries that neither saw.</summary>
internal static class BenchTrain
{
    private const int Folds = 5;

    // Reads numbers as they lie in memory, trains, and writes its CPU seconds and the scores of the other rows.
    private const string XgboostScript = """
        import sys, time
        import numpy as np
        import xgboost as xgb
        folder, features, trees = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
        def matrix(name):
            values = np.fromfile(folder + "/" + name + ".values", dtype=np.float32).reshape(-1, features)
            made = xgb.DMatrix(values, np.fromfile(folder + "/" + name + ".grades", dtype=np.uint8).astype(np.float32))
            made.set_group(np.fromfile(folder + "/" + name + ".sizes", dtype=np.int32))
            return made
        seen, held = matrix("seen"), matrix("held")
        options = dict(objective="rank:ndcg", eta=0.1, max_depth=6, tree_method="hist", nthread=1, verbosity=0, seed=1)
        start = time.process_time()
        model = xgb.train(options, seen, trees)
        print(time.process_time() - start)
        model.predict(held).astype(np.float32).tofile(folder + "/scores")
        """;

    public static Command Command()
    {
        var quick = new Option<bool>("--quick") { Description = "A quarter of the queries." };
        var command = new Command("train", "Training a ranking: CPU and quality beside XGBoost.") { quick };
        command.SetAction(parsed => Run(parsed.GetValue(quick)));
        return command;
    }

    private static int Run(bool quick)
    {
        var market = new BenchMarket(1);
        List<(int Id, Ranking.VacancyProfile Vacancy)> vacancies = [.. Enumerable.Range(0, 20_000).Select(i => (i, market.Vacancy()))];
        var rows = BenchPairs.Of(market, vacancies, lists: quick ? 100 : 400).ToJudgedRows();
        var options = new LambdaMartOptions { Monotone = PairFeatures.Directions };

        // The first training also compiles; the second shows what training costs.
        Rank.Train(rows, options);
        var cpu = Enumerable.Range(0, 3).Min(_ => Rank.Train(rows, options).CpuSeconds);
        var own = Ndcg10(rows, CrossValidation.Scores(rows, Folds, 1, seen => Rank.Train(seen, options).Score));
        Bench.Print("train", quick, Beside(rows, options, cpu, own));
        return 0;
    }

    private static Bench.Figure[] Beside(JudgedRows rows, LambdaMartOptions options, double cpu, double[] own)
    {
        var folder = Directory.CreateTempSubdirectory("pes-bench-");
        try
        {
            double theirCpu = 0;
            double[] Theirs(JudgedRows seen, JudgedRows held)
            {
                var (scores, seconds) = Xgboost(folder.FullName, seen, held, options.Trees);
                theirCpu = seconds;
                return scores;
            }

            var theirs = Ndcg10(rows, CrossValidation.Scores(rows, Folds, 1, seen => held => Theirs(seen, held)));
            theirCpu = Enumerable.Range(0, 3).Min(_ => Xgboost(folder.FullName, rows, rows, options.Trees).CpuSeconds);
            var difference = QueryMean.Of([.. own.Zip(theirs, (a, b) => a - b)]);
            var errors = difference.StandardError > 0 ? difference.Mean / difference.StandardError : 0;
            var detail = new { rows = rows.Rows, queries = rows.Queries, features = rows.Features, trees = options.Trees, cpuSeconds = Bench.Rounded(cpu), xgboostCpuSeconds = Bench.Rounded(theirCpu) };
            return
            [
                new("cpuVsXgboost", Bench.Rounded(cpu / theirCpu), "x", "<= 1", cpu <= theirCpu, detail),
                new("ndcg10VsXgboost", Bench.Rounded(errors), "standard errors", ">= -1", errors >= -1, new { ndcg10 = Bench.Rounded(own.Average()), xgboost = Bench.Rounded(theirs.Average()), difference = Bench.Rounded(difference.Mean), folds = Folds }),
            ];
        }
        catch (CommandException exception)
        {
            var detail = new { rows = rows.Rows, trees = options.Trees, cpuSeconds = Bench.Rounded(cpu), ndcg10 = Bench.Rounded(own.Average()), missing = exception.Message };
            return [new("cpuVsXgboost", 0, "x", "<= 1", null, detail), new("ndcg10VsXgboost", 0, "standard errors", ">= -1", null, detail)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double[] Ndcg10(JudgedRows rows, double[] scores) => RankingQuality.Ndcg(rows.Grades, rows.QueryStarts, scores, 10, EmptyQueries.One);

    private static (double[] Scores, double CpuSeconds) Xgboost(string folder, JudgedRows seen, JudgedRows held, int trees)
    {
        Write(folder, "seen", seen);
        Write(folder, "held", held);
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", XgboostScript, folder, seen.Features.ToString(CultureInfo.InvariantCulture), trees.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        try
        {
            using var process = Process.Start(start)!;
            var faults = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new CommandException($"XGBoost did not run (Debian: python3-xgboost): {faults.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()}");
            }

            var scores = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "scores"))).ToArray();
            return ([.. scores.Select(s => (double)s)], double.Parse(output, CultureInfo.InvariantCulture));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new CommandException("There is no /usr/bin/python3 (Debian: python3-xgboost).");
        }
    }

    private static void Write(string folder, string name, JudgedRows rows)
    {
        int[] sizes = [.. Enumerable.Range(0, rows.Queries).Select(q => rows.QueryStarts[q + 1] - rows.QueryStarts[q])];
        File.WriteAllBytes(Path.Combine(folder, name + ".values"), MemoryMarshal.AsBytes(rows.Values.AsSpan()).ToArray());
        File.WriteAllBytes(Path.Combine(folder, name + ".grades"), rows.Grades);
        File.WriteAllBytes(Path.Combine(folder, name + ".sizes"), MemoryMarshal.AsBytes(sizes.AsSpan()).ToArray());
    }
}
