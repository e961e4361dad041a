namespace Pes.Ranking.Learning;

/// <summary>
/// Grows a tree by splitting, again and again, the leaf that gains most. Along a monotone feature both sides are held
/// apart at the middle of their steps, and what grows below stays on its side.
/// </summary>
internal sealed class LeafwiseGrower : ITreeGrower
{
    private readonly BinnedRows rows;
    private readonly LambdaMartOptions options;
    private readonly GradientHistograms histograms;
    private readonly RowOrder order;
    private readonly Stack<long[]> spare;
    private readonly float[] gains = new float[256 + 16];

    public LeafwiseGrower(BinnedRows rows, LambdaMartOptions options)
    {
        (this.rows, this.options) = (rows, options);
        histograms = new(rows);
        order = new(rows.Rows);
        spare = new(Enumerable.Range(0, options.Leaves + 1).Select(_ => new long[histograms.Bins]));
    }

    public GrownTree Grow(long[] packed, double slopeUnit, double curvatureUnit, bool[] mayAsk, int[] scores)
    {
        order.Reset();
        var root = new Leaf { Start = 0, End = rows.Rows, Parent = -1, Sums = spare.Pop() };
        histograms.Sum(order.Rows(0, rows.Rows), packed, root.Sums, options.Threads);
        root.Total = Histogram.Total(order.Rows(0, rows.Rows).Span, packed);
        var all = Histogram.Curvature(root.Total);
        var least = (int)(options.LeastShare * all);
        var splitGains = new SplitGains(slopeUnit, curvatureUnit, options.Shrinkage * all * curvatureUnit / options.Leaves);
        FindBest(root, splitGains, mayAsk, least);

        List<Leaf> leaves = [root];
        List<GrownSplit> splits = [];
        while (leaves.Count < options.Leaves && MostGaining(leaves) is { } chosen)
        {
            var right = Split(chosen, leaves.Count, packed, splitGains, splits);
            leaves.Add(right);
            FindBest(chosen, splitGains, mayAsk, least);
            FindBest(right, splitGains, mayAsk, least);
        }

        return Finish(leaves, splits, splitGains, scores);
    }

    private static Leaf? MostGaining(List<Leaf> leaves)
    {
        Leaf? best = null;
        foreach (var leaf in leaves)
        {
            best = leaf.Gain > (best?.Gain ?? 0) ? leaf : best;
        }

        return best;
    }

    // The leaf keeps its number and becomes the left side; the right side is new.
    private Leaf Split(Leaf leaf, int number, long[] packed, SplitGains splitGains, List<GrownSplit> splits)
    {
        var middle = order.Part(leaf.Start, leaf.End, rows.Column(leaf.Best.Feature), leaf.Best.Bin);
        var right = new Leaf
        {
            Number = number, Start = middle, End = leaf.End, Sums = spare.Pop(), Floor = leaf.Floor, Ceiling = leaf.Ceiling,
            Parent = splits.Count, IsRight = true,
        };
        if (leaf.Parent >= 0)
        {
            var above = splits[leaf.Parent];
            splits[leaf.Parent] = leaf.IsRight ? above with { Right = splits.Count } : above with { Left = splits.Count };
        }

        splits.Add(leaf.Best with { Left = ~leaf.Number, Right = ~number });
        (leaf.End, leaf.Parent, leaf.IsRight) = (middle, right.Parent, false);

        var isLeftSmaller = leaf.End - leaf.Start < right.End - right.Start;
        var smaller = isLeftSmaller ? leaf : right;
        histograms.Sum(order.Rows(smaller.Start, smaller.End), packed, right.Sums, options.Threads);
        Histogram.Subtract(leaf.Sums, right.Sums);
        if (isLeftSmaller)
        {
            (leaf.Sums, right.Sums) = (right.Sums, leaf.Sums);
        }

        smaller.Total = Histogram.Total(order.Rows(smaller.Start, smaller.End).Span, packed);
        if (isLeftSmaller)
        {
            (leaf.Total, right.Total) = (smaller.Total, leaf.WholeTotal - smaller.Total);
        }
        else
        {
            leaf.Total = leaf.WholeTotal - right.Total;
        }

        HoldApart(leaf, right, splitGains);
        return right;
    }

    private void HoldApart(Leaf left, Leaf right, SplitGains splitGains)
    {
        var direction = options.Monotone?[left.Best.Feature] ?? 0;
        if (direction != 0)
        {
            var middle = (left.Held(splitGains.Step(left.Total)) + right.Held(splitGains.Step(right.Total))) / 2;
            (left.Ceiling, right.Floor) = direction > 0 ? (middle, middle) : (left.Ceiling, right.Floor);
            (left.Floor, right.Ceiling) = direction < 0 ? (middle, middle) : (left.Floor, right.Ceiling);
        }
    }

    private void FindBest(Leaf leaf, SplitGains splitGains, bool[] mayAsk, int least)
    {
        leaf.WholeTotal = leaf.Total;
        leaf.Gain = 0;
        var whole = splitGains.Whole(leaf.Total);
        for (var feature = 0; feature < rows.Features; feature++)
        {
            var (from, to) = (histograms.Offsets[feature], histograms.Offsets[feature + 1]);
            if (!mayAsk[feature] || to - from < 2)
            {
                continue;
            }

            Array.Clear(gains, 0, to - from);
            splitGains.Add(leaf.Sums.AsSpan(from..to), leaf.Total, options.Monotone?[feature] ?? 0, Math.Max(least, 1), gains);
            for (var bin = 0; bin + 1 < to - from; bin++)
            {
                var gain = gains[bin] - whole;
                if (gain > leaf.Gain && gain > whole * 1e-5f)
                {
                    (leaf.Gain, leaf.Best) = (gain, new((ushort)feature, (byte)bin));
                }
            }
        }
    }

    private GrownTree Finish(List<Leaf> leaves, List<GrownSplit> splits, SplitGains splitGains, int[] scores)
    {
        var values = new short[leaves.Count];
        var cover = new int[leaves.Count];
        foreach (var leaf in leaves)
        {
            var value = FixedPoint.Of(options.Rate * leaf.Held(splitGains.Step(leaf.Total)));
            (values[leaf.Number], cover[leaf.Number]) = (value, leaf.End - leaf.Start);
            foreach (var row in order.Rows(leaf.Start, leaf.End).Span)
            {
                scores[row] += value;
            }

            spare.Push(leaf.Sums);
        }

        return new([.. splits], values, cover);
    }

    private sealed class Leaf
    {
        public int Number { get; init; }

        public required int Start { get; init; }

        public required int End { get; set; }

        public required long[] Sums { get; set; }

        public required int Parent { get; set; }

        public bool IsRight { get; set; }

        public long Total { get; set; }

        /// <summary>The total before the split that is under way.</summary>
        public long WholeTotal { get; set; }

        public double Floor { get; set; } = double.NegativeInfinity;

        public double Ceiling { get; set; } = double.PositiveInfinity;

        public float Gain { get; set; }

        public GrownSplit Best { get; set; }

        public double Held(double step) => double.IsNaN(step) ? 0 : Math.Clamp(step, Floor, Ceiling);
    }
}
