using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Pes.Cli.MatchBench;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
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
        depth, eta, share = int(sys.argv[4]), float(sys.argv[5]), float(sys.argv[6])
        def matrix(name):
            values = np.fromfile(folder + "/" + name + ".values", dtype=np.float32).reshape(-1, features)
            made = xgb.DMatrix(values, np.fromfile(folder + "/" + name + ".grades", dtype=np.uint8).astype(np.float32))
            made.set_group(np.fromfile(folder + "/" + name + ".sizes", dtype=np.int32))
            return made
        seen, held = matrix("seen"), matrix("held")
        options = dict(objective="rank:ndcg", eta=eta, max_depth=depth, colsample_bytree=share, tree_method="hist", nthread=1, verbosity=0, seed=1)
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
            var usual = Theirs(folder.FullName, rows, new(options.Trees, Depth: 6, Rate: 0.1, FeatureShare: 1), own);
            var alike = Theirs(folder.FullName, rows, new(options.Trees, ObliviousModel.Depth, options.Rate, options.FeatureShare), own);
            var detail = new
            {
                rows = rows.Rows, queries = rows.Queries, features = rows.Features, trees = options.Trees, cpuSeconds = Bench.Rounded(cpu), xgboostCpuSeconds = Bench.Rounded(usual.CpuSeconds),
                xgboostOfOurDepthRateAndShareCpuSeconds = Bench.Rounded(alike.CpuSeconds), cpuVsThat = Bench.Rounded(cpu / alike.CpuSeconds),
            };
            return
            [
                new("cpuVsXgboost", Bench.Rounded(cpu / usual.CpuSeconds), "x", "<= 1", cpu <= usual.CpuSeconds, detail),
                new("ndcg10VsXgboost", Bench.Rounded(usual.Errors), "standard errors", ">= -1", usual.Errors >= -1, new
                {
                    ndcg10 = Bench.Rounded(own.Average()), xgboost = Bench.Rounded(usual.Ndcg10), difference = Bench.Rounded(usual.Difference), folds = Folds,
                    xgboostOfOurDepthRateAndShare = Bench.Rounded(alike.Ndcg10), errorsToThat = Bench.Rounded(alike.Errors),
                }),
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

    private static Beaten Theirs(string folder, JudgedRows rows, XgboostOptions options, double[] own)
    {
        var theirs = Ndcg10(rows, CrossValidation.Scores(rows, Folds, 1, seen => held => Xgboost(folder, seen, held, options).Scores));
        var cpuSeconds = Enumerable.Range(0, 3).Min(_ => Xgboost(folder, rows, rows, options).CpuSeconds);
        var difference = QueryMean.Of([.. own.Zip(theirs, (a, b) => a - b)]);
        return new(cpuSeconds, theirs.Average(), difference.Mean, difference.StandardError > 0 ? difference.Mean / difference.StandardError : 0);
    }

    private static double[] Ndcg10(JudgedRows rows, double[] scores) => RankingQuality.Ndcg(rows.Grades, rows.QueryStarts, scores, 10, EmptyQueries.One);

    private static (double[] Scores, double CpuSeconds) Xgboost(string folder, JudgedRows seen, JudgedRows held, XgboostOptions options)
    {
        Write(folder, "seen", seen);
        Write(folder, "held", held);
        double[] numbers = [seen.Features, options.Trees, options.Depth, options.Rate, options.FeatureShare];
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", XgboostScript, folder, .. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))])
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

    private sealed record XgboostOptions(int Trees, int Depth, double Rate, double FeatureShare);

    /// <param name="Errors">The difference in its standard errors.</param>
    private sealed record Beaten(double CpuSeconds, double Ndcg10, double Difference, double Errors);
}
