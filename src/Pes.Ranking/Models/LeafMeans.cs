namespace Pes.Ranking.Models;

/// <summary>
/// What a tree of an <see cref="ObliviousModel"/> says on average where only some of its levels are known: a level that is
/// not known mixes its two sides by the training rows that went to each.
/// </summary>
internal static class LeafMeans
{
    private const int Leaves = ObliviousModel.LeavesOfTree;
    private const int Depth = ObliviousModel.Depth;

    /// <param name="known">A bit a level, the first the lowest.</param>
    /// <param name="values">One a leaf, in 2^-12, overwritten; leaves that differ in levels not known alone have the same.</param>
    public static void Fold(ObliviousModel model, int tree, int known, Span<double> values)
    {
        for (var leaf = 0; leaf < Leaves; leaf++)
        {
            values[leaf] = model.Leaves[(tree * Leaves) + leaf];
        }

        Span<int> cover = stackalloc int[Leaves];
        Reachable(model, tree, cover);
        for (var level = Depth - 1; level >= 0; level--)
        {
            if ((known >> level & 1) != 0)
            {
                continue;
            }

            var bit = Leaves / 2 >> level;
            for (var low = 0; low < Leaves; low++)
            {
                if ((low & bit) == 0)
                {
                    var share = IsNeverPassed(model, tree, level) ? 1 : LowShare(cover, low, bit);
                    var mixed = (share * values[low]) + ((1 - share) * values[low | bit]);
                    (values[low], values[low | bit]) = (mixed, mixed);
                }
            }
        }
    }

    /// <summary>Whether no row sets the bit of a level.</summary>
    public static bool IsNeverPassed(ObliviousModel model, int tree, int level) => model.AskedBins[(tree * Depth) + level] == byte.MaxValue;

    // The cover of the leaves; those above a level that no row passes do not exist.
    private static void Reachable(ObliviousModel model, int tree, Span<int> cover)
    {
        model.Cover.Slice(tree * Leaves, Leaves).CopyTo(cover);
        for (var level = 0; level < Depth; level++)
        {
            for (var leaf = 0; IsNeverPassed(model, tree, level) && leaf < Leaves; leaf++)
            {
                cover[leaf] = (leaf & (Leaves / 2 >> level)) != 0 ? 0 : cover[leaf];
            }
        }
    }

    private static double LowShare(ReadOnlySpan<int> cover, int low, int bit)
    {
        long left = 0, right = 0;
        var first = low & ~((2 * bit) - 1);
        for (var i = 0; i < bit; i++)
        {
            left += cover[first + i];
            right += cover[first + bit + i];
        }

        return TreeShap.Share(left, left + right);
    }
}
