using System.Runtime.Intrinsics;

namespace Pes.Ranking.Learning;

/// <summary>
/// What it gains to part a node at each bin of a feature: with sums of slopes G and curvatures H (the shrinkage included)
/// on the two sides, G_left² ÷ H_left + G_right² ÷ H_right. Sixteen bins at a time, with the same bits on every machine.
/// </summary>
internal sealed class SplitGains(double slopeUnit, double curvatureUnit, double shrinkage)
{
    private const int Lanes = 16;
    private readonly float slopeUnit = (float)slopeUnit;
    private readonly float curvatureUnit = (float)curvatureUnit;
    private readonly float shrinkage = (float)shrinkage;
    private readonly long[] prefix = new long[256 + Lanes];

    /// <summary>The value of a node that is not parted: G² ÷ H.</summary>
    public float Whole(long total)
    {
        var slope = Histogram.Slope(total) * slopeUnit;
        return slope * slope / ((Histogram.Curvature(total) * curvatureUnit) + shrinkage);
    }

    /// <summary>The Newton step of a leaf, -G ÷ H.</summary>
    public double Step(long total) =>
        -(Histogram.Slope(total) * (double)slopeUnit) / ((Histogram.Curvature(total) * (double)curvatureUnit) + shrinkage);

    /// <summary>Adds the node's gain at each bound of one feature to <paramref name="gains"/>.</summary>
    /// <param name="histogram">The feature's bins.</param>
    /// <param name="total">Sum over the node.</param>
    /// <param name="direction">1 or -1: a part against this direction gains no more than the whole node; 0: free.</param>
    /// <param name="least">Least curvature on either side, in units; else no more than the whole.</param>
    /// <param name="gains">One a bin, and room for 16 more.</param>
    public void Add(ReadOnlySpan<long> histogram, long total, int direction, int least, Span<float> gains)
    {
        long running = 0;
        for (var bin = 0; bin < histogram.Length; bin++)
        {
            running += histogram[bin];
            prefix[bin] = running;
        }

        var whole = Vector512.Create(Whole(total));
        var slopeAll = Vector512.Create(Histogram.Slope(total));
        var curvatureAll = Vector512.Create(Histogram.Curvature(total));
        var (slope, curvature, shrink) = (Vector512.Create(slopeUnit), Vector512.Create(curvatureUnit), Vector512.Create(shrinkage));
        for (var bin = 0; bin + 1 < histogram.Length; bin += Lanes)
        {
            var (low, high) = (Vector512.LoadUnsafe(ref prefix[bin]), Vector512.LoadUnsafe(ref prefix[bin + (Lanes / 2)]));
            var slopes = Vector512.Narrow(low >> 32, high >> 32);
            var curvatures = Vector512.Narrow(low, high);
            var slopeLeft = Vector512.ConvertToSingle(slopes) * slope;
            var slopeRight = Vector512.ConvertToSingle(slopeAll - slopes) * slope;
            var left = (Vector512.ConvertToSingle(curvatures) * curvature) + shrink;
            var right = (Vector512.ConvertToSingle(curvatureAll - curvatures) * curvature) + shrink;
            var gain = ((slopeLeft * slopeLeft * right) + (slopeRight * slopeRight * left)) / (left * right);
            if (direction != 0)
            {
                // The steps are -G ÷ H: on the left greater than on the right is against a rising direction.
                var (stepLeft, stepRight) = (slopeLeft * right, slopeRight * left);
                var against = direction > 0 ? Vector512.LessThan(stepLeft, stepRight) : Vector512.GreaterThan(stepLeft, stepRight);
                gain = Vector512.ConditionalSelect(against, whole, gain);
            }

            if (least > 0)
            {
                var few = Vector512.LessThan(Vector512.Min(curvatures, curvatureAll - curvatures), Vector512.Create(least));
                gain = Vector512.ConditionalSelect(few.AsSingle(), whole, gain);
            }

            (Vector512.LoadUnsafe(ref gains[bin]) + gain).StoreUnsafe(ref gains[bin]);
        }
    }
}
