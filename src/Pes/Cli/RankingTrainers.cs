using Pes.Features.RankingModels.Training;
#if MLNET
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Pes.Ranking.MLNet;
using Pes.Ranking.Pairs;
#endif

namespace Pes.Cli;

/// <summary>Who can train in this build.</summary>
internal static class RankingTrainers
{
    public const string Own = "own";

    public const string OwnLeafwise = "own-leafwise";

    public const string FastTree = "mlnet-fasttree";

    public const string LightGbm = "mlnet-lightgbm";

    public const string MLNetIsAbsent =
        "This build holds no ML.NET, whose packages are not in every registry: build with -p:MLNet=true (docs/building.md), or use --trainer own.";

    /// <exception cref="CommandException">This build does not hold it.</exception>
    public static RankingTrainer Of(string name) => name switch
    {
        Own => RankingTraining.Own,
        OwnLeafwise => RankingTraining.OwnLeafwise,
#if MLNET
        FastTree => (rows, weights, options, _, _) => new(null, MLNetTrainers.FastTree(rows.ToJudgedRows(), OfOptions(options), weights)),
        LightGbm => (rows, weights, options, _, _) => new(null, MLNetTrainers.LightGbm(rows.ToJudgedRows(), OfOptions(options), weights)),
#endif
        _ => throw new CommandException(MLNetIsAbsent),
    };
#if MLNET

    /// <summary>For <c>rank evaluate</c>.</summary>
    public static TreeEnsemble Ensemble(string name, JudgedRows rows, LambdaMartOptions options) =>
        name == FastTree ? MLNetTrainers.FastTree(rows, OfOptions(options)) : MLNetTrainers.LightGbm(rows, OfOptions(options));

    private static MLNetOptions OfOptions(LambdaMartOptions options) => new(
        options.Trees, options.Leaves, options.Rate, (int)options.Seed,
        [.. options.Gains?.Select(g => (int)g) ?? Enumerable.Range(0, 12).Select(grade => (1 << grade) - 1)]);
#endif
}
