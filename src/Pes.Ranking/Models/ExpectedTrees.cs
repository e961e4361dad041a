namespace Pes.Ranking.Models;

/// <summary>
/// What leaf-wise trees say on average where only some features are known: a node that asks another gives both its sides by the share
/// of training rows that went there. What asks nothing known is worked out once, so little of each tree is left to walk.
/// </summary>
internal sealed class ExpectedTrees
{
    private const int Asks = 0;
    private const int Mixes = 1;
    private const double Unit = 1 << ObliviousModel.ScoreBits;

    private readonly Node[] roots;

    /// <param name="cover">Of the nodes of each tree.</param>
    public ExpectedTrees(TreeEnsemble ensemble, long[][] cover, IReadOnlySet<int> known) => roots =
    [
        .. ensemble.Trees.Zip(cover)
            .Where(t => t.First.Features.Any(known.Contains))
            .Select(t => Of(t.First, t.Second, known, 0)),
    ];

    /// <param name="scores">One a row, in 2^-12; overwritten.</param>
    public void Score(ReadOnlySpan<byte> columns, int stride, Span<int> scores)
    {
        for (var row = 0; row < scores.Length; row++)
        {
            var sum = 0.0;
            foreach (var root in roots)
            {
                sum += Value(root, columns[row..], stride);
            }

            scores[row] = (int)Math.Round(sum * Unit);
        }
    }

    private static double Value(Node node, ReadOnlySpan<byte> row, int stride)
    {
        while (node is { Left: { } left, Right: { } right })
        {
            if (node.Kind == Mixes)
            {
                return (node.Number * Value(left, row, stride)) + ((1 - node.Number) * Value(right, row, stride));
            }

            node = row[node.Feature * stride] <= node.Number ? left : right;
        }

        return node.Number;
    }

    private static Node Of(TreeNodes tree, long[] cover, IReadOnlySet<int> known, int node)
    {
        if (node < 0)
        {
            return new(tree.Leaves[~node]);
        }

        var (left, right) = (Of(tree, cover, known, tree.Left[node]), Of(tree, cover, known, tree.Right[node]));
        if (known.Contains(tree.Features[node]))
        {
            return new(tree.Thresholds[node], Asks, tree.Features[node], left, right);
        }

        var share = TreeShap.Share(tree.Left[node] < 0 ? tree.Cover![~tree.Left[node]] : cover[tree.Left[node]], cover[node]);
        return left.Left is null && right.Left is null ? new((share * left.Number) + ((1 - share) * right.Number)) : new(share, Mixes, 0, left, right);
    }

    /// <param name="Number">The value of a leaf, the threshold of a question, or the share of the left side.</param>
    private sealed record Node(double Number, int Kind = Asks, int Feature = 0, Node? Left = null, Node? Right = null);
}
