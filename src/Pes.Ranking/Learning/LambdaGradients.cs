using System.Runtime.Intrinsics;

namespace Pes.Ranking.Learning;

/// <summary>
/// First and second derivatives of the ranking loss by each row's score (LambdaMART; Burges 2010, "From RankNet to
/// LambdaRank to LambdaMART"). For each pair of one query whose grades differ, i the better, with scores s:
/// ρ = 1 / (1 + exp(s_i - s_j)); Δ = (gain_i - gain_j) × |discount_i - discount_j| ÷ ideal DCG, the NDCG that swapping
/// the two would cost; λ_i -= ρΔ, λ_j += ρΔ, and both second derivatives grow by ρ(1 - ρ)Δ. The sum of one query is
/// then scaled by log2(1 + S) ÷ S, S its sum of |λ|, so that a query with many pairs does not drown the others.
/// A dismissed row has a grade of its own below 0, and a gain one unit below that of grade 0. It takes nothing from the ideal, so a query without any is
/// learnt as ever; one with nothing else has that unit as its ideal.
/// </summary>
internal sealed class LambdaGradients
{
    /// <summary>Scores are whole numbers of 2^-12.</summary>
    public const int ScoreBits = 12;

    private const int Lanes = 16;

    // The level of a row is its grade and 1, of a dismissed row 0.
    private const byte MerelyShown = 1;

    // exp(-k / 4096) = WholeExp[k / 4096] × PartExp[k % 4096].
    private static readonly float[] WholeExp = [.. Enumerable.Range(0, 81).Select(k => (float)StableMath.Exp(-k))];
    private static readonly float[] PartExp = [.. Enumerable.Range(0, 1 << ScoreBits).Select(k => (float)StableMath.Exp(-k / (double)(1 << ScoreBits)))];

    private readonly BinnedRows rows;
    private readonly byte[] levels;
    private readonly double[] gains;
    private readonly float[] discounts;
    private readonly float[] inverseIdeal;
    private readonly float[] slopes;
    private readonly float[] curvatures;

    public LambdaGradients(BinnedRows rows, LambdaMartOptions options)
    {
        this.rows = rows;
        var table = options.GainTable();
        gains = [table[0] - 1, .. table];
        levels = [.. rows.Grades.Select((grade, row) => rows.Dismissed?[row] == true ? (byte)0 : (byte)(grade + MerelyShown))];
        slopes = new float[rows.Rows];
        curvatures = new float[rows.Rows];
        discounts = new float[LongestQuery(rows)];
        for (var place = 0; place < Math.Min(discounts.Length, options.Truncation); place++)
        {
            discounts[place] = (float)(1 / StableMath.Log2(place + 2));
        }

        inverseIdeal = new float[rows.Queries];
        for (var query = 0; query < inverseIdeal.Length; query++)
        {
            inverseIdeal[query] = InverseIdeal(query);
        }
    }

    /// <summary>
    /// Fills <paramref name="packed"/>, one a row: λ as a signed number above, the second derivative as an unsigned one in
    /// the lower 32 bits. Whole numbers sum to the same bits in any order.
    /// </summary>
    /// <param name="scores">One a row, in 2^-12.</param>
    /// <param name="used">Queries to learn from; null: all.</param>
    /// <returns>What one unit of each is worth.</returns>
    public (double Slope, double Curvature) Fill(int[] scores, bool[]? used, long[] packed, int threads)
    {
        Array.Clear(slopes);
        Array.Clear(curvatures);
        Workers.Run(threads, rows.Queries, (from, to) =>
        {
            var scratch = new Scratch(discounts.Length);
            for (var query = from; query < to; query++)
            {
                if (inverseIdeal[query] > 0 && used?[query] != false)
                {
                    OfQuery(query, scores, scratch);
                }
            }
        });
        return Pack(packed);
    }

    private (double Slope, double Curvature) Pack(long[] packed)
    {
        double slopeSum = 0, curvatureSum = 0;
        for (var row = 0; row < slopes.Length; row++)
        {
            slopeSum += Math.Abs(slopes[row]);
            curvatureSum += curvatures[row];
        }

        // The sum over any rows stays below 2^30, rounding included, so that the halves never touch.
        var (slopeScale, curvatureScale) = (ScaleFor(slopeSum), ScaleFor(curvatureSum));
        for (var row = 0; row < packed.Length; row++)
        {
            var slope = (long)Math.Round(slopes[row] * slopeScale);
            var curvature = (long)Math.Round(curvatures[row] * curvatureScale);
            packed[row] = (slope << 32) + curvature;
        }

        return (1 / slopeScale, 1 / curvatureScale);
    }

    private double ScaleFor(double sum)
    {
        var most = (1 << 30) - rows.Rows;
        return sum > 0 ? Math.ScaleB(1, Math.Clamp(Math.ILogB(most / sum), -60, 60)) : 1;
    }

    private void OfQuery(int query, int[] scores, Scratch scratch)
    {
        var start = rows.QueryStarts[query];
        var count = rows.QueryStarts[query + 1] - start;
        scratch.Arrange(levels.AsSpan(start, count), scores.AsSpan(start, count), gains, discounts);
        var weight = inverseIdeal[query];
        for (var i = 0; i < count && scratch.LowerFrom[i] < count; i++)
        {
            var row = start + scratch.Order[i];
            Pairs(scratch, i, count, weight * (levels[row] > MerelyShown ? rows.RowWeights?[row] ?? 1 : 1));
        }

        double sum = 0;
        for (var i = 0; i < count; i++)
        {
            sum += Math.Abs(scratch.Slope[i]);
        }

        if (sum > 0)
        {
            var scale = (float)(StableMath.Log2(1 + sum) / sum) * (rows.QueryWeights?[query] ?? 1);
            for (var i = 0; i < count; i++)
            {
                slopes[start + scratch.Order[i]] = scratch.Slope[i] * scale;
                curvatures[start + scratch.Order[i]] = scratch.Curvature[i] * scale;
            }
        }
    }

