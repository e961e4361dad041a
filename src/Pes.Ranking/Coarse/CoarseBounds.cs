using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pes.Ranking.Coarse;

/// <summary>
/// The most points that any row of a block can have for one query, were the best of everything in one row: blocks without a
/// chance are never read. Kept between scans.
/// </summary>
internal sealed class CoarseBounds
{
    private readonly byte[] countMost = new byte[256 * 8];
    private readonly byte[] rangeMost = new byte[4 * 256];
    private readonly byte[] leastHeld = new byte[8];
    private int leastHeldFor;
    private PlaceLevels places;

    public void Prepare(CoarseQuery query)
    {
        CountMost(query.CountPoints);
        leastHeldFor = int.MinValue;
        RangeMost(query.BandAPoints, rangeMost);
        RangeMost(query.BandBPoints, rangeMost.AsSpan(256));
        RangeMost(query.BandCPoints, rangeMost.AsSpan(512));
        RangeMost(query.BandDPoints, rangeMost.AsSpan(768));
        places = new(query.PlacePoints, query.PlacesBarred);
    }

    /// <summary>From the bands.</summary>
    public int OfBands(CoarseBlocks blocks, int block)
    {
        var bands = blocks.Bands.AsSpan(block * 4, 4);
        return rangeMost[bands[0]] + rangeMost[256 + bands[1]] + rangeMost[512 + bands[2]] + rangeMost[768 + bands[3]];
    }

    /// <summary>From group and place; negative where no row can be let in.</summary>
    public int OfGroupAndPlace(CoarseSnapshot snapshot, CoarseBlocks blocks, int block, byte[] groupPoints)
    {
        byte group = 0;
        var end = (block + 1) * blocks.Size;
        for (var run = blocks.FirstRuns[block]; run < snapshot.RunGroups.Length && snapshot.RunStarts[run] < end; run++)
        {
            group = Math.Max(group, groupPoints[snapshot.RunGroups[run]]);
        }

        return places.Most(blocks.Places[block]) is >= 0 and var place ? group + place : -1;
    }

    /// <summary>From the counted tokens.</summary>
    /// <param name="asked">A bit for each number asked.</param>
    public int OfCounted(byte asked, int held) => countMost[(asked * 8) + Math.Min(7, held)];

    /// <summary>How many counted tokens a row must hold to have so many points by them, by the number it asks; 8: no number gives as many.</summary>
    public ReadOnlySpan<byte> LeastHeld(int points)
    {
        if (points != leastHeldFor)
        {
            leastHeldFor = points;
            for (var asked = 0; asked < leastHeld.Length; asked++)
            {
                byte held = 0;
                while (held < 8 && countMost[((1 << asked) * 8) + held] < points)
                {
                    held++;
                }

                leastHeld[asked] = held;
            }
        }

        return leastHeld;
    }

    // The most points of a set of what is asked (a bit each), at set × 8 + held.
    private void CountMost(byte[] points)
    {
        for (var set = 1; set < 256; set++)
        {
            var (rest, asked) = (set & (set - 1), BitOperations.TrailingZeroCount(set));
            for (var held = 0; held < 8; held++)
            {
                countMost[(set * 8) + held] = Math.Max(countMost[(rest * 8) + held], points[(asked * 8) + held]);
            }
        }
    }

    // The most points between two bands, at the lower band + 16 × the higher.
    private static void RangeMost(byte[] points, Span<byte> ranges)
    {
        for (var low = 0; low < points.Length; low++)
        {
            byte most = 0;
            for (var high = low; high < points.Length; high++)
            {
                most = Math.Max(most, points[high]);
                ranges[low | (high << 4)] = most;
            }
        }
    }

    /// <summary>Finds the most points of any place in a set, by falling levels of points.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct PlaceLevels
    {
        private PlaceArray<byte> points;
        private PlaceArray<uint> places;
        private readonly int count;

        public PlaceLevels(byte[] pointsOfPlaces, uint barred)
        {
            for (var place = 0; place < pointsOfPlaces.Length; place++)
            {
                if ((barred >> place & 1) != 0)
                {
                    continue;
                }

                var level = 0;
                while (level < count && points[level] > pointsOfPlaces[place])
                {
                    level++;
                }

                if (level == count || points[level] != pointsOfPlaces[place])
                {
                    for (var i = count++; i > level; i--)
                    {
                        (points[i], places[i]) = (points[i - 1], places[i - 1]);
                    }

                    (points[level], places[level]) = (pointsOfPlaces[place], 0);
                }

                places[level] |= 1u << place;
            }
        }

        /// <summary>-1 for a set of barred places alone.</summary>
        public readonly int Most(uint set)
        {
            for (var level = 0; level < count; level++)
            {
                if ((set & places[level]) != 0)
                {
                    return points[level];
                }
            }

            return -1;
        }
    }

    [InlineArray(CoarseQuery.Places)]
    [StructLayout(LayoutKind.Auto)]
    private struct PlaceArray<T>
    {
        private T first;
    }
}
