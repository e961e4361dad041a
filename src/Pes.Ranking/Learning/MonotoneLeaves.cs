namespace Pes.Ranking.Learning;

/// <summary>
/// Leaves of an oblivious tree in the order that monotone features demand: where a level asks a rising feature, a leaf
/// on its upper side is never below the leaf that differs in that answer alone.
/// </summary>
internal static class MonotoneLeaves
{
    private const int Rounds = 50;

    /// <param name="values">2^depth leaves; the first level is the highest bit of the index.</param>
    /// <param name="weights">How much each leaf resists; above 0.</param>
    /// <param name="directions">One a level: 1, -1 or 0.</param>
    public static void Order(Span<double> values, ReadOnlySpan<double> weights, ReadOnlySpan<int> directions)
    {
        // Pooling pairs that violate comes near to the closest ordered leaves in a few rounds …
        for (var round = 0; round < Rounds && Pool(values, weights, directions); round++)
        {
        }

        // … and one pass upwards makes the order exact: every lower neighbour of a leaf comes before it.
        var falling = 0;
        for (var level = 0; level < directions.Length; level++)
        {
            falling |= directions[level] < 0 ? Bit(level, directions.Length) : 0;
        }

        for (var turned = 0; turned < values.Length; turned++)
        {
            for (var level = 0; level < directions.Length; level++)
            {
                var bit = Bit(level, directions.Length);
                if (directions[level] != 0 && (turned & bit) != 0)
                {
                    values[turned ^ falling] = Math.Max(values[turned ^ falling], values[turned ^ bit ^ falling]);
                }
            }
        }
    }

    private static bool Pool(Span<double> values, ReadOnlySpan<double> weights, ReadOnlySpan<int> directions)
    {
        var changed = false;
        for (var level = 0; level < directions.Length; level++)
        {
            var bit = Bit(level, directions.Length);
            for (var low = 0; low < values.Length && directions[level] != 0; low++)
            {
                var high = low | bit;
                if (low != high && (values[high] - values[low]) * directions[level] < 0)
                {
                    var pooled = ((values[low] * weights[low]) + (values[high] * weights[high])) / (weights[low] + weights[high]);
                    (values[low], values[high]) = (pooled, pooled);
                    changed = true;
                }
            }
        }

        return changed;
    }

    private static int Bit(int level, int levels) => 1 << (levels - 1 - level);
}
