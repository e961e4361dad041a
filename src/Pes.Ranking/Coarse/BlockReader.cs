using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>
/// Reads a block: tokens are counted by carry-save addition of bits, rows that hold too few of them are passed over 256 at a time,
/// and the points of the others are looked up 32 rows at a time.
/// </summary>
internal sealed class BlockReader(CoarseSnapshot snapshot, CoarseQuery query, ulong[] removed, CoarseScratch scratch)
{
    private const int Part = 32;

    private readonly PointTables tables = new(query);
    private readonly byte[] groupPoints = new byte[CoarseSnapshot.Block];
    private readonly TokenCounts[] helped = new TokenCounts[scratch.Tokens.Helps.Count];
    private readonly Vector256<byte>[] helpPoints = new Vector256<byte>[scratch.Tokens.Helps.Count];

    /// <param name="block">Of the large block entered.</param>
    public void Read(int block, BlockBound bound)
    {
        var counts = scratch.Tokens.Counted.Count(block);
        var wanted = LetIn(block, Sifted(block, bound, counts));
        if (wanted == Vector256<ulong>.Zero)
        {
            return;
        }

        var helps = Helps(block);
        ref var place = ref snapshot.PlaceAndAsked[block * CoarseSnapshot.Block];
        ref var bandsAB = ref snapshot.BandsAB[block * CoarseSnapshot.Block];
        ref var bandsCD = ref snapshot.BandsCD[block * CoarseSnapshot.Block];
        for (var part = 0; part < CoarseSnapshot.Block / Part; part++)
        {
            var open = ByteTables.Part(ref wanted, part);
            if (open == 0)
            {
                continue;
            }

            // Rows that the rest could not lift any more are left before it is looked up.
            var at = (nuint)(part * Part);
            var placeAndAsked = Vector256.LoadUnsafe(ref place, at);
            var score = tables.PlaceAndCounted(placeAndAsked, counts.Bytes(part));
            if (bound.Group > 0)
            {
                score = Vector256.AddSaturate(score, Vector256.LoadUnsafe(ref groupPoints[0], at));
            }

            open &= Reach(score, scratch.Best.LeastScore - bound.Rest);
            if (open == 0)
            {
                continue;
            }

            score = Vector256.AddSaturate(score, tables.Bands(Vector256.LoadUnsafe(ref bandsAB, at), Vector256.LoadUnsafe(ref bandsCD, at)));
            for (var help = 0; help < helps; help++)
            {
                score = Vector256.AddSaturate(score, ByteTables.Lookup(helpPoints[help], helped[help].Bytes(part)));
            }

            open &= Reach(score, scratch.Best.LeastScore) & tables.LetIn(placeAndAsked);
            if (open != 0)
            {
                Offer((block * CoarseSnapshot.Block) + (part * Part), score, open);
            }
        }
    }

    // The rows that hold enough of the counted tokens: those without points by their group must hold more than those that have them.
    private Vector256<ulong> Sifted(int block, BlockBound bound, in TokenCounts counts)
    {
        var (word, numbers) = (block * CoarseSnapshot.BlockWords, snapshot.Small.Asked[block]);
        var least = scratch.Best.LeastScore - bound.Place - bound.Rest;
        var wanted = counts.Enough(snapshot.AskedPlanes, word, numbers, scratch.Bounds.TooFewFor(least - bound.Group));
        return bound.Group == 0 || wanted == Vector256<ulong>.Zero
            ? wanted
            : wanted & (scratch.Groups.Fill(block, groupPoints) | counts.Enough(snapshot.AskedPlanes, word, numbers, scratch.Bounds.TooFewFor(least)));
    }

    private Vector256<ulong> LetIn(int block, Vector256<ulong> rows)
    {
        if (rows == Vector256<ulong>.Zero)
        {
            return rows;
        }

        rows = Vector256.AndNot(rows, scratch.Tokens.Barring.Any(block));
        foreach (var needed in CollectionsMarshal.AsSpan(scratch.Tokens.Needed))
        {
            rows &= needed.Any(block);
        }

        return removed.Length == 0 ? rows : Vector256.AndNot(rows, Vector256.LoadUnsafe(ref removed[block * CoarseSnapshot.BlockWords]));
    }

    // Counts those that any row of the block has.
    private int Helps(int block)
    {
        var count = 0;
        foreach (var (tokens, points) in CollectionsMarshal.AsSpan(scratch.Tokens.Helps))
        {
            if (tokens.Held(snapshot.Small, block) > 0)
            {
                (helped[count], helpPoints[count]) = (tokens.Count(block), points.Table);
                count++;
            }
        }

        return count;
    }

    private static uint Reach(Vector256<byte> scores, int least)
    {
        var floor = Vector256.Create((byte)Math.Max(0, least));
        return Vector256.Equals(Vector256.Max(scores, floor), scores).ExtractMostSignificantBits();
    }

    private void Offer(int from, Vector256<byte> scores, uint useful)
    {
        Span<byte> own = stackalloc byte[Part];
        scores.CopyTo(own);
        for (; useful != 0; useful &= useful - 1)
        {
            var row = BitOperations.TrailingZeroCount(useful);

            // The last block is filled up with rows that do not exist.
            if (from + row < snapshot.Ids.Length)
            {
                scratch.Best.Offer(own[row], snapshot.Ids[from + row]);
            }
        }
    }
}
