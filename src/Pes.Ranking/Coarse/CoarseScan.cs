using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>
/// The best rows of a snapshot for one query, exactly: a row's score is the saturating sum of its points. Blocks come in
/// the order of a bound that no row of them exceeds, so that many are never read; inside a block, tokens are counted by
/// carry-save addition of bits, and points are looked up 32 rows at a time.
/// </summary>
internal static class CoarseScan
{
    private const int Block = CoarseSnapshot.Block;
    private const int BlockWords = CoarseSnapshot.BlockWords;

    // Below some 500,000 rows, reading all blocks in their order is faster than choosing among them (measured).
    private const int ManyBlocks = 2_000;

    /// <param name="removed">A bit a row that is no more; empty: none.</param>
    /// <param name="usesBounds">Whether blocks come by their bound; null: where they are many. It changes nothing in what is found.</param>
    /// <returns>Blocks that were read.</returns>
    public static int Offer(CoarseSnapshot snapshot, CoarseQuery query, ulong[] removed, CoarseScratch scratch, bool? usesBounds = null)
    {
        scratch.Fit(snapshot);
        if (snapshot.Count == 0 || !CoarseTokens.Collect(snapshot, query, removed, scratch))
        {
            return 0;
        }

        var hasRare = CoarseTokens.Scatter(snapshot, query, scratch);
        for (var run = 0; run < snapshot.RunGroups.Length; run++)
        {
            scratch.RunPoints[run] = query.GroupPoints(snapshot.RunGroups[run]);
        }

        var order = usesBounds ?? snapshot.Blocks >= ManyBlocks ? CoarseBounds.Ordered(snapshot, query, scratch) : null;
        var read = 0;
        var tables = new Tables(query);
        for (var i = 0; i < snapshot.Blocks; i++)
        {
            var block = order is null ? i : order[i];
            if (order is not null && !scratch.Best.MayHold(scratch.Bounds[block], snapshot.LeastIdOfBlock[block]))
            {
                if (scratch.Bounds[block] < scratch.Best.LeastScore)
                {
                    break;
                }

                continue;
            }

            read++;
            Read(snapshot, block, hasRare, scratch, tables);
        }

        CoarseTokens.Unscatter(snapshot, query, scratch);
        return read;
    }

    private static void Read(CoarseSnapshot snapshot, int block, bool hasRare, CoarseScratch scratch, in Tables tables)
    {
        var word = block * BlockWords;
        var counts = CoarseTokens.Count(scratch.Counted, scratch.RowCounts, word, hasRare);
        var helps = CollectionsMarshal.AsSpan(scratch.Helps);
        Span<Vector256<ulong>> held = stackalloc Vector256<ulong>[helps.Length];
        for (var help = 0; help < helps.Length; help++)
        {
            held[help] = CoarseTokens.Or(helps[help].Bits, word, hasRare ? Vector256.LoadUnsafe(ref helps[help].Plane[word]) : default);
        }

        var barred = CoarseTokens.Or(scratch.Barred, word, hasRare ? Vector256.LoadUnsafe(ref scratch.RowBars[word]) : default);
        foreach (var bits in CollectionsMarshal.AsSpan(scratch.Needed))
        {
            barred |= ~Vector256.LoadUnsafe(ref bits[word]);
        }

        Span<byte> groupPoints = stackalloc byte[Block];
        GroupPoints(snapshot, block, scratch.RunPoints, groupPoints);
        var best = scratch.Best;
        ref var group = ref MemoryMarshal.GetReference(groupPoints);
        ref var place = ref snapshot.PlaceAndAsked[block * Block];
        ref var bandsAB = ref snapshot.BandsAB[block * Block];
        ref var bandsCD = ref snapshot.BandsCD[block * Block];
        for (var part = 0; part < Block / 32; part++)
        {
            var at = (nuint)(part * 32);
            var score = Vector256.AddSaturate(
                Vector256.LoadUnsafe(ref group, at),
                tables.Points(Vector256.LoadUnsafe(ref place, at), counts.Bytes(part), Vector256.LoadUnsafe(ref bandsAB, at), Vector256.LoadUnsafe(ref bandsCD, at)));
            for (var help = 0; help < helps.Length; help++)
            {
                score = Vector256.AddSaturate(score, ByteTables.Bytes(ByteTables.Part(ref held[help], part)) & Vector256.Create(helps[help].Points));
            }

            var useful = Vector256.Equals(Vector256.Max(score, Vector256.Create((byte)best.LeastScore)), score).ExtractMostSignificantBits()
                & ~ByteTables.Part(ref barred, part);
            if (useful != 0)
            {
                Offer(best, snapshot.Ids, (block * Block) + (part * 32), score, useful);
            }
        }
    }

