using System.Numerics;

namespace Pes.Ranking.Models;

/// <summary>
/// Trees of depth 5 whose levels each ask one question of a row of bins. Leaves are whole numbers, so every evaluator,
/// thread count and machine gives the same score.
/// </summary>
public sealed class ObliviousModel
{
    public const int Depth = 5;
    public const int LeavesOfTree = 1 << Depth;

    /// <summary>A score is a whole number of 2^-12.</summary>
    public const int ScoreBits = 12;

    private readonly ushort[] features;
    private readonly byte[] bins;
    private readonly short[] leaves;
    private readonly int[] cover;

    /// <param name="features">Bins of a row.</param>
    /// <param name="askedFeatures">Five a tree: the first level is the highest bit of the leaf's index.</param>
    /// <param name="askedBins">Five a tree: a bin above it sets the bit. 255 never does.</param>
    /// <param name="leaves">32 a tree, in 2^-12.</param>
    /// <param name="cover">Training rows of each leaf: what an explanation takes for usual.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a feature is asked that no row has.</exception>
    public ObliviousModel(int features, ushort[] askedFeatures, byte[] askedBins, short[] leaves, int[] cover)
    {
        ArgumentNullException.ThrowIfNull(askedFeatures);
        ArgumentNullException.ThrowIfNull(askedBins);
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentNullException.ThrowIfNull(cover);
        Trees = leaves.Length / LeavesOfTree;
        if (features is < 1 or > ushort.MaxValue || leaves.Length % LeavesOfTree != 0 || cover.Length != leaves.Length
            || askedFeatures.Length != Trees * Depth || askedBins.Length != Trees * Depth)
        {
            throw new ArgumentException("A tree has 5 questions, 32 leaves and the cover of each.", nameof(leaves));
        }

        if (askedFeatures.AsSpan().ContainsAnyExceptInRange((ushort)0, (ushort)(features - 1)))
        {
            throw new ArgumentException($"A question is about a feature that the {features} of a row do not hold.", nameof(askedFeatures));
        }

        if (cover.AsSpan().ContainsAnyExceptInRange(0, int.MaxValue))
        {
            throw new ArgumentException("A leaf covers 0 rows or more.", nameof(cover));
        }

        (Features, this.features, bins, this.leaves, this.cover) = (features, askedFeatures, askedBins, leaves, cover);
    }

    public int Features { get; }

    public int Trees { get; }

    public ReadOnlySpan<ushort> AskedFeatures => features;

    public ReadOnlySpan<byte> AskedBins => bins;

    public ReadOnlySpan<short> Leaves => leaves;

    public ReadOnlySpan<int> Cover => cover;

    /// <summary>The leaf that a row falls into.</summary>
    public int Leaf(int tree, ReadOnlySpan<byte> row)
    {
        var leaf = 0;
        for (var level = tree * Depth; level < (tree + 1) * Depth; level++)
        {
            leaf = (leaf << 1) | (row[features[level]] > bins[level] ? 1 : 0);
        }

        return leaf;
    }

    /// <summary>The reference: a row's score in 2^-12, tree by tree.</summary>
    /// <param name="row">A bin a feature.</param>
    public int Score(ReadOnlySpan<byte> row)
    {
        var score = 0;
        for (var tree = 0; tree < Trees; tree++)
        {
            score += leaves[(tree * LeavesOfTree) + Leaf(tree, row)];
        }

        return score;
    }

    /// <summary>
    /// What the model says on average, over the training rows of each tree, where nothing but these features is known: trees
    /// that ask none of them are left out, so two rows differ by what their known features make of it.
    /// </summary>
    public ObliviousModel Expecting(IReadOnlySet<int> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        List<ushort> ownFeatures = [];
        List<byte> ownBins = [];
        List<short> ownLeaves = [];
        List<int> ownCover = [];
        Span<double> values = stackalloc double[LeavesOfTree];
        for (var tree = 0; tree < Trees; tree++)
        {
            int[] levels = [.. Enumerable.Range(0, Depth).Where(level => known.Contains(features[(tree * Depth) + level]) && !LeafMeans.IsNeverPassed(this, tree, level))];
            if (levels is [])
            {
                continue;
            }

            LeafMeans.Fold(this, tree, levels.Sum(level => 1 << level), values);
            for (var level = 0; level < Depth; level++)
            {
                var isKnown = levels.Contains(level);
                ownFeatures.Add(features[(tree * Depth) + (isKnown ? level : levels[0])]);
                ownBins.Add(isKnown ? bins[(tree * Depth) + level] : byte.MaxValue);
            }

            foreach (var value in values)
            {
                ownLeaves.Add((short)Math.Round(value));
            }

            ownCover.AddRange(cover.AsSpan(tree * LeavesOfTree, LeavesOfTree));
        }

        return new(Features, [.. ownFeatures], [.. ownBins], [.. ownLeaves], [.. ownCover]);
    }

    /// <summary>The same trees as nodes over bins as numbers: what the general evaluators and explanations read.</summary>
    public TreeEnsemble ToEnsemble() => new(Features, bias: 0, Enumerable.Range(0, Trees).Select(Nodes));

    private TreeNodes Nodes(int tree)
    {
        // A level that is never passed asks nothing: its upper leaves do not exist.
        int[] levels = [.. Enumerable.Range(tree * Depth, Depth).Where(level => bins[level] != byte.MaxValue)];
        int[] reached = [0];
        foreach (var level in levels)
        {
            reached = [.. reached.SelectMany(leaf => (int[])[leaf, leaf | (LeavesOfTree / 2 >> (level - (tree * Depth)))])];
        }

        var nodes = (1 << levels.Length) - 1;
        int Child(int number) => number < nodes ? number : ~(number - nodes);
        var (own, ownCover) = (leaves.AsSpan(tree * LeavesOfTree, LeavesOfTree).ToArray(), cover.AsSpan(tree * LeavesOfTree, LeavesOfTree).ToArray());
        int[] levelOf = [.. Enumerable.Range(0, nodes).Select(node => levels[BitOperations.Log2((uint)node + 1)])];
        return new()
        {
            Left = [.. Enumerable.Range(0, nodes).Select(node => Child((2 * node) + 1))],
            Right = [.. Enumerable.Range(0, nodes).Select(node => Child((2 * node) + 2))],
            Features = [.. levelOf.Select(level => (int)features[level])],
            Thresholds = [.. levelOf.Select(level => (float)bins[level])],
            Leaves = [.. reached.Select(leaf => own[leaf] / (double)(1 << ScoreBits))],
            Cover = [.. reached.Select(leaf => ownCover[leaf])],
        };
    }
}
