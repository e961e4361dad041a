using Pes.Features.RankingModels.Training;

namespace Pes.Cli;

/// <summary>Who can train in this build.</summary>
internal static class RankingTrainers
{
    public const string Own = "own";

    public const string FastTree = "mlnet-fasttree";

    public const string LightGbm = "mlnet-lightgbm";

    public const string MLNetIsAbsent =
        "This build holds no ML.NET, whose packages are not in every registry: build with -p:MLNet=true (docs/building.md), or use --trainer own.";

    /// <exception cref="CommandException">This build does not hold it.</exception>
    public static RankingTrainer Of(string name) => name == Own ? RankingTraining.Own : throw new CommandException(MLNetIsAbsent);
}
