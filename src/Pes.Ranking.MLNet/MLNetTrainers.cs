using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using TreeEnsemble = Pes.Ranking.Models.TreeEnsemble;

namespace Pes.Ranking.MLNet;

/// <summary>How ML.NET trains; one thread, so that the same rows and options give the same trees.</summary>
/// <param name="Gains">Whole gain of each grade, ascending.</param>
public sealed record MLNetOptions(int Trees, int Leaves, double Rate, int Seed, IReadOnlyList<int> Gains);

/// <summary>
/// ML.NET's two trainers of rankings, and their trees as an ensemble of ours. After training, each row is scored by both; a
/// single bit of difference is an error.
/// </summary>
public static class MLNetTrainers
{
    /// <param name="weights">One a row; null: all 1.</param>
    /// <exception cref="InvalidOperationException">Our ensemble scores a row otherwise than ML.NET, or ML.NET cannot show its trees.</exception>
    public static TreeEnsemble FastTree(JudgedRows rows, MLNetOptions options, float[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        var context = new MLContext(options.Seed);
        var data = Data(context, rows, weights);
        var trained = context.Ranking.Trainers.FastTree(new FastTreeRankingTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            RowGroupColumnName = nameof(Row.GroupId),
            ExampleWeightColumnName = nameof(Row.Weight),
            NumberOfTrees = options.Trees,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.Rate,
            CustomGains = [.. options.Gains.Select(g => (double)g)],
            NumberOfThreads = 1,
            Seed = options.Seed,
        }).Fit(data);
        return Checked(rows, Ensemble(rows, trained.Model.TrainedTreeEnsemble), trained.Transform(data));
    }

    /// <inheritdoc cref="FastTree"/>
    public static TreeEnsemble LightGbm(JudgedRows rows, MLNetOptions options, float[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        var context = new MLContext(options.Seed);
        var data = Data(context, rows, weights);
        var trainer = context.Ranking.Trainers.LightGbm(new LightGbmRankingTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            RowGroupColumnName = nameof(Row.GroupId),
            ExampleWeightColumnName = nameof(Row.Weight),
            NumberOfIterations = options.Trees,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.Rate,
            CustomGains = [.. options.Gains],
            NumberOfThreads = 1,
            Seed = options.Seed,
        });
        var trained = Trained(() => trainer.Fit(data));
        return Checked(rows, Ensemble(rows, trained.Model.TrainedTreeEnsemble), trained.Transform(data));
    }

    private static IDataView Data(MLContext context, JudgedRows rows, float[]? weights)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Features);
        return context.Data.LoadFromEnumerable(Rows(rows, weights), schema);
    }

    private static IEnumerable<Row> Rows(JudgedRows rows, float[]? weights)
    {
        for (var query = 0; query < rows.Queries; query++)
        {
            for (var row = rows.QueryStarts[query]; row < rows.QueryStarts[query + 1]; row++)
            {
                // Keys begin at 1; 0 is a missing one.
                yield return new Row { Label = rows.Grades[row], GroupId = (uint)query + 1, Weight = weights?[row] ?? 1, Features = rows.Row(row).ToArray() };
            }
        }
    }

    // A tree that LightGBM could not split has no thresholds in ML.NET, which then throws when it makes its model.
    private static T Trained<T>(Func<T> fit)
    {
        try
        {
            return fit();
        }
        catch (ArgumentNullException exception)
        {
            throw new InvalidOperationException("A tree found nothing to split, which ML.NET cannot show; train fewer trees, or on rows that tell more.", exception);
        }
    }

    private static TreeEnsemble Ensemble(JudgedRows rows, RegressionTreeEnsemble trained)
    {
        var ensemble = EnsembleImport.Convert(rows.Features, trained.Bias, [.. trained.TreeWeights], [.. trained.Trees.Select(Tree)]);
        return new(ensemble.Features, ensemble.Bias, ensemble.Trees.Select(t => t with { Cover = Cover(t, rows) }));
    }

    private static ImportedTree Tree(RegressionTree tree) => new()
    {
        NumberOfNodes = tree.NumberOfNodes,
        NumberOfLeaves = tree.NumberOfLeaves,
        LeftChild = tree.LeftChild,
        RightChild = tree.RightChild,
        NumericalSplitFeatureIndexes = tree.NumericalSplitFeatureIndexes,
        NumericalSplitThresholds = tree.NumericalSplitThresholds,
        CategoricalSplitFlags = tree.CategoricalSplitFlags,
        LeafValues = tree.LeafValues,
    };

    private static int[] Cover(TreeNodes tree, JudgedRows rows)
    {
        var cover = new int[tree.Leaves.Length];
        for (var row = 0; row < rows.Rows; row++)
        {
            cover[TreeEnsemble.Leaf(tree, rows.Row(row))]++;
        }

        return cover;
    }

    private static TreeEnsemble Checked(JudgedRows rows, TreeEnsemble ensemble, IDataView scored)
    {
        var row = 0;
        foreach (var score in scored.GetColumn<float>("Score"))
        {
            var own = ensemble.Score(rows.Row(row));
            if (BitConverter.SingleToInt32Bits(own) != BitConverter.SingleToInt32Bits(score))
            {
                throw new InvalidOperationException($"Row {row} scores {own:R} here and {score:R} in ML.NET.");
            }

            row++;
        }

        return ensemble;
    }

    private sealed class Row
    {
        public float Label { get; set; }

        [KeyType(int.MaxValue)]
        public uint GroupId { get; set; }

        public float Weight { get; set; }

        public float[] Features { get; set; } = [];
    }
}
