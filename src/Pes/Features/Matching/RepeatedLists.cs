using System.Numerics;

namespace Pes.Features.Matching;

/// <summary>
/// Lists that many rows share, and what is made of them, kept once while rows are read: less to make, and less for the collector
/// to carry. A newer list takes an older one's place, so it never grows. For one thread at a time.
/// </summary>
/// <param name="places">How many are kept at most.</param>
/// <param name="make">What a row gets of a list; the list belongs to it.</param>
internal sealed class RepeatedLists<TMade>(int places, Func<int[], TMade> make)
{
    private readonly (int[]? List, TMade Made)[] kept = new (int[]?, TMade)[places];
    private readonly TMade none = make([]);

    public TMade Of(ReadOnlySpan<int> list)
    {
        if (list.IsEmpty)
        {
            return none;
        }

        ref var place = ref kept[Hash(list) % (uint)kept.Length];
        if (!list.SequenceEqual(place.List))
        {
            int[] own = [.. list];
            place = (own, make(own));
        }

        return place.Made;
    }

    private static uint Hash(ReadOnlySpan<int> list)
    {
        var hash = 0u;
        foreach (var number in list)
        {
            hash = (BitOperations.RotateLeft(hash, 5) ^ (uint)number) * 0x9E37_79B1;
        }

        return hash ^ (hash >> 15);
    }
}
