using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>
/// The best rows of a snapshot for one query, exactly: a row's score is the saturating sum of its points. Large blocks
/// come in the order of a bound that no row of them exceeds, so that many are never looked at, and each of their blocks is read
/// only where its own bound gives it a chance; inside a block, tokens are counted by
/// carry-save addition of bits, rows that hold too few of them are passed over, and points are looked up 32 rows at a time.
/// </summary>
internal static class CoarseScan
{
    private const int Block = CoarseSnapshot.Block;
    private const int BlockWords = CoarseSnapshot.BlockWords;

    /// <param name="removed">A bit a row that is no more; empty: none.</param>
    /// <param name="usesBounds">Whether blocks come by their bound. It changes nothing in what is found.</param>
    /// <returns>Blocks that were read.</returns>
    public static int Offer(CoarseSnapshot snapshot, CoarseQuery query, ulong[] removed, CoarseScratch scratch, bool usesBounds = true)
    {
        scratch.Fit(snapshot);
        if (snapshot.Count == 0 || !CoarseTokens.Collect(snapshot, query, removed, scratch))
        {
            return 0;
        }

        CoarseTokens.Scatter(scratch);
        for (var group = 0; group < snapshot.Groups.Length; group++)
        {
            scratch.GroupPoints[group] = query.GroupPoints(snapshot.Groups[group]);
        }

        var tables = new Tables(query);
        var read = 0;
        if (usesBounds)
        {
            scratch.Bounds.Prepare(query);
            read = ReadByBounds(snapshot, scratch, tables);
        }
        else
        {
            for (; read < snapshot.Small.Count; read++)
            {
                Read(snapshot, read, leastHeld: [], atLast: byte.MaxValue, scratch, tables);
            }
        }

        CoarseTokens.Unscatter(scratch);
        return read;
    }

    private static int ReadByBounds(CoarseSnapshot snapshot, CoarseScratch scratch, in Tables tables)
    {
        var (best, bounds, small) = (scratch.Best, scratch.Bounds, snapshot.Small);
        var read = 0;
        Span<byte> held = stackalloc byte[CoarseSnapshot.SmallOfLarge];
        Span<ushort> helped = stackalloc ushort[scratch.Helps.Count];
        foreach (var large in Ordered(snapshot, scratch))
        {
            if (!best.MayHold(scratch.BoundsOfLarge[large], snapshot.Large.LeastIds[large]))
            {
                if (scratch.BoundsOfLarge[large] < best.LeastScore)
                {
                    break;
                }

                continue;
            }

            CoarseTokens.Held(scratch, large, held);
            for (var help = 0; help < helped.Length; help++)
            {
                helped[help] = scratch.Helps[help].HelpedBlocks(large);
            }

            for (var i = 0; i < held.Length && (large * held.Length) + i < small.Count; i++)
            {
                var block = (large * held.Length) + i;
                var first = bounds.OfGroupAndPlace(snapshot, small, block, scratch.GroupPoints);
                if (first < 0)
                {
                    continue;
                }

                var atLast = bounds.OfBands(small, block);
                for (var help = 0; help < helped.Length; help++)
                {
                    atLast += (helped[help] >> i & 1) * scratch.Helps[help].Points[^1];
                }

                if (best.MayHold(first + atLast + bounds.OfCounted(small.Asked[block], held[i]), small.LeastIds[block]))
                {
                    read++;
                    Read(snapshot, block, bounds.LeastHeld(best.LeastScore - first - atLast), atLast, scratch, tables);
                }
            }
        }

        return read;
    }

