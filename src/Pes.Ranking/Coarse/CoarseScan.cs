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
        if (snapshot.Count == 0 || !Collect(snapshot, query, removed, scratch))
        {
            return 0;
        }

        var hasRare = Scatter(snapshot, query, scratch);
        for (var run = 0; run < snapshot.RunGroups.Length; run++)
        {
            scratch.RunPoints[run] = query.GroupPoints(snapshot.RunGroups[run]);
        }

        var order = usesBounds ?? snapshot.Blocks >= ManyBlocks ? Ordered(snapshot, query, scratch) : null;
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
            Read(snapshot, block, hasRare, scratch, tables, query.AnyPoints);
        }

        Unscatter(snapshot, query, scratch);
        return read;
    }

    private static bool Collect(CoarseSnapshot snapshot, CoarseQuery query, ulong[] removed, CoarseScratch scratch)
    {
        foreach (var token in query.Counted)
        {
            if (snapshot.Token(token) is { Bits: { } bits, BlockBits: { } blockBits })
            {
                scratch.Counted.Add(bits);
                scratch.CountedBlocks.Add(blockBits);
            }
        }

        AddFrequent(snapshot, query.Any, scratch.Any);
        AddFrequent(snapshot, query.Barred, scratch.Barred);
        if (removed.Length > 0)
        {
            scratch.Barred.Add(removed);
        }

        foreach (var token in query.Needed)
        {
            if (snapshot.Token(token) is not { } column)
            {
                return false;
            }

            scratch.Needed.Add(column.Bits ?? BitsOf(column.Positions!, snapshot));
        }

        return true;
    }

    private static void AddFrequent(CoarseSnapshot snapshot, IReadOnlyList<int> tokens, List<ulong[]> to)
    {
        foreach (var token in tokens)
        {
            if (snapshot.Token(token)?.Bits is { } bits)
            {
                to.Add(bits);
            }
        }
    }

    private static ulong[] BitsOf(int[] positions, CoarseSnapshot snapshot)
    {
        var bits = new ulong[snapshot.Blocks * BlockWords];
        foreach (var position in positions)
        {
            bits[position / 64] |= 1UL << position;
        }

        return bits;
    }

    // Rare tokens are few rows each: they are written into planes that are cleaned up afterwards.
    private static bool Scatter(CoarseSnapshot snapshot, CoarseQuery query, CoarseScratch scratch)
    {
        var any = false;
        foreach (var token in query.Counted)
        {
            var last = -1;
            foreach (var position in snapshot.Token(token)?.Positions ?? [])
            {
                if (Count(scratch.RowCounts, position))
                {
                    scratch.CarriedWords.Add(position / 64);
                }

                if (position / Block != last)
                {
                    last = position / Block;
                    Count(scratch.BlockCounts, last);
                }

                any = true;
            }
        }

        any |= Flag(snapshot, query.Any, scratch.RowFlags[0]);
        any |= Flag(snapshot, query.Barred, scratch.RowFlags[1]);
        return any;
    }

    private static bool Flag(CoarseSnapshot snapshot, IReadOnlyList<int> tokens, ulong[] flags)
    {
        var any = false;
        foreach (var token in tokens)
        {
            foreach (var position in snapshot.Token(token)?.Positions ?? [])
            {
                flags[position / 64] |= 1UL << position;
                any = true;
            }
        }

        return any;
    }

    private static void Unscatter(CoarseSnapshot snapshot, CoarseQuery query, CoarseScratch scratch)
    {
        foreach (var token in query.Counted)
        {
            foreach (var position in snapshot.Token(token)?.Positions ?? [])
            {
                scratch.RowCounts[0][position / 64] = 0;
            }
        }

        foreach (var word in scratch.CarriedWords)
        {
            (scratch.RowCounts[0][word], scratch.RowCounts[1][word], scratch.RowCounts[2][word]) = (0, 0, 0);
        }

        foreach (var plane in scratch.BlockCounts)
        {
            Array.Clear(plane);
        }

        Unflag(snapshot, query.Any, scratch.RowFlags[0]);
        Unflag(snapshot, query.Barred, scratch.RowFlags[1]);
    }

    private static void Unflag(CoarseSnapshot snapshot, IReadOnlyList<int> tokens, ulong[] flags)
    {
        foreach (var token in tokens)
        {
            foreach (var position in snapshot.Token(token)?.Positions ?? [])
            {
                flags[position / 64] = 0;
            }
        }
    }

    // One more at a place of three planes; 7 stays 7. Most places hold one, and the upper planes are not touched.
    private static bool Count(ulong[][] planes, int place)
    {
        var word = place / 64;
        var bit = 1UL << place;
        if ((planes[0][word] & bit) == 0)
        {
            planes[0][word] |= bit;
            return false;
        }

        var carry = bit;
        for (var plane = 0; plane < planes.Length; plane++)
        {
            (planes[plane][word], carry) = (planes[plane][word] ^ carry, planes[plane][word] & carry);
        }

        planes[0][word] |= carry;
        planes[1][word] |= carry;
        planes[2][word] |= carry;
        return true;
    }

    /// <summary>Blocks by descending bound, equals by position.</summary>
    private static int[] Ordered(CoarseSnapshot snapshot, CoarseQuery query, CoarseScratch scratch)
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
        var everywhere = query.Any.Count > 0 ? query.AnyPoints : 0;
        Span<byte> ranges = stackalloc byte[4 * 256];
        RangeMost(query.BandAPoints, ranges);
        RangeMost(query.BandBPoints, ranges[256..]);
        RangeMost(query.BandCPoints, ranges[512..]);
        RangeMost(query.BandDPoints, ranges[768..]);
        var levels = new PlaceLevels(query.PlacePoints);
        for (var from = 0; from < snapshot.Blocks; from += Block)
        {
            var counts = CountTokens(scratch.CountedBlocks, scratch.BlockCounts, from / 64, hasRare: true);
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

    private static Counts CountTokens(List<ulong[]> tokens, ulong[][] rare, int word, bool hasRare)
    {
        var (ones, twos, fours) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        if (hasRare)
        {
            (ones, twos, fours) = (Vector256.LoadUnsafe(ref rare[0][word]), Vector256.LoadUnsafe(ref rare[1][word]), Vector256.LoadUnsafe(ref rare[2][word]));
        }

        var many = Vector256<ulong>.Zero;
        foreach (var bits in CollectionsMarshal.AsSpan(tokens))
        {
            var carry = Vector256.LoadUnsafe(ref bits[word]);
            (ones, carry) = (ones ^ carry, ones & carry);
            (twos, carry) = (twos ^ carry, twos & carry);
            (fours, carry) = (fours ^ carry, fours & carry);
            many |= carry;
        }

        return new() { Ones = ones | many, Twos = twos | many, Fours = fours | many };
    }

    private static Vector256<ulong> Or(List<ulong[]> tokens, int word, Vector256<ulong> or)
    {
        foreach (var bits in CollectionsMarshal.AsSpan(tokens))
        {
            or |= Vector256.LoadUnsafe(ref bits[word]);
        }

        return or;
    }

    private static void Read(CoarseSnapshot snapshot, int block, bool hasRare, CoarseScratch scratch, in Tables tables, byte anyPoints)
    {
        var word = block * BlockWords;
        var counts = CountTokens(scratch.Counted, scratch.RowCounts, word, hasRare);
        var any = Or(scratch.Any, word, hasRare ? Vector256.LoadUnsafe(ref scratch.RowFlags[0][word]) : default);
        var barred = Or(scratch.Barred, word, hasRare ? Vector256.LoadUnsafe(ref scratch.RowFlags[1][word]) : default);
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
        var anyPoint = Vector256.Create(anyPoints);
        for (var part = 0; part < Block / 32; part++)
        {
            var at = (nuint)(part * 32);
            var score = Vector256.AddSaturate(
                Vector256.LoadUnsafe(ref group, at),
                tables.Points(Vector256.LoadUnsafe(ref place, at), counts.Bytes(part), Vector256.LoadUnsafe(ref bandsAB, at), Vector256.LoadUnsafe(ref bandsCD, at)));
            score = Vector256.AddSaturate(score, ByteTables.Bytes(ByteTables.Part(ref any, part)) & anyPoint);
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

    /// <summary>Counts of 256 rows as three planes of bits.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Counts
    {
        public Vector256<ulong> Ones;
        public Vector256<ulong> Twos;
        public Vector256<ulong> Fours;

        /// <summary>Counts of 32 rows, 0 to 7.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<byte> Bytes(int part) =>
            (ByteTables.Bytes(ByteTables.Part(ref Ones, part)) & Vector256.Create((byte)1))
            | (ByteTables.Bytes(ByteTables.Part(ref Twos, part)) & Vector256.Create((byte)2))
            | (ByteTables.Bytes(ByteTables.Part(ref Fours, part)) & Vector256.Create((byte)4));
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
