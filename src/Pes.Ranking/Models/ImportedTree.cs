namespace Pes.Ranking.Models;

/// <summary>One tree as a maker hands it over, under ML.NET's names of the fields; arrays may be longer than the counts.</summary>
public sealed record ImportedTree
{
    public required int NumberOfNodes { get; init; }

    public required int NumberOfLeaves { get; init; }

    public required IReadOnlyList<int> LeftChild { get; init; }

    public required IReadOnlyList<int> RightChild { get; init; }

    public required IReadOnlyList<int> NumericalSplitFeatureIndexes { get; init; }

    public required IReadOnlyList<float> NumericalSplitThresholds { get; init; }

    public required IReadOnlyList<double> LeafValues { get; init; }

    /// <summary>Nodes that ask for membership in a set of categories; none is read.</summary>
    public IReadOnlyList<bool> CategoricalSplitFlags { get; init; } = [];

    /// <summary>Training rows of each leaf; null: not known.</summary>
    public IReadOnlyList<int>? LeafCover { get; init; }
}

/// <summary>Makes an ensemble of ours from trees of another maker, or says why it cannot.</summary>
public static class EnsembleImport
{
    /// <param name="weights">One a tree; empty: all 1.</param>
    /// <exception cref="ArgumentException">A tree is malformed, or asks what cannot be scored bit for bit.</exception>
    public static TreeEnsemble Convert(int features, double bias, IReadOnlyList<double> weights, IReadOnlyList<ImportedTree> trees)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(trees);
        if (weights.Count > 0 && weights.Count != trees.Count)
        {
            throw new ArgumentException($"{weights.Count} weights are not {trees.Count} trees.", nameof(weights));
        }

        return new(features, bias, trees.Select((tree, i) => Convert(tree, i, weights.Count > 0 ? weights[i] : 1)));
    }

    private static TreeNodes Convert(ImportedTree tree, int number, double weight)
    {
        if (tree.CategoricalSplitFlags.Take(tree.NumberOfNodes).Any(flag => flag))
        {
            throw new ArgumentException($"Tree {number} splits by categories, which is not read.", nameof(tree));
        }

        // A tree that could not be grown has no node; its one leaf may be left out, and is then 0.
        double[] leaves = tree is { NumberOfNodes: 0, LeafValues.Count: 0 } ? [0] : [.. First(tree.LeafValues, Math.Max(1, tree.NumberOfLeaves), number)];
        return new()
        {
            Left = First(tree.LeftChild, tree.NumberOfNodes, number),
            Right = First(tree.RightChild, tree.NumberOfNodes, number),
            Features = First(tree.NumericalSplitFeatureIndexes, tree.NumberOfNodes, number),
            Thresholds = First(tree.NumericalSplitThresholds, tree.NumberOfNodes, number),
            Leaves = weight == 1 ? leaves : [.. leaves.Select(leaf => leaf * weight)],
            Cover = tree.LeafCover is { } cover ? First(cover, leaves.Length, number) : null,
        };
    }

    private static T[] First<T>(IReadOnlyList<T> list, int count, int tree) => count >= 0 && count <= list.Count
        ? [.. list.Take(count)]
        : throw new ArgumentException($"Tree {tree} says {count} and has {list.Count} entries.", nameof(list));
}
