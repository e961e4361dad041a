using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pes.Ranking.Models;

/// <summary>
/// Scores many rows at once by a <see cref="TreeEnsemble"/>, with bits for rows: each distinct question of the ensemble
/// is asked once of all rows (a bit each), a tree is folded from its leaves to its root by selecting, plane by plane, the
/// number of the leaf, and only then is a leaf's value looked up. Rows are added in the order of the trees, so that the
/// scores are those of walking the nodes, to the bit.
/// </summary>
public sealed class EnsembleScorer
{
    /// <summary>Rows are scored in blocks of this many: the bits of a vector register.</summary>
    public const int Block = 512;

    /// <summary>Leaves of a tree at most.</summary>
    public const int MostLeaves = 1 << Planes;

    private const int Words = Block / 64;
    private const int Planes = 5;

    private readonly TreeEnsemble ensemble;
    private readonly int[] askedFeature;
    private readonly float[] askedThreshold;

    // A node a step, children before parents: question, and where the planes of its children lie.
    private readonly Step[] steps;
    private readonly int[] stepEnds;
    private readonly int[] roots;
    private readonly double[] leaves;

    /// <exception cref="ArgumentException">A tree has more than 32 leaves.</exception>
    public EnsembleScorer(TreeEnsemble ensemble)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        this.ensemble = ensemble;
        if (ensemble.Trees.Any(t => t.Leaves.Length > MostLeaves))
        {
            throw new ArgumentException($"A tree has more than {MostLeaves} leaves.", nameof(ensemble));
        }

        (int Feature, float Threshold)[] asked =
            [.. ensemble.Trees.SelectMany(t => t.Features.Zip(t.Thresholds, (f, x) => (f, x))).Distinct().Order()];
        askedFeature = [.. asked.Select(a => a.Feature)];
        askedThreshold = [.. asked.Select(a => a.Threshold)];
        var number = asked.Select((a, i) => (a, i)).ToDictionary(p => p.a, p => p.i);

        List<Step> all = [];
        stepEnds = new int[ensemble.Trees.Count];
        roots = new int[ensemble.Trees.Count];
        leaves = new double[ensemble.Trees.Count * MostLeaves];
        for (var tree = 0; tree < ensemble.Trees.Count; tree++)
        {
            var own = ensemble.Trees[tree];
            own.Leaves.CopyTo(leaves, tree * MostLeaves);
            roots[tree] = AddSteps(own, all, number);
            stepEnds[tree] = all.Count;
        }

