using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>The most points that any row of a block can have, were the best of everything in one row.</summary>
/// <param name="Place">Negative where no row can be let in.</param>
/// <param name="Counted">By counted tokens.</param>
/// <param name="Rest">By bands and helps.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlockBound(int Group, int Place, int Counted, int Rest)
{
    public static BlockBound Closed { get; } = new(0, -1, 0, 0);

    public bool IsOpen => Place >= 0;

    public int Points => Group + Place + Counted + Rest;
}

/// <summary>Bounds of the blocks of a snapshot for one query: blocks without a chance are never read. Kept between scans.</summary>
internal sealed class CoarseBounds(QueryTokens tokens, GroupLifts groups)
{
    private readonly byte[] countPoints = new byte[64];

    // By set of numbers asked (a bit each): the most points, a byte for each number held.
    private readonly ulong[] countMost = new ulong[256];
    private readonly byte[] rangeMost = new byte[4 * 256];
    private PlaceLevels places;

    public void Prepare(CoarseQuery query)
    {
        query.CountPoints.CopyTo(countPoints, 0);
        for (var set = 1; set < countMost.Length; set++)
        {
            var row = MemoryMarshal.Cast<byte, ulong>(countPoints)[BitOperations.TrailingZeroCount(set)];
            countMost[set] = Vector128.Max(Vector128.CreateScalar(countMost[set & (set - 1)]).AsByte(), Vector128.CreateScalar(row).AsByte()).AsUInt64().ToScalar();
        }

        RangeMost(query.BandAPoints, rangeMost);
        RangeMost(query.BandBPoints, rangeMost.AsSpan(256));
        RangeMost(query.BandCPoints, rangeMost.AsSpan(512));
        RangeMost(query.BandDPoints, rangeMost.AsSpan(768));
        places = new(query.PlacePoints, query.PlacesBarred);
    }

    /// <param name="blocks">The large ones, or the small ones of the large block entered.</param>
    public BlockBound Of(CoarseBlocks blocks, int block)
    {
        var place = places.Most(blocks.Places[block]);
        if (place < 0)
        {
            return BlockBound.Closed;
        }

        foreach (var needed in CollectionsMarshal.AsSpan(tokens.Needed))
        {
            if (needed.Held(blocks, block) == 0)
            {
                return BlockBound.Closed;
            }
        }

        var bands = blocks.Bands.AsSpan(block * 4, 4);
        var rest = rangeMost[bands[0]] + rangeMost[256 + bands[1]] + rangeMost[512 + bands[2]] + rangeMost[768 + bands[3]];
        foreach (var (held, points) in CollectionsMarshal.AsSpan(tokens.Helps))
        {
            rest += points.Of(held.Held(blocks, block));
        }

        return new(groups.Most(blocks, block), place, (byte)(countMost[blocks.Asked[block]] >> (8 * tokens.Counted.Held(blocks, block))), rest);
    }

    /// <summary>Which counts of tokens give fewer points: eight bits for each number asked, a bit for each count from the lowest.</summary>
    public ulong TooFewFor(int points)
    {
        if (points is <= 0 or > byte.MaxValue)
        {
            return points <= 0 ? 0 : ulong.MaxValue;
        }

        var least = Vector256.Create((byte)points);
        return Vector256.LessThan(Vector256.Create<byte>(countPoints), least).ExtractMostSignificantBits()
            | ((ulong)Vector256.LessThan(Vector256.Create(countPoints, 32), least).ExtractMostSignificantBits() << 32);
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
}
