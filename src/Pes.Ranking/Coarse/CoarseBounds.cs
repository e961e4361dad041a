using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>The most points that a row of each block can have, so that blocks without a chance are never read.</summary>
internal static class CoarseBounds
{
    private const int Block = CoarseSnapshot.Block;

    /// <summary>Blocks by descending bound, equals by position.</summary>
    public static int[] Ordered(CoarseSnapshot snapshot, CoarseQuery query, CoarseScratch scratch)
    {
        Bound(snapshot, query, scratch);
        Span<int> starts = stackalloc int[257];
        for (var block = 0; block < snapshot.Blocks; block++)
        {
            starts[256 - scratch.Bounds[block]]++;
        }

        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        // starts[255 - bound] is now where blocks of that bound begin.
        for (var block = 0; block < snapshot.Blocks; block++)
        {
            scratch.BlockOrder[starts[255 - scratch.Bounds[block]]++] = block;
        }

        return scratch.BlockOrder;
    }

    // What the best row of each block could have, were the best of everything in one row.
    private static void Bound(CoarseSnapshot snapshot, CoarseQuery query, CoarseScratch scratch)
    {
        Span<byte> countMost = stackalloc byte[256 * 8];
        CountMost(query.CountPoints, countMost);
        var everywhere = scratch.Helps.Sum(help => help.Points);
        Span<byte> ranges = stackalloc byte[4 * 256];
        RangeMost(query.BandAPoints, ranges);
        RangeMost(query.BandBPoints, ranges[256..]);
        RangeMost(query.BandCPoints, ranges[512..]);
        RangeMost(query.BandDPoints, ranges[768..]);
        var levels = new PlaceLevels(query.PlacePoints);
        for (var from = 0; from < snapshot.Blocks; from += Block)
        {
            var counts = CoarseTokens.Count(scratch.CountedBlocks, scratch.BlockCounts, from / 64, hasRare: true);
            for (var part = 0; part < Block / 32; part++)
            {
                counts.Bytes(part).CopyTo(scratch.Bounds.AsSpan(from + (part * 32)));
            }
        }

        for (var block = 0; block < snapshot.Blocks; block++)
        {
            byte group = 0;
            for (var run = snapshot.FirstRunOfBlock[block]; run < snapshot.RunGroups.Length && snapshot.RunStarts[run] < (block + 1) * Block; run++)
            {
                group = Math.Max(group, scratch.RunPoints[run]);
            }

            var bands = snapshot.BandsOfBlock.AsSpan(block * 4, 4);
            var counted = countMost[(snapshot.AskedOfBlock[block] * 8) + scratch.Bounds[block]];
            var bound = counted + group + levels.Most(snapshot.PlacesOfBlock[block]) + everywhere
                + ranges[bands[0]] + ranges[256 + bands[1]] + ranges[512 + bands[2]] + ranges[768 + bands[3]];
            scratch.Bounds[block] = (byte)Math.Min(255, bound);
        }
    }

    // The most points of a set of what is asked (a bit each), at set × 8 + held.
    private static void CountMost(byte[] points, Span<byte> most)
    {
        most[..8].Clear();
        for (var set = 1; set < 256; set++)
        {
            var (rest, asked) = (set & (set - 1), BitOperations.TrailingZeroCount(set));
            for (var held = 0; held < 8; held++)
            {
                most[(set * 8) + held] = Math.Max(most[(rest * 8) + held], points[(asked * 8) + held]);
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
    private ref struct PlaceLevels
    {
        private PlaceArray<byte> points;
        private PlaceArray<uint> places;
        private readonly int count;

        public PlaceLevels(byte[] pointsOfPlaces)
        {
            for (var place = 0; place < pointsOfPlaces.Length; place++)
            {
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

        public readonly byte Most(uint set)
        {
            for (var level = 0; level < count; level++)
            {
                if ((set & places[level]) != 0)
                {
                    return points[level];
                }
            }

            return 0;
        }
    }

    [InlineArray(CoarseQuery.Places)]
    [StructLayout(LayoutKind.Auto)]
    private struct PlaceArray<T>
    {
        private T first;
    }
}
