using System.Runtime.InteropServices;
using Pes.Ranking.Learning;

namespace Pes.Ranking.Allocation;

/// <summary>How much a vacancy is wanted already.</summary>
/// <param name="Sent">Jobseekers sent or shown to it so far, 0 or more.</param>
/// <param name="Openings">Openings left; 0 counts as one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Demand(int Sent, int Openings);

/// <summary>
/// Spreads demand over vacancies that are about equally good, so that not everybody is sent to the same one. A score gives
/// way by tolerance × sent ÷ (sent + openings × factor): half of the tolerance where as many were sent as the vacancy has
/// room for, and never all of it. So no vacancy passes one that is better by the tolerance or more, and where nobody was
/// sent anywhere the order stays as it is. Whole numbers: the same everywhere.
/// </summary>
public static class DemandSpread
{
    /// <summary>By how much a score gives way: 0 where nobody was sent, less than the tolerance always.</summary>
    /// <param name="tolerance">How much better a vacancy may be and still be passed, in the unit of the scores; 0 changes nothing.</param>
    /// <param name="factor">Jobseekers for whom one opening has room, 1 or more.</param>
    public static int Yield(Demand demand, int tolerance, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(demand.Sent, nameof(demand));
        var room = Math.Max(1L, demand.Openings) * factor;
        return (int)((long)tolerance * demand.Sent / (demand.Sent + room));
    }

    /// <summary>Positions in the new order.</summary>
    /// <param name="scores">Of each row of a list, in any order; equals keep theirs.</param>
    /// <param name="demand">Of each row.</param>
    /// <param name="tolerance">How much better a vacancy may be and still be passed, in the unit of the scores; 0 changes nothing.</param>
    /// <param name="factor">Jobseekers for whom one opening has room, 1 or more.</param>
    public static int[] Order(ReadOnlySpan<int> scores, ReadOnlySpan<Demand> demand, int tolerance, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(demand.Length, scores.Length);
        var keys = new (long Yielding, int Position)[scores.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = ((long)Yield(demand[i], tolerance, factor) - scores[i], i);
        }

        Array.Sort(keys);
        return Array.ConvertAll(keys, k => k.Position);
    }

    /// <summary>
    /// What an order costs: 1 less its NDCG of the first <paramref name="places"/>, where the gain of a row is its score
    /// above the least of the list. 0 where the best stand first or all are equal.
    /// </summary>
    public static double Cost(ReadOnlySpan<int> scores, ReadOnlySpan<int> order, int places)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places);
        ArgumentOutOfRangeException.ThrowIfNotEqual(order.Length, scores.Length);
        var best = scores.ToArray();
        Array.Sort(best, static (a, b) => b.CompareTo(a));
        double gained = 0, possible = 0;
        for (var place = 0; place < Math.Min(places, best.Length); place++)
        {
            var discount = StableMath.Log2(place + 2);
            gained += ((long)scores[order[place]] - best[^1]) / discount;
            possible += ((long)best[place] - best[^1]) / discount;
        }

        return possible > 0 ? 1 - (gained / possible) : 0;
    }
}
