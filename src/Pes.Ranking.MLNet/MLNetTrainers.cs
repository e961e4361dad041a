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
    /// <exception cref="InvalidOperationException">Our ensemble scores a row otherwise than ML.NET.</exception>
    public static TreeEnsemble FastTree(JudgedRows rows, MLNetOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        var context = new MLContext(options.Seed);
        var data = Data(context, rows);
        var trained = context.Ranking.Trainers.FastTree(new FastTreeRankingTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            RowGroupColumnName = nameof(Row.GroupId),
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
    public static TreeEnsemble LightGbm(JudgedRows rows, MLNetOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        var context = new MLContext(options.Seed);
        var data = Data(context, rows);
        var trained = context.Ranking.Trainers.LightGbm(new LightGbmRankingTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            RowGroupColumnName = nameof(Row.GroupId),
            NumberOfIterations = options.Trees,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.Rate,
            CustomGains = [.. options.Gains],
            NumberOfThreads = 1,
            Seed = options.Seed,
        }).Fit(data);
        return Checked(rows, Ensemble(rows, trained.Model.TrainedTreeEnsemble), trained.Transform(data));
    }

    private static IDataView Data(MLContext context, JudgedRows rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Features);
        return context.Data.LoadFromEnumerable(Rows(rows), schema);
    }

    private static IEnumerable<Row> Rows(JudgedRows rows)
    {
        for (var query = 0; query < rows.Queries; query++)
        {
            for (var row = rows.QueryStarts[query]; row < rows.QueryStarts[query + 1]; row++)
            {
                // Keys begin at 1; 0 is a missing one.
                yield return new Row { Label = rows.Grades[row], GroupId = (uint)query + 1, Features = rows.Row(row).ToArray() };
            }
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

        public float[] Features { get; set; } = [];
    }
}