    // Large blocks by descending bound, equals by position; those that no row can be let in from are left out.
    private static ReadOnlySpan<int> Ordered(CoarseSnapshot snapshot, CoarseScratch scratch)
    {
        Span<int> starts = stackalloc int[257];
        var large = snapshot.Large;
        for (var block = 0; block < large.Count; block++)
        {
            var bound = scratch.Bounds.OfGroupAndPlace(snapshot, large, block, scratch.GroupPoints);
            if (bound >= 0)
            {
                bound += scratch.Bounds.OfBands(large, block) + scratch.Bounds.OfCounted(large.Asked[block], CoarseTokens.Held(scratch, block));
                foreach (var help in scratch.Helps)
                {
                    bound += help.HelpedBlocks(block) != 0 ? help.Points[^1] : 0;
                }

                scratch.BoundsOfLarge[block] = (byte)Math.Min(255, bound);
                starts[256 - scratch.BoundsOfLarge[block]]++;
            }

            scratch.IsOpen[block] = bound >= 0;
        }

        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        // starts[255 - bound] is now where blocks of that bound begin.
        var open = starts[256];
        for (var block = 0; block < large.Count; block++)
        {
            if (scratch.IsOpen[block])
            {
                scratch.Order[starts[255 - scratch.BoundsOfLarge[block]]++] = block;
            }
        }

        return scratch.Order.AsSpan(0, open);
    }

    /// <param name="leastHeld">By number asked: rows with fewer counted tokens are of no use. Empty: all are.</param>
    /// <param name="atLast">The most points of bands and helps together.</param>
    private static void Read(CoarseSnapshot snapshot, int block, ReadOnlySpan<byte> leastHeld, int atLast, CoarseScratch scratch, in Tables tables)
    {
        var word = block * BlockWords;
        var counts = CoarseTokens.Count(scratch, word);
        var wanted = leastHeld.IsEmpty ? Vector256<ulong>.AllBitsSet : counts.AtLeast(snapshot.AskedPlanes, word, leastHeld, snapshot.Small.Asked[block]);
        wanted = Vector256.AndNot(wanted, CoarseTokens.Barred(scratch, word));
        foreach (var bits in CollectionsMarshal.AsSpan(scratch.Needed))
        {
            wanted &= Vector256.LoadUnsafe(ref bits[word]);
        }

        if (wanted == Vector256<ulong>.Zero)
        {
            return;
        }

        var helps = CollectionsMarshal.AsSpan(scratch.Helps);
        Span<Vector256<ulong>> helped = stackalloc Vector256<ulong>[helps.Length * 2];
        for (var help = 0; help < helps.Length; help++)
        {
            (helped[2 * help], helped[(2 * help) + 1]) = CoarseTokens.Count(helps[help], word);
        }

        Span<byte> groupPoints = stackalloc byte[Block];
        GroupPoints(snapshot, block, scratch.GroupPoints, groupPoints);
        var best = scratch.Best;
        ref var group = ref MemoryMarshal.GetReference(groupPoints);
        ref var place = ref snapshot.PlaceAndAsked[block * Block];
        ref var bandsAB = ref snapshot.BandsAB[block * Block];
        ref var bandsCD = ref snapshot.BandsCD[block * Block];
        for (var part = 0; part < Block / 32; part++)
        {
            var open = ByteTables.Part(ref wanted, part);
            if (open == 0)
            {
                continue;
            }

            // Rows that the rest could not lift any more are left before it is looked up.
            var at = (nuint)(part * 32);
            var placeAndAsked = Vector256.LoadUnsafe(ref place, at);
            var score = Vector256.AddSaturate(Vector256.LoadUnsafe(ref group, at), tables.First(placeAndAsked, counts.Bytes(part)));
            open &= Reach(score, Math.Max(0, best.LeastScore - atLast));
            if (open == 0)
            {
                continue;
            }

            score = Vector256.AddSaturate(score, tables.Bands(Vector256.LoadUnsafe(ref bandsAB, at), Vector256.LoadUnsafe(ref bandsCD, at)));
            for (var help = 0; help < helps.Length; help++)
            {
                var held = (ByteTables.Bytes(ByteTables.Part(ref helped[2 * help], part)) & Vector256.Create((byte)1))
                    | (ByteTables.Bytes(ByteTables.Part(ref helped[(2 * help) + 1], part)) & Vector256.Create((byte)2));
                score = Vector256.AddSaturate(score, ByteTables.Lookup(helps[help].Table, held));
            }

            open &= Reach(score, best.LeastScore) & tables.LetIn(placeAndAsked);
            if (open != 0)
            {
                Offer(best, snapshot.Ids, (block * Block) + (part * 32), score, open);
            }
        }
    }