        steps = [.. all];
    }

    /// <summary>The distance between columns that holds so many rows.</summary>
    public static int Stride(int rows) => (rows + Block - 1) & ~(Block - 1);

    /// <param name="columns">Features × <paramref name="stride"/> values, a column after the other; no NaN, behind the last row either.</param>
    /// <param name="stride">A multiple of 512, at least the rows.</param>
    /// <param name="scores">One a row; overwritten.</param>
    /// <exception cref="ArgumentException">A value is NaN, or the sizes do not fit.</exception>
    public void Score(ReadOnlySpan<float> columns, int stride, Span<float> scores)
    {
        var sums = ArrayPool<double>.Shared.Rent(scores.Length);
        Sums(columns, stride, sums.AsSpan(0, scores.Length));
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = (float)sums[row];
        }

        ArrayPool<double>.Shared.Return(sums);
    }

    /// <summary>The scores before they are rounded to floats, as <see cref="TreeEnsemble.Sum"/> gives them.</summary>
    /// <inheritdoc cref="Score" path="param|exception"/>
    public void Sums(ReadOnlySpan<float> columns, int stride, Span<double> scores)
    {
        if (stride % Block != 0 || stride < scores.Length || columns.Length < (long)stride * ensemble.Features)
        {
            throw new ArgumentException($"{ensemble.Features} columns of {scores.Length} rows need a stride in blocks of {Block} and all their values.", nameof(stride));
        }

        TreeEnsemble.RefuseNaN(columns);
        var answers = ArrayPool<ulong>.Shared.Rent(askedFeature.Length * Words);
        var planes = ArrayPool<ulong>.Shared.Rent((MostLeaves * 2) * Planes * Words);
        Span<double> sums = stackalloc double[Block];
        Span<byte> numbers = stackalloc byte[Block];
        LeafPlanes(planes);
        for (var row = 0; row < scores.Length; row += Block)
        {
            Ask(columns[row..], stride, answers);
            sums.Fill(ensemble.Bias);
            for (int tree = 0, step = 0; tree < roots.Length; tree++)
            {
                Fold(steps.AsSpan(step..stepEnds[tree]), answers, planes);
                step = stepEnds[tree];
                Numbers(planes.AsSpan(roots[tree], Planes * Words), numbers);
                AddLeaves(leaves.AsSpan(tree * MostLeaves, MostLeaves), numbers, sums);
            }

            sums[..Math.Min(Block, scores.Length - row)].CopyTo(scores[row..]);
        }

        ArrayPool<ulong>.Shared.Return(answers);
        ArrayPool<ulong>.Shared.Return(planes);
    }

    private static int AddSteps(TreeNodes tree, List<Step> all, Dictionary<(int, float), int> number)
    {
        // Places 0-31 of the planes are the leaves', those behind them the nodes'.
        static int Place(int child) => (child < 0 ? ~child : MostLeaves + child) * Planes * Words;
        var pending = new Stack<int>(tree.Left.Length == 0 ? [] : [0]);
        List<Step> own = [];
        while (pending.TryPop(out var node))
        {
            own.Add(new(number[(tree.Features[node], tree.Thresholds[node])] * Words, Place(tree.Left[node]), Place(tree.Right[node]), Place(node)));
            foreach (var child in (int[])[tree.Left[node], tree.Right[node]])
            {
                if (child >= 0)
                {
                    pending.Push(child);
                }
            }
        }

        own.Reverse();
        all.AddRange(own);
        return Place(tree.Left.Length == 0 ? ~0 : 0);
    }

    private static void LeafPlanes(Span<ulong> planes)
    {
        for (var leaf = 0; leaf < MostLeaves; leaf++)
        {
            for (var plane = 0; plane < Planes; plane++)
            {
                planes.Slice(((leaf * Planes) + plane) * Words, Words).Fill((leaf >> plane & 1) == 0 ? 0 : ulong.MaxValue);
            }
        }
    }

    private void Ask(ReadOnlySpan<float> columns, int stride, ulong[] answers)
    {
        ref var cell = ref MemoryMarshal.GetReference(columns);
        for (var question = 0; question < askedFeature.Length; question++)
        {
            var at = (nuint)askedFeature[question] * (nuint)stride;
            var to = answers.AsSpan(question * Words, Words);
            if (Vector512.IsHardwareAccelerated)
            {
                var threshold = Vector512.Create(askedThreshold[question]);
                for (var word = 0; word < to.Length; word++, at += 64)
                {
                    to[word] = Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref cell, at), threshold).ExtractMostSignificantBits()
                        | (Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref cell, at + 16), threshold).ExtractMostSignificantBits() << 16)
                        | (Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref cell, at + 32), threshold).ExtractMostSignificantBits() << 32)
                        | (Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref cell, at + 48), threshold).ExtractMostSignificantBits() << 48);
                }
            }
            else
            {
                var threshold = Vector256.Create(askedThreshold[question]);
                var bytes = MemoryMarshal.AsBytes(to);
                for (var i = 0; i < bytes.Length; i++, at += 8)
                {
                    bytes[i] = (byte)Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref cell, at), threshold).ExtractMostSignificantBits();
                }
            }
        }
    }

    private static void Fold(ReadOnlySpan<Step> steps, ulong[] answers, ulong[] planes)
    {
        ref var answer = ref MemoryMarshal.GetArrayDataReference(answers);
        ref var plane = ref MemoryMarshal.GetArrayDataReference(planes);
        foreach (var step in steps)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                var yes = Vector512.LoadUnsafe(ref answer, (nuint)step.Question);
                for (nuint at = 0; at < Planes * Words; at += Words)
                {
                    Vector512.ConditionalSelect(yes, Vector512.LoadUnsafe(ref plane, (nuint)step.Left + at), Vector512.LoadUnsafe(ref plane, (nuint)step.Right + at))
                        .StoreUnsafe(ref plane, (nuint)step.To + at);
                }
            }
            else
            {
                var (first, second) = (Vector256.LoadUnsafe(ref answer, (nuint)step.Question), Vector256.LoadUnsafe(ref answer, (nuint)step.Question + 4));
                for (nuint at = 0; at < Planes * Words; at += Words)
                {
                    Vector256.ConditionalSelect(first, Vector256.LoadUnsafe(ref plane, (nuint)step.Left + at), Vector256.LoadUnsafe(ref plane, (nuint)step.Right + at))
                        .StoreUnsafe(ref plane, (nuint)step.To + at);
                    Vector256.ConditionalSelect(second, Vector256.LoadUnsafe(ref plane, (nuint)step.Left + at + 4), Vector256.LoadUnsafe(ref plane, (nuint)step.Right + at + 4))
                        .StoreUnsafe(ref plane, (nuint)step.To + at + 4);
                }
            }
        }
    }

    // The planes turned into one number a row: every bit of a word becomes a byte that is compared with its place.
    private static void Numbers(ReadOnlySpan<ulong> planes, Span<byte> numbers)
    {
        var places = Vector256.Create(0x8040201008040201UL).AsByte();
        var spread = Vector256.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
        var halves = MemoryMarshal.Cast<ulong, uint>(planes);
        ref var to = ref MemoryMarshal.GetReference(numbers);
        for (var half = 0; half < Words * 2; half++)
        {
            var number = Vector256<byte>.Zero;
            for (var plane = 0; plane < Planes; plane++)
            {
                // Each half of the register holds all four bytes, so a shuffle inside halves finds them.
                var bits = Vector256.ShuffleNative(Vector256.Create(halves[(plane * Words * 2) + half]).AsByte(), spread);
                number |= Vector256.Equals(bits & places, places) & Vector256.Create((byte)(1 << plane));
            }

            number.StoreUnsafe(ref to, (nuint)(half * 32));
        }
    }

    private static void AddLeaves(ReadOnlySpan<double> leaves, ReadOnlySpan<byte> numbers, Span<double> sums)
    {
        ref var leaf = ref MemoryMarshal.GetReference(leaves);
        ref var number = ref MemoryMarshal.GetReference(numbers);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        if (!Avx512F.IsSupported)
        {
            // A number is below 32 by construction: five planes.
            for (var i = 0; i < Block; i++)
            {
                Unsafe.Add(ref sum, i) += Unsafe.Add(ref leaf, Unsafe.Add(ref number, i));
            }

            return;
        }

        // The 32 leaves fill four registers; two lookups of 16 and a choice by the fifth bit.
        var (first, second) = (Vector512.LoadUnsafe(ref leaf), Vector512.LoadUnsafe(ref leaf, 8));
        var (third, fourth) = (Vector512.LoadUnsafe(ref leaf, 16), Vector512.LoadUnsafe(ref leaf, 24));
        for (nuint i = 0; i < Block; i += 8)
        {
            var index = Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref number, i))).AsByte());
            var value = Vector512.ConditionalSelect(
                Vector512.GreaterThan(index, Vector512.Create(15L)).AsDouble(),
                Avx512F.PermuteVar8x64x2(third, index, fourth),
                Avx512F.PermuteVar8x64x2(first, index, second));
            (Vector512.LoadUnsafe(ref sum, i) + value).StoreUnsafe(ref sum, i);
        }
    }

    /// <summary>Offsets in words.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(int Question, int Left, int Right, int To);
}
