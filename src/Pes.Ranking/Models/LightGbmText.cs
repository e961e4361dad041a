using System.Globalization;

namespace Pes.Ranking.Models;

/// <summary>
/// Reads a model that LightGBM wrote as text (<c>tree</c>, a header, blocks <c>Tree=0</c> …, <c>end of trees</c>) so that it scores to
/// the bit as its maker does: leaves summed as doubles in the order of the trees. A threshold is a double there and a float
/// here; for values that are floats, the greatest float that is not above it asks the same question. What would score otherwise
/// is refused with its reason: several classes, averaged output, categories, linear leaves, a form of the text whose meaning is not known.
/// </summary>
public static class LightGbmText
{
    private const string Form = "This is not a LightGBM model in text form: ";
    /// <summary>
    /// v3: LightGBM 2.3 to 3.3, v4: from 4.0. Both write the same trees in all that is read here, but for <c>is_linear</c>, which came with 3.2: where it is not
    /// written there are no linear leaves. v2 and before are not read: their makers counted other values as zero and as missing.
    /// </summary>
    private static readonly string[] Forms = ["v3", "v4"];

    // Any of them belongs to linear leaves.
    private static readonly string[] LinearParts = ["leaf_const", "leaf_features", "leaf_coeff"];

    private const int CategoricalBit = 1;
    private const int DefaultLeftBit = 2;
    private const int MissingIsZero = 1;

    /// <summary>A zero that may be missing needs nodes of its own, which can multiply; a tree beyond this is refused.</summary>
    private const int MostLeaves = 65_536;

    /// <summary>LightGBM counts what is nearer to 0 than this as 0.</summary>
    private const float Zero = 1e-35f;

    /// <summary>Whether a text begins as such a model.</summary>
    public static bool Begins(ReadOnlySpan<byte> text) => text.TrimStart("\uFEFF"u8).TrimStart(" \r\n\t"u8) is var rest && (rest.StartsWith("tree\n"u8) || rest.StartsWith("tree\r"u8));

    /// <inheritdoc cref="ReadNamed"/>
    public static TreeEnsemble Read(TextReader text) => ReadNamed(text).Trees;

