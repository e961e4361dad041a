using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pes.Ranking.Models;

/// <summary>
/// Scores many rows at once by an <see cref="ObliviousModel"/>: the five questions of a tree are five comparisons of byte
/// columns, and its 32 leaves are a table in a register. Sums of 16 bits are widened before they could overflow, so
/// every path gives the bits of <see cref="ObliviousModel.Score"/>.
/// </summary>
public sealed class ObliviousScorer
{
    /// <summary>Rows are scored in blocks of this many.</summary>
    public const int Block = 64;

    private readonly ObliviousModel model;

    // Trees up to which a sum of leaves fits into 16 bits, again and again.
    private readonly int[] runEnds;

    // A leaf table in two halves of bytes for machines that look up bytes only: 32 low bytes, 32 high bytes a tree.
    private readonly byte[] splitLeaves;

    public ObliviousScorer(ObliviousModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        runEnds = RunEnds(model);
        splitLeaves = new byte[model.Leaves.Length * 2];
        for (var leaf = 0; leaf < model.Leaves.Length; leaf++)
        {
            var at = ((leaf & ~31) * 2) + (leaf & 31);
            (splitLeaves[at], splitLeaves[at + 32]) = ((byte)model.Leaves[leaf], (byte)(model.Leaves[leaf] >> 8));
        }
    }

    /// <summary>The distance between columns that holds so many rows.</summary>
    public static int Stride(int rows) => (rows + Block - 1) & ~(Block - 1);

    /// <param name="columns">Features × <paramref name="stride"/> bins, a column after the other; what stands behind the last row is read and does not matter.</param>
    /// <param name="stride">A multiple of 64, at least the rows.</param>
    /// <param name="scores">One a row, in 2^-12; overwritten.</param>
    public void Score(ReadOnlySpan<byte> columns, int stride, Span<int> scores) =>
        Score(columns, stride, scores, Avx512BW.IsSupported ? Path.Wide : Avx2.IsSupported ? Path.Half : Path.Plain);

    internal void Score(ReadOnlySpan<byte> columns, int stride, Span<int> scores, Path path)
    {
        if (stride % Block != 0 || stride < scores.Length || columns.Length < (long)stride * model.Features)
        {
            throw new ArgumentException($"{model.Features} columns of {scores.Length} rows need a stride in blocks of {Block} and all their bytes.", nameof(stride));
        }

        Span<int> block = stackalloc int[Block];
        for (var row = 0; row < scores.Length; row += Block)
        {
            switch (path)
            {
                case Path.Wide: Wide(columns[row..], stride, block); break;
                case Path.Half: Half(columns[row..], stride, block[..32]); Half(columns[(row + 32)..], stride, block[32..]); break;
                default: Plain(columns[row..], stride, block); break;
            }

            block[..Math.Min(Block, scores.Length - row)].CopyTo(scores[row..]);
        }
    }

    private void Wide(ReadOnlySpan<byte> columns, int stride, Span<int> scores)
    {
        ref var cell = ref MemoryMarshal.GetReference(columns);
        ref var table = ref MemoryMarshal.GetReference(model.Leaves);
        var features = model.AskedFeatures;
        var bins = model.AskedBins;
        scores.Clear();
        var level = 0;
        for (int run = 0, tree = 0; run < runEnds.Length; run++)
        {
            var (even, odd) = (Vector512<short>.Zero, Vector512<short>.Zero);
            for (; tree < runEnds[run]; tree++)
            {
                var leaf = Vector512<byte>.Zero;
                for (var bit = 16; bit > 0; bit >>= 1, level++)
                {
                    var answers = Vector512.GreaterThan(Vector512.LoadUnsafe(ref cell, (nuint)features[level] * (nuint)stride), Vector512.Create(bins[level]));
                    leaf |= answers & Vector512.Create((byte)bit);
                }

                // The lookup reads the low five bits of each 16, so a pair of rows needs no unpacking.
                var leaves = Vector512.LoadUnsafe(ref table, (nuint)tree * ObliviousModel.LeavesOfTree);
                even += Avx512BW.PermuteVar32x16(leaves, leaf.AsInt16());
                odd += Avx512BW.PermuteVar32x16(leaves, leaf.AsInt16() >>> 8);
            }

            for (var pair = 0; pair < Block / 2; pair++)
            {
                scores[2 * pair] += even[pair];
                scores[(2 * pair) + 1] += odd[pair];
            }
        }
    }

