using System.Runtime.InteropServices;

namespace Pes.Ranking.Models;

/// <summary>
/// What each feature added to a score: Shapley values of the game in which features that are not known follow the
/// training rows down the tree, exactly, by recursion along the paths (Lundberg, Erion and Lee 2018, "Consistent
/// individualized feature attribution for tree ensembles", algorithm 2). The reference; it visits every leaf.
/// </summary>
public static class TreeShap
{
    /// <param name="contributions">One a feature, overwritten; with the value returned they sum to the score up to rounding.</param>
    /// <returns>The mean over the training rows.</returns>
    /// <exception cref="ArgumentException">A tree does not know its cover, or a value is NaN.</exception>
    public static double Explain(TreeEnsemble ensemble, ReadOnlySpan<float> row, Span<double> contributions)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        long[][] cover = [.. ensemble.Trees.Select(NodeCover)];
        Explain(ensemble, cover, row, contributions);
        return Mean(ensemble, cover);
    }

    /// <param name="cover">Of the nodes of each tree, as <see cref="NodeCover"/> gives it.</param>
    internal static void Explain(TreeEnsemble ensemble, long[][] cover, ReadOnlySpan<float> row, Span<double> contributions)
    {
        TreeEnsemble.RefuseNaN(row);
        contributions.Clear();
        for (var tree = 0; tree < cover.Length; tree++)
        {
            var own = ensemble.Trees[tree];
            var walk = new Walk { Tree = own, Cover = cover[tree], Row = row, Contributions = contributions };
            walk.Visit(own.Left.Length == 0 ? ~0 : 0, new Path([], 0), zero: 1, one: 1, feature: -1);
        }
    }

    /// <summary>The mean over the training rows.</summary>
    internal static double Mean(TreeEnsemble ensemble, long[][] cover)
    {
        var mean = ensemble.Bias;
        for (var tree = 0; tree < cover.Length; tree++)
        {
            mean += Mean(ensemble.Trees[tree], cover[tree], ensemble.Trees[tree].Left.Length == 0 ? ~0 : 0);
        }

        return mean;
    }

    /// <summary>The share of a node's rows that go to a child; where no row came, half.</summary>
    internal static double Share(long child, long node) => node > 0 ? child / (double)node : 0.5;

    /// <summary>Training rows of each node.</summary>
    /// <exception cref="ArgumentException">The tree does not know its cover.</exception>
    internal static long[] NodeCover(TreeNodes tree)
    {
        var leaves = tree.Cover ?? throw new ArgumentException("The trees do not know how many rows they cover.", nameof(tree));
        var cover = new long[tree.Left.Length];
        long Of(int child) => child < 0 ? leaves[~child] : cover[child] = Of(tree.Left[child]) + Of(tree.Right[child]);
        if (cover.Length > 0)
        {
            Of(0);
        }

        return cover;
    }

    private static double Mean(TreeNodes tree, long[] cover, int node) => node < 0
        ? tree.Leaves[~node]
        : (Share(Of(tree, cover, tree.Left[node]), cover[node]) * Mean(tree, cover, tree.Left[node]))
            + (Share(Of(tree, cover, tree.Right[node]), cover[node]) * Mean(tree, cover, tree.Right[node]));

    private static long Of(TreeNodes tree, long[] cover, int child) => child < 0 ? tree.Cover![~child] : cover[child];

    /// <summary>One feature of a path: the share of rows that pass where it is unknown, whether the row itself passes, and the weight of the subsets of each size.</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct Part(int Feature, double Zero, double One, double Weight);

    /// <summary>The distinct features on the way to a node; a part of a longer array that the levels below write behind.</summary>
    private readonly ref struct Path(Span<Part> parts, int count)
    {
        public Span<Part> Parts { get; } = parts;

        public int Count { get; } = count;

        /// <summary>The path with one feature more.</summary>
        public Path Extended(Span<Part> into, double zero, double one, int feature)
        {
            Parts[..Count].CopyTo(into);
            into[Count] = new(feature, zero, one, Count == 0 ? 1 : 0);
            for (var i = Count - 1; i >= 0; i--)
            {
                into[i + 1].Weight += one * into[i].Weight * (i + 1) / (Count + 1);
                into[i].Weight = zero * into[i].Weight * (Count - i) / (Count + 1);
            }

            return new(into, Count + 1);
        }

        /// <summary>The path as if the feature at a place had never been on it.</summary>
        public Path Without(int place)
        {
            var (zero, one, length) = (Parts[place].Zero, Parts[place].One, Count - 1);
            var next = Parts[length].Weight;
            for (var i = length - 1; i >= 0; i--)
            {
                if (one != 0)
                {
                    var own = Parts[i].Weight;
                    Parts[i].Weight = next * (length + 1) / ((i + 1) * one);
                    next = own - (Parts[i].Weight * zero * (length - i) / (length + 1));
                }
                else
                {
                    Parts[i].Weight = Parts[i].Weight * (length + 1) / (zero * (length - i));
                }
            }

            for (var i = place; i < length; i++)
            {
                Parts[i] = Parts[i + 1] with { Weight = Parts[i].Weight };
            }

            return new(Parts, length);
        }

        /// <summary>The sum of weights without the feature at a place.</summary>
        public double SumWithout(int place)
        {
            var (zero, one, length) = (Parts[place].Zero, Parts[place].One, Count - 1);
            double sum = 0, next = Parts[length].Weight;
            for (var i = length - 1; i >= 0; i--)
            {
                if (one != 0)
                {
                    var weight = next * (length + 1) / ((i + 1) * one);
                    sum += weight;
                    next = Parts[i].Weight - (weight * zero * (length - i) / (length + 1));
                }
                else
                {
                    sum += Parts[i].Weight * (length + 1) / (zero * (length - i));
                }
            }

            return sum;
        }
    }

    private ref struct Walk
    {
        public required TreeNodes Tree { get; init; }

        public required long[] Cover { get; init; }

        public required ReadOnlySpan<float> Row { get; init; }

        public required Span<double> Contributions { get; init; }

        public readonly void Visit(int node, Path before, double zero, double one, int feature)
        {
            Span<Part> own = stackalloc Part[before.Count + 1];
            var path = before.Extended(own, zero, one, feature);
            if (node < 0)
            {
                for (var i = 1; i < path.Count; i++)
                {
                    var part = path.Parts[i];
                    Contributions[part.Feature] += path.SumWithout(i) * (part.One - part.Zero) * Tree.Leaves[~node];
                }

                return;
            }

            var (asked, incomingZero, incomingOne) = (Tree.Features[node], 1.0, 1.0);
            for (var i = 1; i < path.Count; i++)
            {
                if (path.Parts[i].Feature == asked)
                {
                    (incomingZero, incomingOne) = (path.Parts[i].Zero, path.Parts[i].One);
                    path = path.Without(i);
                    break;
                }
            }

            var goesLeft = Row[asked] <= Tree.Thresholds[node];
            Descend(Tree.Left[node], node, path, incomingZero, goesLeft ? incomingOne : 0, asked);
            Descend(Tree.Right[node], node, path, incomingZero, goesLeft ? 0 : incomingOne, asked);
        }

        // A way that neither the row nor any training row takes adds nothing.
        private readonly void Descend(int child, int node, Path path, double zero, double one, int feature)
        {
            zero *= Share(Of(Tree, Cover, child), Cover[node]);
            if (zero != 0 || one != 0)
            {
                Visit(child, path, zero, one, feature);
            }
        }
    }
}