    /// <returns>The trees, and the names of the features in their order; names are empty where the file tells none.</returns>
    /// <exception cref="InvalidDataException">It is no such model, is cut off, or asks what is not scored to the bit; the message says which.</exception>
    public static (TreeEnsemble Trees, IReadOnlyList<string> FeatureNames) ReadNamed(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = NextLine(text);
        if (line != "tree")
        {
            throw new InvalidDataException(Form + "its first line is not 'tree'.");
        }

        Dictionary<string, string> header = new(StringComparer.Ordinal);
        for (line = NextLine(text); line is not null && !line.StartsWith("Tree=", StringComparison.Ordinal) && line != "end of trees"; line = NextLine(text))
        {
            Put(header, line);
        }

        if (!Forms.Contains(header.GetValueOrDefault("version"), StringComparer.Ordinal))
        {
            throw new InvalidDataException(
                $"The text is of version {header.GetValueOrDefault("version", "none")}; {string.Join(" and ", Forms)} are read (LightGBM 2.3 and later). Load the model in a later LightGBM and save it from there.");
        }

        if (header.ContainsKey("average_output") || Whole(header, "num_class", 1) != 1 || Whole(header, "num_tree_per_iteration", 1) != 1)
        {
            throw new InvalidDataException("The model has several classes, or averages its trees; one sum of trees is read.");
        }

        var features = Whole(header, "max_feature_idx") + 1;
        List<TreeNodes> trees = [];
        while (line is not null && line.StartsWith("Tree=", StringComparison.Ordinal))
        {
            Dictionary<string, string> block = new(StringComparer.Ordinal);
            for (line = NextLine(text); line is not null && !line.StartsWith("Tree=", StringComparison.Ordinal) && line != "end of trees"; line = NextLine(text))
            {
                Put(block, line);
            }

            trees.Add(new Block(block, trees.Count).Tree());
        }

        if (line != "end of trees")
        {
            throw new InvalidDataException(Form + "it is cut off before 'end of trees'.");
        }

        try
        {
            return (new(features, bias: 0, trees), header.GetValueOrDefault("feature_names", "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException(Form + exception.Message, exception);
        }
    }

    private static string? NextLine(TextReader text)
    {
        string? line;
        do
        {
            line = text.ReadLine()?.Trim();
        }
        while (line?.Length == 0);
        return line;
    }

    private static void Put(Dictionary<string, string> block, string line)
    {
        var sign = line.IndexOf('=', StringComparison.Ordinal);
        block[sign < 0 ? line : line[..sign]] = sign < 0 ? "" : line[(sign + 1)..];
    }

    private static int Whole(Dictionary<string, string> block, string key, int? missing = null) =>
        block.TryGetValue(key, out var text)
            ? int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < int.MaxValue ? number : throw new InvalidDataException($"{Form}{key} is {text}.")
            : missing ?? throw new InvalidDataException($"{Form}there is no {key}.");

    /// <summary>One tree as it stands in the file.</summary>
    private sealed class Block
    {
        private readonly int number;
        private readonly int[] left;
        private readonly int[] right;
        private readonly int[] features;
        private readonly int[] decisions;
        private readonly double[] thresholds;
        private readonly double[] leaves;
        private readonly int[]? cover;

        // The tree that is made: nodes and leaves in the order in which they are reached.
        private readonly List<(int Left, int Right, int Feature, float Threshold)> nodes = [];
        private readonly List<int> leafOf = [];
        private readonly HashSet<int> reached = [];

        public Block(Dictionary<string, string> block, int number)
        {
            this.number = number;
            if (Whole(block, "num_cat", 0) > 0)
            {
                throw new InvalidDataException($"Tree {number} splits by categories, which is not read.");
            }

            if (Whole(block, "is_linear", LinearParts.Any(block.ContainsKey) ? 1 : 0) > 0)
            {
                throw new InvalidDataException($"Tree {number} has linear leaves, which are not read.");
            }

            var count = Whole(block, "num_leaves");
            var inner = Math.Max(0, count - 1);
            (left, right) = (Many<int>(block, "left_child", inner), Many<int>(block, "right_child", inner));
            (features, decisions) = (Many<int>(block, "split_feature", inner), Many<int>(block, "decision_type", inner));
            (thresholds, leaves) = (Many<double>(block, "threshold", inner), Many<double>(block, "leaf_value", count));
            cover = block.ContainsKey("leaf_count") && inner > 0 ? Many<int>(block, "leaf_count", count) : null;
            if (decisions.Any(d => (d & CategoricalBit) != 0))
            {
                throw new InvalidDataException($"Tree {number} splits by categories, which is not read.");
            }

            // With each node and leaf the child of one, walking down from the first ends.
            int[] children = [.. left.Concat(right).Order()];
            if (count < 1 || (inner > 0 && !children.SequenceEqual(Enumerable.Range(-count, count).Concat(Enumerable.Range(1, inner - 1)))))
            {
                throw new InvalidDataException($"{Form}a node or leaf of tree {number} is reached twice or never.");
            }
        }

        public TreeNodes Tree()
        {
            _ = Build(left.Length == 0 ? ~0 : 0);
            if (reached.Count != left.Length)
            {
                throw new InvalidDataException($"{Form}nodes of tree {number} go round in a circle.");
            }

            return new()
            {
                Left = [.. nodes.Select(n => n.Left)],
                Right = [.. nodes.Select(n => n.Right)],
                Features = [.. nodes.Select(n => n.Feature)],
                Thresholds = [.. nodes.Select(n => n.Threshold)],
                Leaves = [.. leafOf.Select(l => leaves[l])],

                // Where a leaf stands twice, nobody knows which of its rows came which way.
                Cover = cover is not null && leafOf.Count == leaves.Length ? [.. leafOf.Select(l => cover[l])] : null,
            };
        }

        private int Build(int child)
        {
            if (child < 0)
            {
                leafOf.Add(~child);
                return leafOf.Count <= MostLeaves ? ~(leafOf.Count - 1) : throw new InvalidDataException($"Tree {number} treats zeros as missing in so many nodes that it grows beyond {MostLeaves} leaves.");
            }

            reached.Add(child);
            var threshold = NotAbove(thresholds[child]);
            if (((decisions[child] >> 2) & 3) != MissingIsZero)
            {
                return Ask(child, threshold, () => Build(left[child]), () => Build(right[child]));
            }

            // Zero, or what counts as such, goes by default, whatever the threshold says.
            var zerosGoLeft = (decisions[child] & DefaultLeftBit) != 0;
            return (zerosGoLeft, threshold) switch
            {
                (true, >= Zero) or (false, < -Zero) => Ask(child, threshold, () => Build(left[child]), () => Build(right[child])),
                (true, >= -Zero) => Ask(child, Zero, () => Build(left[child]), () => Build(right[child])),
                (false, <= Zero) => Ask(child, BelowZeros, () => Build(left[child]), () => Build(right[child])),
                (true, _) => Ask(child, threshold, () => Build(left[child]),
                    () => Ask(child, BelowZeros, () => Build(right[child]), () => Ask(child, Zero, () => Build(left[child]), () => Build(right[child])))),
                _ => Ask(child, BelowZeros, () => Build(left[child]),
                    () => Ask(child, Zero, () => Build(right[child]), () => Ask(child, threshold, () => Build(left[child]), () => Build(right[child])))),
            };
        }

        private int Ask(int child, float threshold, Func<int> goesLeft, Func<int> goesRight)
        {
            var at = nodes.Count;
            nodes.Add(default);
            nodes[at] = (goesLeft(), goesRight(), features[child], threshold);
            return at;
        }

        private static float BelowZeros => MathF.BitDecrement(-Zero);

        private static float NotAbove(double threshold) => (float)threshold is var near && near > threshold ? MathF.BitDecrement(near) : near;

        private T[] Many<T>(Dictionary<string, string> block, string key, int count)
            where T : IParsable<T>
        {
            var text = block.GetValueOrDefault(key, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (text.Length != count)
            {
                throw new InvalidDataException($"{Form}tree {number} has {text.Length} entries of {key} for {count}.");
            }

            return Array.ConvertAll(text, t => T.TryParse(t, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException($"{Form}tree {number} has {t} in {key}."));
        }
    }
}
