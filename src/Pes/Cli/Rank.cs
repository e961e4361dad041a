using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;

namespace Pes.Cli;

/// <summary>Learning to rank on files that anybody has: how good the trainer is, measured as others measure theirs.</summary>
internal static class Rank
{
    private static readonly int[] Places = [1, 3, 5, 10];

    public static Command Command() => new("rank", "Learning to rank on files of judged rows.") { Evaluate() };

    private static Command Evaluate()
    {
        var train = new Option<string?>("--train") { Description = "Rows to train on." };
        var model = new Option<string?>("--model") { Description = "A LightGBM model in text form to judge instead of training one." };
        var test = new Option<string>("--test") { Description = "Rows to judge by.", Required = true };
        var format = new Option<string>("--format") { Description = "svmlight: query sizes beside the file, as FILE.query. letor: each row names its query.", DefaultValueFactory = _ => "svmlight" };
        format.AcceptOnlyFromAmong("svmlight", "letor");
        var trainer = new Option<string>("--trainer") { Description = "Who trains.", DefaultValueFactory = _ => RankingTrainers.Own };
        trainer.AcceptOnlyFromAmong(RankingTrainers.Own, RankingTrainers.OwnLeafwise, RankingTrainers.FastTree, RankingTrainers.LightGbm);
        var trees = new Option<int>("--trees") { Description = "Trees.", DefaultValueFactory = _ => new LambdaMartOptions().Trees };
        var leaves = new Option<int>("--leaves") { Description = "Leaves of a leaf-wise tree, at most 32.", DefaultValueFactory = _ => new LambdaMartOptions().Leaves };
        var rate = new Option<double>("--rate") { Description = "Share of the step that a tree takes.", DefaultValueFactory = _ => new LambdaMartOptions().Rate };
        var seed = new Option<ulong>("--seed") { Description = "Of everything random.", DefaultValueFactory = _ => 1 };
        var empty = new Option<EmptyQueries>("--empty") { Description = "What a query without a relevant row counts as: one, zero or skip.", DefaultValueFactory = _ => EmptyQueries.One };
        var folds = new Option<int>("--folds") { Description = "Also judge the training rows by this many folds of their queries; 0: not.", DefaultValueFactory = _ => 0 };
        var command = new Command("evaluate", "Train on one file, judge by another; the figures come as one JSON object.") { train, model, test, format, trainer, trees, leaves, rate, seed, empty, folds };
        command.SetAction(parsed =>
        {
            var isLetor = parsed.GetValue(format) == "letor";
            var judged = Read(parsed.GetValue(test)!, isLetor);
            if (parsed.GetValue(model) is { } path)
            {
                return Judge(ReadModel(path), judged, parsed.GetValue(empty));
            }

            var by = parsed.GetValue(trainer)!;
            var rows = Read(parsed.GetValue(train) ?? throw new CommandException("Give --train FILE, or --model FILE to judge one that is trained."), isLetor);
            var options = new LambdaMartOptions
            {
                Shape = by == RankingTrainers.Own ? TreeShape.Oblivious : TreeShape.LeafWise,
                Trees = parsed.GetValue(trees), Leaves = parsed.GetValue(leaves), Rate = parsed.GetValue(rate), Seed = parsed.GetValue(seed),
                Threads = Environment.ProcessorCount,
            };
            return Run(rows, judged, by, options, parsed.GetValue(empty), parsed.GetValue(folds));
        });
        return command;
    }

