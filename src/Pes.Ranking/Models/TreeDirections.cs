namespace Pes.Ranking.Models;

/// <summary>
/// Whether trees over bins keep to directions, exactly: of any two leaves that one row can fall into, and with one feature greater
/// the other, the upper is at least the lower. Where every tree keeps to them their sum does, as sums of doubles never turn an order round.
/// </summary>
public static class TreeDirections
{
    private const int HighestBin = byte.MaxValue;

    /// <param name="directions">One a feature or more: 1 a greater bin never lowers the score, -1 never raises it, 0 free.</param>
    /// <returns>Features in whose direction a tree fails, ascending.</returns>
    public static IReadOnlyList<int> Broken(TreeEnsemble ensemble, IReadOnlyList<int> directions)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(directions);
        SortedSet<int> broken = [];
        foreach (var tree in ensemble.Trees)
        {
            var boxes = Boxes.Of(tree);
            for (var slot = 0; slot < boxes.Features.Length; slot++)
            {
                var direction = directions[boxes.Features[slot]];
                if (direction != 0 && !broken.Contains(boxes.Features[slot]) && boxes.Breaks(slot, direction))
                {
                    broken.Add(boxes.Features[slot]);
                }
            }
        }

        return [.. broken];
    }

    /// <summary>The leaves of one tree that a row of bins can fall into, each as the bins above Low and up to High of every feature asked.</summary>
    private sealed class Boxes(int[] features)
    {
        private readonly List<(short[] Low, short[] High, double Value)> leaves = [];

        public int[] Features => features;

        public static Boxes Of(TreeNodes tree)
        {
            var boxes = new Boxes([.. tree.Features.Distinct().Order()]);
            var low = Enumerable.Repeat((short)-1, boxes.Features.Length).ToArray();
            boxes.Add(tree, tree.Left.Length == 0 ? ~0 : 0, low, [.. low.Select(_ => (short)HighestBin)]);
            return boxes;
        }

        public bool Breaks(int slot, int direction)
        {
            foreach (var lower in leaves)
            {
                foreach (var upper in leaves)
                {
                    if (lower.High[slot] <= upper.Low[slot] && upper.Value * direction < lower.Value * direction && Meet(lower, upper, slot))
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        private void Add(TreeNodes tree, int node, short[] low, short[] high)
        {
            if (node < 0)
            {
                leaves.Add((low, high, tree.Leaves[~node]));
                return;
            }

            var slot = Array.BinarySearch(features, tree.Features[node]);
            var bin = (short)Math.Clamp(Math.Floor((double)tree.Thresholds[node]), -1, HighestBin);
            if (bin > low[slot])
            {
                Add(tree, tree.Left[node], low, With(high, slot, Math.Min(bin, high[slot])));
            }

            if (bin < high[slot])
            {
                Add(tree, tree.Right[node], With(low, slot, Math.Max(bin, low[slot])), high);
            }
        }

        private static short[] With(short[] bounds, int slot, short bound)
        {
            var other = (short[])bounds.Clone();
            other[slot] = bound;
            return other;
        }

        // Whether some row lies in both but for the feature of this slot.
        private static bool Meet((short[] Low, short[] High, double Value) one, (short[] Low, short[] High, double Value) two, int except)
        {
            for (var slot = 0; slot < one.Low.Length; slot++)
            {
                if (slot != except && Math.Max(one.Low[slot], two.Low[slot]) >= Math.Min(one.High[slot], two.High[slot]))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