    private static uint Reach(Vector256<byte> scores, int least) => Vector256.Equals(Vector256.Max(scores, Vector256.Create((byte)least)), scores).ExtractMostSignificantBits();

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

    private static void GroupPoints(CoarseSnapshot snapshot, int block, byte[] pointsOfGroups, Span<byte> points)
    {
        var start = block * Block;
        for (var run = snapshot.Small.FirstRuns[block]; run < snapshot.RunGroups.Length && snapshot.RunStarts[run] < start + Block; run++)
        {
            var from = Math.Max(0, snapshot.RunStarts[run] - start);
            var to = Math.Min(Block, snapshot.RunStarts[run + 1] - start);
            points[from..to].Fill(pointsOfGroups[snapshot.RunGroups[run]]);
        }
    }

    /// <summary>The points of a query in registers.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Tables(CoarseQuery query)
    {
        private readonly Vector256<byte> placeLow = ByteTables.Table(query.PlacePoints);
        private readonly Vector256<byte> placeHigh = ByteTables.Table(query.PlacePoints, 16);
        private readonly Vector256<byte> barredLow = ByteTables.Table(Bytes(query.PlacesBarred));
        private readonly Vector256<byte> barredHigh = ByteTables.Table(Bytes(query.PlacesBarred), 16);
        private readonly bool barsPlaces = query.PlacesBarred != 0;
        private readonly Vector256<byte> count0 = ByteTables.Table(query.CountPoints);
        private readonly Vector256<byte> count1 = ByteTables.Table(query.CountPoints, 16);
        private readonly Vector256<byte> count2 = ByteTables.Table(query.CountPoints, 32);
        private readonly Vector256<byte> count3 = ByteTables.Table(query.CountPoints, 48);
        private readonly Vector256<byte> bandA = ByteTables.Table(query.BandAPoints);
        private readonly Vector256<byte> bandB = ByteTables.Table(query.BandBPoints);
        private readonly Vector256<byte> bandC = ByteTables.Table(query.BandCPoints);
        private readonly Vector256<byte> bandD = ByteTables.Table(query.BandDPoints);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<byte> First(Vector256<byte> placeAndAsked, Vector256<byte> held)
        {
            var place = placeAndAsked & Vector256.Create((byte)31);
            var index = held | ((placeAndAsked.AsUInt16() >>> 2).AsByte() & Vector256.Create((byte)0x38));
            return Vector256.AddSaturate(
                ByteTables.Choose(place, 4, ByteTables.Lookup(placeLow, place), ByteTables.Lookup(placeHigh, place)),
                ByteTables.Choose(
                    index, 5,
                    ByteTables.Choose(index, 4, ByteTables.Lookup(count0, index), ByteTables.Lookup(count1, index)),
                    ByteTables.Choose(index, 4, ByteTables.Lookup(count2, index), ByteTables.Lookup(count3, index))));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<byte> Bands(Vector256<byte> bandsAB, Vector256<byte> bandsCD)
        {
            var low = Vector256.Create((byte)15);
            var first = Vector256.AddSaturate(ByteTables.Lookup(bandA, bandsAB & low), ByteTables.Lookup(bandB, (bandsAB.AsUInt16() >>> 4).AsByte() & low));
            var second = Vector256.AddSaturate(ByteTables.Lookup(bandC, bandsCD & low), ByteTables.Lookup(bandD, (bandsCD.AsUInt16() >>> 4).AsByte() & low));
            return Vector256.AddSaturate(first, second);
        }

        /// <summary>A bit a row whose place is not barred.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint LetIn(Vector256<byte> placeAndAsked)
        {
            if (!barsPlaces)
            {
                return uint.MaxValue;
            }

            var place = placeAndAsked & Vector256.Create((byte)31);
            return ~ByteTables.Choose(place, 4, ByteTables.Lookup(barredLow, place), ByteTables.Lookup(barredHigh, place)).ExtractMostSignificantBits();
        }

        private static byte[] Bytes(uint places) => [.. Enumerable.Range(0, CoarseQuery.Places).Select(place => (places >> place & 1) != 0 ? byte.MaxValue : (byte)0)];
    }
}
