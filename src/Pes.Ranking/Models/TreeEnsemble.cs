namespace Pes.Ranking.Models;

/// <summary>
/// One tree in the shape in which ML.NET gives them: at a node, a value at most the threshold goes left; a negative
/// child is the complement of a leaf; a tree without nodes is its one leaf.
/// </summary>
public sealed record TreeNodes
{
    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    public required int[] Features { get; init; }

    public required float[] Thresholds { get; init; }

    public required double[] Leaves { get; init; }

    /// <summary>Training rows of each leaf; null: not known, then there is no explanation.</summary>
    public int[]? Cover { get; init; }
}

/// <summary>
/// Leaf-wise trees over features that are numbers: our own, or imported. The score is the sum of one leaf a tree, in the
/// order of the trees, as doubles, rounded to a float at the end: to the bit what ML.NET gives.
/// </summary>
public sealed class TreeEnsemble
{
    /// <exception cref="ArgumentException">A tree is malformed: sizes differ, a child or feature does not exist, a node is reached twice or never, a number is NaN.</exception>
    public TreeEnsemble(int features, double bias, IEnumerable<TreeNodes> trees)
    {
        ArgumentNullException.ThrowIfNull(trees);
        (Features, Bias, Trees) = (features, bias, [.. trees]);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        if (double.IsNaN(bias))
        {
            throw new ArgumentException("The bias is not a number.", nameof(bias));
        }

        for (var tree = 0; tree < Trees.Count; tree++)
        {
            if (Fault(Trees[tree]) is { } fault)
            {
                throw new ArgumentException($"Tree {tree}: {fault}", nameof(trees));
            }
        }
    }

    public int Features { get; }

    public double Bias { get; }

    public IReadOnlyList<TreeNodes> Trees { get; }

    /// <summary>The same trees over rows whose features stand otherwise.</summary>
    /// <param name="features">Features of such a row.</param>
    /// <param name="places">Where each feature of this ensemble stands there.</param>
    public TreeEnsemble Over(int features, IReadOnlyList<int> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        return new(features, Bias, Trees.Select(t => t with { Features = [.. t.Features.Select(f => places[f])] }));
    }

    /// <summary>The leaf that a row falls into.</summary>
    public static int Leaf(TreeNodes tree, ReadOnlySpan<float> row)
    {
        var node = tree.Left.Length == 0 ? ~0 : 0;
        while (node >= 0)
        {
            node = row[tree.Features[node]] <= tree.Thresholds[node] ? tree.Left[node] : tree.Right[node];
        }

        return ~node;
    }

    /// <summary>The reference: walks the nodes of each tree.</summary>
    /// <exception cref="ArgumentException">A value is NaN: makers of trees send it different ways, so it is refused.</exception>
    public float Score(ReadOnlySpan<float> row) => (float)Sum(row);

    /// <summary>The score before it is rounded to a float: what LightGBM gives.</summary>
    /// <inheritdoc cref="Score" path="exception"/>
    public double Sum(ReadOnlySpan<float> row)
    {
        RefuseNaN(row);
        var score = Bias;
        foreach (var tree in Trees)
        {
            score += tree.Leaves[Leaf(tree, row)];
        }

        return score;
    }

    internal static void RefuseNaN(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (float.IsNaN(value))
            {
                throw new ArgumentException("A value is not a number (NaN).", nameof(values));
            }
        }
    }

    private string? Fault(TreeNodes tree)
    {
        var nodes = tree.Left.Length;
        if (tree.Right.Length != nodes || tree.Features.Length != nodes || tree.Thresholds.Length != nodes || tree.Leaves.Length != nodes + 1
            || (tree.Cover is { } cover && cover.Length != tree.Leaves.Length))
        {
            return "the sizes do not fit.";
        }

        if (tree.Features.Any(f => f < 0 || f >= Features))
        {
            return "a feature does not exist.";
        }

        if (tree.Thresholds.Any(float.IsNaN) || tree.Leaves.Any(double.IsNaN) || tree.Cover?.Any(c => c < 0) == true)
        {
            return "a threshold or leaf is not a number, or a cover is negative.";
        }

        // Every node but the first, and every leaf, is the child of exactly one node that stands before … or after it.
        int[] children = [.. tree.Left.Concat(tree.Right).Order()];
        int[] expected = [.. Enumerable.Range(-(nodes + 1), nodes + 1).Concat(Enumerable.Range(1, Math.Max(0, nodes - 1)))];
        return nodes > 0 && !children.SequenceEqual(expected) ? "a node or leaf is reached twice or never." : Cycle(tree);
    }

    // With each node the child of one, what is not reached from the first can only be a cycle.
    private static string? Cycle(TreeNodes tree)
    {
        var (reached, pending) = (0, new Stack<int>(tree.Left.Length == 0 ? [] : [0]));
        while (pending.TryPop(out var node))
        {
            reached++;
            foreach (var child in (int[])[tree.Left[node], tree.Right[node]])
            {
                if (child >= 0)
                {
                    pending.Push(child);
                }
            }
        }

        return reached == tree.Left.Length ? null : "nodes go round in a circle.";
    }
}
