namespace Pes.Ranking.Learning;

/// <summary>Grows a tree level by level; all nodes of a level ask the question that gains most over all of them.</summary>
internal sealed class ObliviousGrower : ITreeGrower
{
    public const int Depth = 5;
    private const int LeafCount = 1 << Depth;

    /// <summary>A question that every row answers in one way: for levels that gain nothing.</summary>
    public const byte Never = byte.MaxValue;

    private readonly BinnedRows rows;
    private readonly LambdaMartOptions options;
    private readonly GradientHistograms histograms;
    private readonly RowOrder order;
    private readonly long[][] node;
    private readonly float[][] gains;

    public ObliviousGrower(BinnedRows rows, LambdaMartOptions options)
    {
        (this.rows, this.options) = (rows, options);
        histograms = new(rows);
        order = new(rows.Rows);
        node = [.. Enumerable.Range(0, LeafCount / 2).Select(_ => new long[histograms.Bins])];
        gains = [.. Enumerable.Range(0, rows.Features).Select(f => new float[rows.BinCounts[f] + 16])];
    }

    public GrownTree Grow(long[] packed, double slopeUnit, double curvatureUnit, bool[] mayAsk, int[] scores)
    {
        order.Reset();
        int[] starts = [0, rows.Rows];
        histograms.Sum(order.Rows(0, rows.Rows), packed, node[0], options.Threads);
        long[] totals = [Histogram.Total(order.Rows(0, rows.Rows).Span, packed)];
        var shrinkage = options.Shrinkage * Histogram.Curvature(totals[0]) * curvatureUnit / LeafCount;
        SplitGains Gains() => new(slopeUnit, curvatureUnit, shrinkage);

        var splits = new GrownSplit[Depth];
        for (var level = 0; level < Depth; level++)
        {
            splits[level] = Best(Gains, totals, mayAsk);
            starts = Part(starts, splits[level]);
            totals = new long[starts.Length - 1];
            for (var i = 0; i < totals.Length; i++)
            {
                totals[i] = Histogram.Total(order.Rows(starts[i], starts[i + 1]).Span, packed);
            }

            if (level + 1 < Depth)
            {
                Descend(starts, packed);
            }
        }

        return new(splits, Leaves(Gains(), totals, splits, starts, scores), Cover(starts));
    }

    private GrownSplit Best(Func<SplitGains> makeGains, long[] totals, bool[] mayAsk)
    {
        var best = new (float Gain, GrownSplit Split)[rows.Features];
        Workers.Run(options.Threads, rows.Features, (from, to) =>
        {
            var splitGains = makeGains();
            for (var feature = from; feature < to; feature++)
            {
                best[feature] = mayAsk[feature] ? BestOf(splitGains, feature, totals) : default;
            }
        });

        var unparted = makeGains();
        var (gain, split) = (totals.Sum(t => (double)unparted.Whole(t)) * (1 + 1e-5), new GrownSplit(0, Never));
        foreach (var (own, candidate) in best)
        {
            (gain, split) = own > gain ? (own, candidate) : (gain, split);
        }

        return split;
    }

    private (float Gain, GrownSplit Split) BestOf(SplitGains splitGains, int feature, long[] totals)
    {
        var sums = gains[feature];
        Array.Clear(sums);
        var (from, to) = (histograms.Offsets[feature], histograms.Offsets[feature + 1]);
        for (var i = 0; i < totals.Length; i++)
        {
            splitGains.Add(node[i].AsSpan(from..to), totals[i], options.Monotone?[feature] ?? 0, 0, sums);
        }

        var best = 0;
        for (var bin = 1; bin + 1 < to - from; bin++)
        {
            best = sums[bin] > sums[best] ? bin : best;
        }

        return to - from > 1 ? (sums[best], new((ushort)feature, (byte)best)) : default;
    }

    private int[] Part(int[] starts, GrownSplit split)
    {
        var next = new int[(starts.Length * 2) - 1];
        next[^1] = rows.Rows;
        for (var i = 0; i + 1 < starts.Length; i++)
        {
            next[2 * i] = starts[i];
            next[(2 * i) + 1] = split.Bin == Never ? starts[i + 1] : order.Part(starts[i], starts[i + 1], rows.Column(split.Feature), split.Bin);
        }

        return next;
    }

    // Node i's histogram becomes those of its children 2i and 2i + 1: the smaller is summed, the other is what is left.
    private void Descend(int[] starts, long[] packed)
    {
        for (var i = (starts.Length / 2) - 1; i >= 0; i--)
        {
            int left = 2 * i, right = left + 1;
            (node[i], node[left]) = (node[left], node[i]);
            var isLeftSmaller = starts[right] - starts[left] < starts[right + 1] - starts[right];
            var smaller = isLeftSmaller ? left : right;
            histograms.Sum(order.Rows(starts[smaller], starts[smaller + 1]), packed, node[right], options.Threads);
            Histogram.Subtract(node[left], node[right]);
            if (isLeftSmaller)
            {
                (node[left], node[right]) = (node[right], node[left]);
            }
        }
    }

    private short[] Leaves(SplitGains splitGains, long[] totals, GrownSplit[] splits, int[] starts, int[] scores)
    {
        Span<double> values = stackalloc double[LeafCount];
        Span<double> weights = stackalloc double[LeafCount];
        Span<int> directions = stackalloc int[Depth];
        for (var leaf = 0; leaf < LeafCount; leaf++)
        {
            values[leaf] = options.Rate * splitGains.Step(totals[leaf]);
            weights[leaf] = Histogram.Curvature(totals[leaf]) + 1;
        }

        for (var level = 0; level < Depth; level++)
        {
            directions[level] = splits[level].Bin == Never ? 0 : options.Monotone?[splits[level].Feature] ?? 0;
        }

        MonotoneLeaves.Order(values, weights, directions);
        var leaves = new short[LeafCount];
        for (var leaf = 0; leaf < LeafCount; leaf++)
        {
            leaves[leaf] = FixedPoint.Of(values[leaf]);
            foreach (var row in order.Rows(starts[leaf], starts[leaf + 1]).Span)
            {
                scores[row] += leaves[leaf];
            }
        }

        return leaves;
    }

    private static int[] Cover(int[] starts) => [.. Enumerable.Range(0, LeafCount).Select(leaf => starts[leaf + 1] - starts[leaf])];
}

/// <summary>Leaves as whole numbers of 2^-12 in 16 bits.</summary>
internal static class FixedPoint
{
    public static short Of(double value)
    {
        var scaled = Math.Round(value * (1 << LambdaGradients.ScoreBits));
        return double.IsNaN(scaled) ? (short)0 : (short)Math.Clamp(scaled, short.MinValue, short.MaxValue);
    }
}