    private static void Offer(BestRows best, int[] ids, int from, Vector256<byte> scores, uint useful)
    {
        Span<byte> own = stackalloc byte[32];
        scores.CopyTo(own);
        for (; useful != 0; useful &= useful - 1)
        {
            var row = BitOperations.TrailingZeroCount(useful);

            // The last block is filled up with rows that do not exist.
            if (from + row < ids.Length)
            {
                best.Offer(own[row], ids[from + row]);
            }
        }
    }

    private static void GroupPoints(CoarseSnapshot snapshot, int block, byte[] runPoints, Span<byte> points)
    {
        var start = block * Block;
        for (var run = snapshot.FirstRunOfBlock[block]; run < snapshot.RunGroups.Length && snapshot.RunStarts[run] < start + Block; run++)
        {
            var from = Math.Max(0, snapshot.RunStarts[run] - start);
            var to = Math.Min(Block, snapshot.RunStarts[run + 1] - start);
            points[from..to].Fill(runPoints[run]);
        }
    }

    /// <summary>The points of a query in registers.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Tables(CoarseQuery query)
    {
        private readonly Vector256<byte> placeLow = ByteTables.Table(query.PlacePoints);
        private readonly Vector256<byte> placeHigh = ByteTables.Table(query.PlacePoints, 16);
        private readonly Vector256<byte> count0 = ByteTables.Table(query.CountPoints);
        private readonly Vector256<byte> count1 = ByteTables.Table(query.CountPoints, 16);
        private readonly Vector256<byte> count2 = ByteTables.Table(query.CountPoints, 32);
        private readonly Vector256<byte> count3 = ByteTables.Table(query.CountPoints, 48);
        private readonly Vector256<byte> bandA = ByteTables.Table(query.BandAPoints);
        private readonly Vector256<byte> bandB = ByteTables.Table(query.BandBPoints);
        private readonly Vector256<byte> bandC = ByteTables.Table(query.BandCPoints);
        private readonly Vector256<byte> bandD = ByteTables.Table(query.BandDPoints);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<byte> Points(Vector256<byte> placeAndAsked, Vector256<byte> held, Vector256<byte> bandsAB, Vector256<byte> bandsCD)
        {
            var low = Vector256.Create((byte)15);
            var place = placeAndAsked & Vector256.Create((byte)31);
            var points = ByteTables.Choose(place, 4, ByteTables.Lookup(placeLow, place), ByteTables.Lookup(placeHigh, place));

            var index = held | ((placeAndAsked.AsUInt16() >>> 2).AsByte() & Vector256.Create((byte)0x38));
            var counted = ByteTables.Choose(
                index, 5,
                ByteTables.Choose(index, 4, ByteTables.Lookup(count0, index), ByteTables.Lookup(count1, index)),
                ByteTables.Choose(index, 4, ByteTables.Lookup(count2, index), ByteTables.Lookup(count3, index)));
            points = Vector256.AddSaturate(points, counted);
            points = Vector256.AddSaturate(points, ByteTables.Lookup(bandA, bandsAB & low));
            points = Vector256.AddSaturate(points, ByteTables.Lookup(bandB, (bandsAB.AsUInt16() >>> 4).AsByte() & low));
            points = Vector256.AddSaturate(points, ByteTables.Lookup(bandC, bandsCD & low));
            return Vector256.AddSaturate(points, ByteTables.Lookup(bandD, (bandsCD.AsUInt16() >>> 4).AsByte() & low));
        }
    }
}
