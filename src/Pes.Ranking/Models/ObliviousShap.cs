using System.Numerics;

namespace Pes.Ranking.Models;

/// <summary>
/// Exact Shapley values of an <see cref="ObliviousModel"/>. In an oblivious tree they depend on nothing but the leaf that
/// the row falls into, so each tree has a table: 32 leaves × at most 5 features. Explaining a row is then five additions
/// a tree. The tables are whole numbers that sum to the score without any remainder.
/// </summary>
public sealed class ObliviousShap
{
    /// <summary>A contribution is a whole number of 2^-20.</summary>
    public const int Bits = ObliviousModel.ScoreBits + FinerBits;

    private const int FinerBits = 8;
    private const int Leaves = ObliviousModel.LeavesOfTree;
    private const int Slots = ObliviousModel.Depth;

    private readonly ObliviousModel model;
    private readonly ushort[] slotFeature;
    private readonly int[] table;

    public ObliviousShap(ObliviousModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        slotFeature = new ushort[model.Trees * Slots];
        table = new int[model.Trees * Leaves * Slots];
        for (var tree = 0; tree < model.Trees; tree++)
        {
            Mean += Fill(tree);
        }
    }

    /// <summary>The mean score over the training rows, in 2^-20.</summary>
    public long Mean { get; }

    /// <param name="row">A bin a feature.</param>
    /// <param name="contributions">One a feature, in 2^-20, overwritten; with <see cref="Mean"/> they sum to the score exactly.</param>
    public void Explain(ReadOnlySpan<byte> row, Span<long> contributions)
    {
        contributions.Clear();
        for (var tree = 0; tree < model.Trees; tree++)
        {
            var own = table.AsSpan(((tree * Leaves) + model.Leaf(tree, row)) * Slots, Slots);
            var features = slotFeature.AsSpan(tree * Slots, Slots);
            for (var slot = 0; slot < Slots; slot++)
            {
                contributions[features[slot]] += own[slot];
            }
        }
    }

    private int Fill(int tree)
    {
        Span<int> slotOfLevel = stackalloc int[Slots];
        var slots = FindSlots(tree, slotOfLevel);

        // What is expected when the features of a subset are known, for each leaf that the row may fall into.
        Span<double> expected = stackalloc double[(1 << Slots) * Leaves];
        for (var subset = 0; subset < 1 << slots; subset++)
        {
            var known = 0;
            for (var level = 0; level < Slots; level++)
            {
                known |= slotOfLevel[level] >= 0 && (subset >> slotOfLevel[level] & 1) != 0 ? 1 << level : 0;
            }

            LeafMeans.Fold(model, tree, known, expected.Slice(subset * Leaves, Leaves));
        }

        var mean = (int)Math.Round(expected[0] * (1 << FinerBits));
        Span<double> values = stackalloc double[Slots];
        for (var leaf = 0; leaf < Leaves; leaf++)
        {
            values.Clear();
            for (var slot = 0; slot < slots; slot++)
            {
                for (var subset = 0; subset < 1 << slots; subset++)
                {
                    if ((subset >> slot & 1) == 0)
                    {
                        values[slot] += Weight(BitOperations.PopCount((uint)subset), slots)
                            * (expected[((subset | 1 << slot) * Leaves) + leaf] - expected[(subset * Leaves) + leaf]);
                    }
                }
            }

            var total = (model.Leaves[(tree * Leaves) + leaf] << FinerBits) - mean;
            Round(values[..slots], slots == 0 ? 0 : total, table.AsSpan(((tree * Leaves) + leaf) * Slots, Slots));
        }

        return mean;
    }

    // Features of a tree, each once; a level that no row passes has none.
    private int FindSlots(int tree, Span<int> slotOfLevel)
    {
        var slots = 0;
        var own = slotFeature.AsSpan(tree * Slots, Slots);
        for (var level = 0; level < Slots; level++)
        {
            var feature = model.AskedFeatures[(tree * Slots) + level];
            if (LeafMeans.IsNeverPassed(model, tree, level))
            {
                slotOfLevel[level] = -1;
                continue;
            }

            slotOfLevel[level] = own[..slots].IndexOf(feature);
            if (slotOfLevel[level] < 0)
            {
                slotOfLevel[level] = slots;
                own[slots++] = feature;
            }
        }

        return slots;
    }

    // k! (n - k - 1)! ÷ n!
    private static double Weight(int known, int slots)
    {
        var weight = 1.0 / slots;
        for (var i = 1; i <= known; i++)
        {
            weight *= i / (double)(slots - i);
        }

        return weight;
    }

    // Whole numbers that sum to the total; the largest part takes what rounding left.
    private static void Round(ReadOnlySpan<double> values, int total, Span<int> rounded)
    {
        var largest = 0;
        for (var i = 0; i < values.Length; i++)
        {
            rounded[i] = (int)Math.Round(values[i] * (1 << FinerBits));
            total -= rounded[i];
            largest = Math.Abs(values[i]) > Math.Abs(values[largest]) ? i : largest;
        }

        rounded[largest] += total;
    }
}