    // Row i of the arranged query against all of lower grade, 16 at a time; the lanes are added in one fixed order.
    private static void Pairs(Scratch scratch, int i, int count, float weight)
    {
        var (expBetter, gain, discount) = (Vector512.Create(scratch.Exp[i]), Vector512.Create(scratch.Gain[i]), Vector512.Create(scratch.Discount[i]));
        var (slope, curvature) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var j = scratch.LowerFrom[i]; j < count; j += Lanes)
        {
            var expWorse = Vector512.LoadUnsafe(ref scratch.Exp[j]);
            var rho = expWorse / (expBetter + expWorse);
            var delta = (gain - Vector512.LoadUnsafe(ref scratch.Gain[j]))
                * Vector512.Abs(discount - Vector512.LoadUnsafe(ref scratch.Discount[j]))
                * Vector512.LoadUnsafe(ref scratch.Live[j]) * weight;
            var push = rho * delta;
            var bend = push - (rho * push);
            slope += push;
            curvature += bend;
            (Vector512.LoadUnsafe(ref scratch.Slope[j]) + push).StoreUnsafe(ref scratch.Slope[j]);
            (Vector512.LoadUnsafe(ref scratch.Curvature[j]) + bend).StoreUnsafe(ref scratch.Curvature[j]);
        }

        scratch.Slope[i] -= InOrder(slope);
        scratch.Curvature[i] += InOrder(curvature);
    }

    private static float InOrder(Vector512<float> lanes)
    {
        var sum = 0f;
        for (var lane = 0; lane < Lanes; lane++)
        {
            sum += lanes[lane];
        }

        return sum;
    }

    private float InverseIdeal(int query)
    {
        var own = levels.AsSpan(rows.QueryStarts[query]..rows.QueryStarts[query + 1]).ToArray();
        Array.Sort(own);
        double ideal = 0;
        for (var place = 0; place < own.Length; place++)
        {
            ideal += Math.Max(gains[own[^(place + 1)]], 0) * discounts[place];
        }

        return (ideal, own) switch
        {
            ( > 0, _) => (float)(1 / ideal),
            (_, [0, ..]) => 1,
            _ => 0,
        };
    }

    private static int LongestQuery(BinnedRows rows)
    {
        var longest = 0;
        for (var query = 0; query < rows.Queries; query++)
        {
            longest = Math.Max(longest, rows.QueryStarts[query + 1] - rows.QueryStarts[query]);
        }

        return longest;
    }

    /// <summary>One query with its rows by grade, the best first; behind the last row stand lanes that weigh nothing.</summary>
    private sealed class Scratch(int longest)
    {
        private readonly ulong[] keys = new ulong[longest];
        private readonly float[] placeDiscount = new float[longest];

        public int[] Order { get; } = new int[longest];

        /// <summary>Where the lower grades begin, for each row.</summary>
        public int[] LowerFrom { get; } = new int[longest];

        public float[] Exp { get; } = new float[longest + Lanes];

        public float[] Gain { get; } = new float[longest + Lanes];

        public float[] Discount { get; } = new float[longest + Lanes];

        public float[] Live { get; } = new float[longest + Lanes];

        public float[] Slope { get; } = new float[longest + Lanes];

        public float[] Curvature { get; } = new float[longest + Lanes];

        public void Arrange(ReadOnlySpan<byte> levels, ReadOnlySpan<int> scores, double[] gains, float[] discounts)
        {
            var count = levels.Length;
            for (var row = 0; row < count; row++)
            {
                // Ascending keys are descending scores; equals stay in their order.
                keys[row] = ((ulong)(uint)~(scores[row] ^ int.MinValue) << 32) | (uint)row;
            }

            keys.AsSpan(0, count).Sort();
            for (var place = 0; place < count; place++)
            {
                placeDiscount[(int)(uint)keys[place]] = discounts[place];
            }

            var highest = count == 0 ? 0 : scores[(int)(uint)keys[0]];
            for (var row = 0; row < count; row++)
            {
                keys[row] = ((ulong)(QueryRows.HighestGrade + MerelyShown - levels[row]) << 32) | (uint)row;
            }

            keys.AsSpan(0, count).Sort();
            var lowerFrom = count;
            for (var i = count - 1; i >= 0; i--)
            {
                var row = (int)(uint)keys[i];
                if (i + 1 < count && levels[row] != levels[Order[i + 1]])
                {
                    lowerFrom = i + 1;
                }

                var below = Math.Min(highest - scores[row], 80 << ScoreBits);
                Order[i] = row;
                LowerFrom[i] = lowerFrom;
                Exp[i] = WholeExp[below >> ScoreBits] * PartExp[below & ((1 << ScoreBits) - 1)];
                Gain[i] = (float)gains[levels[row]];
                Discount[i] = placeDiscount[row];
                Live[i] = 1;
            }

            Array.Clear(Slope, 0, count + Lanes);
            Array.Clear(Curvature, 0, count + Lanes);
            Live.AsSpan(count, Lanes).Clear();
            Exp.AsSpan(count, Lanes).Fill(1);
        }
    }
}
