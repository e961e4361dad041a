using System.Runtime.InteropServices;

namespace Pes.Ranking.Learning;

/// <summary>A tree over bins, as it was grown.</summary>
/// <param name="Splits">Oblivious: one a level, the first asked first. Leaf-wise: one a node, with its children.</param>
/// <param name="Leaves">In 2^-12.</param>
/// <param name="Cover">Training rows of each leaf.</param>
internal sealed record GrownTree(GrownSplit[] Splits, short[] Leaves, int[] Cover);

/// <summary>A bin above <paramref name="Bin"/> goes right. A negative child is the complement of a leaf; oblivious splits have none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GrownSplit(ushort Feature, byte Bin, int Left = 0, int Right = 0);

/// <summary>Grows one tree on the gradients of the moment and adds its leaves to the scores.</summary>
internal interface ITreeGrower
{
    GrownTree Grow(long[] packed, double slopeUnit, double curvatureUnit, bool[] mayAsk, int[] scores);
}