    private void Half(ReadOnlySpan<byte> columns, int stride, Span<int> scores)
    {
        ref var cell = ref MemoryMarshal.GetReference(columns);
        ref var table = ref MemoryMarshal.GetArrayDataReference(splitLeaves);
        var features = model.AskedFeatures;
        var bins = model.AskedBins;
        scores.Clear();
        var level = 0;
        for (int run = 0, tree = 0; run < runEnds.Length; run++)
        {
            var (low, high) = (Vector256<short>.Zero, Vector256<short>.Zero);
            for (; tree < runEnds[run]; tree++)
            {
                var leaf = Vector256<byte>.Zero;
                for (var bit = 16; bit > 0; bit >>= 1, level++)
                {
                    // What is left above the bound is 0 exactly when the answer is no.
                    var column = Vector256.LoadUnsafe(ref cell, (nuint)features[level] * (nuint)stride);
                    var no = Vector256.Equals(Avx2.SubtractSaturate(column, Vector256.Create(bins[level])), Vector256<byte>.Zero);
                    leaf |= Vector256.AndNot(Vector256.Create((byte)bit), no);
                }

                var from = (nuint)tree * ObliviousModel.LeavesOfTree * 2;
                var lowBytes = Lookup(ref table, from, leaf);
                var highBytes = Lookup(ref table, from + ObliviousModel.LeavesOfTree, leaf);
                low += Avx2.UnpackLow(lowBytes, highBytes).AsInt16();
                high += Avx2.UnpackHigh(lowBytes, highBytes).AsInt16();
            }

            // Unpacking works in halves of 16 rows: 0-7 and 16-23 are low, 8-15 and 24-31 high.
            for (var i = 0; i < 16; i++)
            {
                var row = i < 8 ? i : i + 8;
                scores[row] += low[i];
                scores[row + 8] += high[i];
            }
        }
    }

    // 32 bytes by an index of five bits: two tables of 16, chosen by the highest bit.
    private static Vector256<byte> Lookup(ref byte table, nuint from, Vector256<byte> leaf)
    {
        var first = Vector128.LoadUnsafe(ref table, from);
        var second = Vector128.LoadUnsafe(ref table, from + 16);
        var index = leaf & Vector256.Create((byte)15);
        return Avx2.BlendVariable(
            Avx2.Shuffle(Vector256.Create(first, first), index),
            Avx2.Shuffle(Vector256.Create(second, second), index),
            (leaf.AsInt16() << 3).AsByte());
    }

    private void Plain(ReadOnlySpan<byte> columns, int stride, Span<int> scores)
    {
        var features = model.AskedFeatures;
        var bins = model.AskedBins;
        var leaves = model.Leaves;
        for (var row = 0; row < scores.Length; row++)
        {
            var score = 0;
            for (int tree = 0, level = 0; tree < model.Trees; tree++)
            {
                var leaf = 0;
                for (var end = level + ObliviousModel.Depth; level < end; level++)
                {
                    leaf = (leaf << 1) | (columns[(features[level] * stride) + row] > bins[level] ? 1 : 0);
                }

                score += leaves[(tree * ObliviousModel.LeavesOfTree) + leaf];
            }

            scores[row] = score;
        }
    }

    private static int[] RunEnds(ObliviousModel model)
    {
        List<int> ends = [];
        var reach = 0;
        for (var tree = 0; tree < model.Trees; tree++)
        {
            var most = 0;
            foreach (var leaf in model.Leaves.Slice(tree * ObliviousModel.LeavesOfTree, ObliviousModel.LeavesOfTree))
            {
                most = Math.Max(most, Math.Abs((int)leaf));
            }

            if (reach > 0 && reach + most > short.MaxValue)
            {
                ends.Add(tree);
                reach = 0;
            }

            reach += most;
        }

        return [.. ends, model.Trees];
    }

    /// <summary>The instructions that are used.</summary>
    internal enum Path
    {
        Plain,

        /// <summary>256 bits (AVX2).</summary>
        Half,

        /// <summary>512 bits (AVX-512).</summary>
        Wide,
    }
}