    private static int Run(JudgedRows train, JudgedRows test, string trainer, LambdaMartOptions options, EmptyQueries empty, int folds)
    {
        var features = Math.Max(train.Features, test.Features);
        (train, test) = (train.WithFeatures(features), test.WithFeatures(features));
        try
        {
            var (score, cpuSeconds) = Train(train, trainer, options);
            var watch = Stopwatch.StartNew();
            var scores = score(test);
            var rowsPerSecond = test.Rows / watch.Elapsed.TotalSeconds;
            object? folded = folds == 0 ? null : new { folds, quality = Quality(train, CrossValidation.Scores(train, folds, options.Seed, seen => Train(seen, trainer, options).Score), empty) };
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    trainer, shape = options.Shape.ToString(), options.Trees, options.Rate, options.Seed, empty = empty.ToString(), features,
                    trainRows = train.Rows, trainQueries = train.Queries, testRows = test.Rows, testQueries = test.Queries,
                    test = Quality(test, scores, empty), crossValidated = folded,
                    trainCpuSeconds = Bench.Rounded(cpuSeconds), rowsPerSecond = Math.Round(rowsPerSecond),
                },
                JsonSerializerOptions.Web));
            return 0;
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(exception.Message);
        }
    }

    private static int Judge(TreeEnsemble model, JudgedRows test, EmptyQueries empty)
    {
        if (test.Features > model.Features)
        {
            throw new CommandException($"The rows have {test.Features} features, the model reads {model.Features}.");
        }

        var (rows, watch) = (test.WithFeatures(model.Features), Stopwatch.StartNew());
        var scores = Sums(model, rows);
        Console.WriteLine(JsonSerializer.Serialize(
            new
            {
                trees = model.Trees.Count, empty = empty.ToString(), model.Features, testRows = rows.Rows, testQueries = rows.Queries,
                test = Quality(rows, scores, empty), rowsPerSecond = Math.Round(rows.Rows / watch.Elapsed.TotalSeconds),
            },
            JsonSerializerOptions.Web));
        return 0;
    }

    // As doubles, which are what LightGBM itself gives.
    private static double[] Sums(TreeEnsemble model, JudgedRows rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => model.Sum(rows.Row(row)))];

    private static TreeEnsemble ReadModel(string path)
    {
        using var text = File.OpenText(path);
        try
        {
            return LightGbmText.Read(text);
        }
        catch (InvalidDataException exception)
        {
            throw new CommandException($"{path}: {exception.Message}");
        }
    }

    private static object Quality(JudgedRows rows, double[] scores, EmptyQueries empty) => new
    {
        ndcg = Places.ToDictionary(k => k.ToString(System.Globalization.CultureInfo.InvariantCulture), k => Shown(RankingQuality.Ndcg(rows.Grades, rows.QueryStarts, scores, k, empty)), StringComparer.Ordinal),
        map = Shown(RankingQuality.AveragePrecision(rows.Grades, rows.QueryStarts, scores, empty)),
        mrr = Shown(RankingQuality.ReciprocalRank(rows.Grades, rows.QueryStarts, scores, empty)),
    };

    private static object? Shown(double[] values) => QueryMean.Of(values) is { Queries: > 0 } mean
        ? new { mean = Bench.Rounded(mean.Mean), standardError = Bench.Rounded(mean.StandardError), mean.Queries }
        : null;

    private static (Func<JudgedRows, double[]> Score, double CpuSeconds) Train(JudgedRows rows, string trainer, LambdaMartOptions options)
    {
        if (trainer is RankingTrainers.Own or RankingTrainers.OwnLeafwise)
        {
            return Train(rows, options);
        }

#if MLNET
        var before = Environment.CpuUsage.TotalTime;
        var trained = RankingTrainers.Ensemble(trainer, rows, options);
        return (others => Sums(trained, others), (Environment.CpuUsage.TotalTime - before).TotalSeconds);
#else
        throw new CommandException(RankingTrainers.MLNetIsAbsent);
#endif
    }

    internal static (Func<JudgedRows, double[]> Score, double CpuSeconds) Train(JudgedRows rows, LambdaMartOptions options)
    {
        var before = Environment.CpuUsage.TotalTime;
        var bins = FeatureBins.Of(rows);
        var binned = BinnedRows.Of(rows, bins);
        Func<JudgedRows, double[]> score;
        if (options.Shape == TreeShape.Oblivious)
        {
            var scorer = new ObliviousScorer(LambdaMart.TrainOblivious(binned, options));
            score = others => Score(scorer, others, bins);
        }
        else
        {
            var scorer = new EnsembleScorer(LambdaMart.TrainLeafwise(binned, options, bins));
            score = others => Score(scorer, others);
        }

        return (score, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static double[] Score(ObliviousScorer scorer, JudgedRows rows, FeatureBins bins)
    {
        var stride = ObliviousScorer.Stride(rows.Rows);
        var columns = new byte[stride * rows.Features];
        for (var i = 0; i < rows.Values.Length; i++)
        {
            var (row, feature) = Math.DivRem(i, rows.Features);
            columns[(feature * stride) + row] = bins.Bin(feature, rows.Values[i]);
        }

        var scores = new int[rows.Rows];
        scorer.Score(columns, stride, scores);
        return [.. scores.Select(s => (double)s)];
    }

    private static double[] Score(EnsembleScorer scorer, JudgedRows rows)
    {
        var stride = EnsembleScorer.Stride(rows.Rows);
        var columns = new float[stride * rows.Features];
        for (var i = 0; i < rows.Values.Length; i++)
        {
            var (row, feature) = Math.DivRem(i, rows.Features);
            columns[(feature * stride) + row] = rows.Values[i];
        }

        var scores = new float[rows.Rows];
        scorer.Score(columns, stride, scores);
        return [.. scores.Select(s => (double)s)];
    }

    private static JudgedRows Read(string path, bool isLetor)
    {
        try
        {
            using var rows = File.OpenText(path);
            using var sizes = isLetor ? null : File.OpenText(path + ".query");
            return LetorText.Read(rows, sizes);
        }
        catch (FormatException exception)
        {
            throw new CommandException($"{path}: {exception.Message}");
        }
    }
}
