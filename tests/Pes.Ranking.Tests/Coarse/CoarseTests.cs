using Pes.Ranking.Coarse;
using Pes.Ranking.Learning;
using Xunit;

namespace Pes.Ranking.Tests.Coarse;

public sealed class CoarseTests
{
    private static readonly int[] Sizes = [0, 1, 255, 256, 257, 3_000, 20_000];
    private static readonly int[] Takes = [0, 1, 20, 500, 4_000];

    [Fact]
    public void The_best_rows_are_those_of_a_sort_with_ties_by_id()
    {
        var draw = new Draw(1);
        var scratch = new CoarseScratch();
        foreach (var size in Sizes)
        {
            var rows = Rows(draw, size);
            var index = new CoarseIndex(Snapshot(rows));
            for (var round = 0; round < 12; round++)
            {
                var query = Query(draw);
                foreach (var take in Takes)
                {
                    Assert.Equal(Sorted(rows, query, take), Top(index, query, take, scratch));
                }
            }
        }
    }

    [Fact]
    public void Rows_that_are_all_alike_come_by_id()
    {
        var rows = Rows(new Draw(1), 9_000).Select(r => (r.Row with { Group = 1, Place = 2, Asked = 0, BandA = 0, BandB = 0, BandC = 0, BandD = 0 }, Array.Empty<int>())).ToList();
        var query = Query(new Draw(3)) with { Needed = [], Barred = [], PlacesBarred = 0 };
        Assert.Equal(Sorted(rows, query, 700), Top(new(Snapshot(rows)), query, 700, new()));
        Assert.Equal(rows.Select(r => r.Item1.Id).Order().Take(700), Top(new(Snapshot(rows)), query, 700, new()).Select(h => h.Id));
    }

    [Fact]
    public void The_bound_skips_blocks_and_loses_nothing()
    {
        var draw = new Draw(11);
        var rows = Rows(draw, 60_000);
        var snapshot = Snapshot(rows);
        var (read, scratch) = (0, new CoarseScratch());
        for (var round = 0; round < 8; round++)
        {
            var query = Query(draw);
            query = query with { GroupPoints = [.. Enumerable.Range(0, 5).Select(group => ((ushort)group, (byte)40)), (7, 200)], Helps = [.. query.Helps.Take(1)], Needed = [], Barred = [], PlacesBarred = 0 };
            var found = new CoarseHit[50];
            scratch.Best.Reset(found.Length);
            read += CoarseScan.Offer(snapshot, query, [], scratch);
            Assert.Equal(found.Length, scratch.Best.Take(found));
            Assert.Equal(Sorted(rows, query, found.Length), found);
        }

        Assert.True(read < 8 * snapshot.Small.Count / 2, $"{read} blocks of {8 * snapshot.Small.Count} were read");
    }

    [Fact]
    public void A_snapshot_with_changes_beside_it_finds_what_a_snapshot_built_anew_finds()
    {
        var draw = new Draw(2);
        var current = Rows(draw, 5_000).ToDictionary(r => r.Row.Id);
        var index = new CoarseIndex(Snapshot(current.Values));
        var scratch = new CoarseScratch();
        for (var step = 0; step < 12; step++)
        {
            List<(CoarseRow Row, int[] Tokens)> changed = [.. Rows(draw, 40).Select((r, i) => i % 2 == 0 ? r : (r.Row with { Id = AnyId(current, draw) }, r.Tokens))];
            changed = [.. changed.DistinctBy(c => c.Row.Id)];
            int[] gone = [.. Enumerable.Range(0, 30).Select(_ => AnyId(current, draw)).Except(changed.Select(c => c.Row.Id)), int.MaxValue - 2];
            index = index.With(changed, gone);
            foreach (var id in gone)
            {
                current.Remove(id);
            }

            foreach (var row in changed)
            {
                current[row.Row.Id] = row;
            }

            Assert.Equal(current.Count, index.Count);
            var query = Query(draw);
            Assert.Equal(Top(new(Snapshot(current.Values)), query, 300, scratch), Top(index, query, 300, scratch));
            Assert.Equal(Sorted(current.Values, query, 300), Top(index, query, 300, scratch));
        }

        Assert.True(index.Changed > 200);
    }

    [Fact]
    public void An_index_does_not_change_under_its_readers()
    {
        var rows = Rows(new Draw(4), 2_000);
        var index = new CoarseIndex(Snapshot(rows));
        var query = Query(new Draw(9)) with { Needed = [], Barred = [], PlacesBarred = 0 };
        var before = Top(index, query, 100, new());
        _ = index.With([], before.Select(h => h.Id));
        Assert.Equal(before, Top(index, query, 100, new()));
        Assert.Empty(before.Select(h => h.Id).Intersect(Top(index.With([], before.Select(h => h.Id)), query, 100, new()).Select(h => h.Id)));
    }

    [Fact]
    public void A_frequent_token_is_a_column_of_bits_and_a_rare_one_positions()
    {
        var rows = Rows(new Draw(4), 3_000);
        var snapshot = Snapshot(rows);
        Assert.Contains(Enumerable.Range(0, 60), token => snapshot.Token(token)?.Bits is not null);
        Assert.Contains(Enumerable.Range(0, 60), token => snapshot.Token(token)?.Positions is not null);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Snapshot([(new(1, 0, 0, 0, 0, 0, 0, 0), []), (new(1, 5, 0, 0, 0, 0, 0, 0), [])]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoarseBuilder().Add(new(1, 0, 32, 0, 0, 0, 0, 0), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoarseBuilder().Add(new(1, 0, 0, 8, 0, 0, 0, 0), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoarseBuilder().Add(new(1, 0, 0, 0, 0, 16, 0, 0), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoarseBuilder().Add(new(-1, 0, 0, 0, 0, 0, 0, 0), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoarseBuilder().Add(new(1, 0, 0, 0, 0, 0, 0, 0), [-5]));
        var falling = Query(new Draw(1)) with { CountPoints = [.. Enumerable.Range(0, 64).Select(i => (byte)(64 - i))] };
        Assert.Throws<ArgumentException>(() => Top(new(Snapshot([])), falling, 5, new()));
        foreach (byte[] points in new byte[][] { [0, 1, 2], [1, 1, 1, 1], [0, 5, 4, 6], [0, 5, 6, 5] })
        {
            Assert.Throws<ArgumentException>(() => Top(new(Snapshot([])), Query(new Draw(1)) with { Helps = [new([1], points)] }, 5, new()));
        }
    }

    private static CoarseHit[] Top(CoarseIndex index, CoarseQuery query, int take, CoarseScratch scratch)
    {
        var hits = new CoarseHit[take];
        return hits[..index.Top(query, hits, scratch)];
    }

    private static IEnumerable<CoarseHit> Sorted(IEnumerable<(CoarseRow Row, int[] Tokens)> rows, CoarseQuery query, int take) => rows
        .Where(r => !query.Barred.Any(r.Tokens.Contains) && query.Needed.All(r.Tokens.Contains) && (query.PlacesBarred >> r.Row.Place & 1) == 0)
        .Select(r => new CoarseHit(r.Row.Id, Score(r.Row, r.Tokens, query)))
        .OrderByDescending(h => h.Score).ThenBy(h => h.Id).Take(take);

    private static byte Score(CoarseRow row, int[] tokens, CoarseQuery query)
    {
        var held = Math.Min(7, query.Counted.Count(tokens.Contains));
        var points = query.GroupPoints.FirstOrDefault(g => g.Group == row.Group).Points + query.PlacePoints[row.Place] + query.CountPoints[(row.Asked * 8) + held]
            + query.BandAPoints[row.BandA] + query.BandBPoints[row.BandB] + query.BandCPoints[row.BandC] + query.BandDPoints[row.BandD]
            + query.Helps.Sum(help => help.Points[Math.Min(3, help.Tokens.Count(tokens.Contains))]);
        return (byte)Math.Min(255, points);
    }

    private static CoarseSnapshot Snapshot(IEnumerable<(CoarseRow Row, int[] Tokens)> rows)
    {
        var builder = new CoarseBuilder();
        foreach (var (row, tokens) in rows)
        {
            builder.Add(row, tokens);
        }

        return builder.Build();
    }

    // Token t is on about one row in t² ÷ 4, so that both kinds of column occur.
    private static List<(CoarseRow Row, int[] Tokens)> Rows(Draw draw, int count)
    {
        HashSet<int> ids = [];
        while (ids.Count < count)
        {
            ids.Add(draw.Next(1_000_000_000));
        }

        return [.. ids.Select(id => (
            new CoarseRow(id, (ushort)draw.Next(20), (byte)draw.Next(32), (byte)draw.Next(8), (byte)draw.Next(16), (byte)draw.Next(16), (byte)draw.Next(16), (byte)draw.Next(16)),
            Enumerable.Range(0, 60).Where(token => draw.Next((token * token / 4) + 1) == 0).ToArray()))];
    }

    private static int AnyId(Dictionary<int, (CoarseRow, int[])> rows, Draw draw) => rows.Keys.ElementAt(draw.Next(rows.Count));

    private static CoarseQuery Query(Draw draw)
    {
        byte[] Some(int count, int most) => [.. Enumerable.Range(0, count).Select(_ => (byte)draw.Next(most + 1))];
        int[] Tokens(int most) => [.. draw.Shuffled(70).Take(draw.Next(most + 1))];
        var group = Some(20, 90);
        var most = draw.Next(2) == 0 ? 20 : 90;
        return new()
        {
            GroupPoints = [.. group.Select((points, g) => ((ushort)g, points)).Where(_ => draw.Next(5) > 0)],
            PlacePoints = Some(32, 3).Select(p => (byte)(p * 15)).ToArray(),
            CountPoints = [.. Enumerable.Range(0, 8).SelectMany(_ => Some(8, most).Order())],
            BandAPoints = Some(16, most),
            BandBPoints = Some(16, 20),
            BandCPoints = Some(16, 20),
            BandDPoints = Some(16, 20),
            Counted = Tokens(20),
            Helps = [.. Enumerable.Range(0, draw.Next(4)).Select(_ => new CoarseHelp(Tokens(9), [0, .. Some(3, 40).Order()]))],
            PlacesBarred = draw.Next(3) == 0 ? (uint)draw.Next(int.MaxValue) : 0,
            Barred = [.. Tokens(2).Where(t => t > 10)],
            Needed = draw.Next(4) == 0 ? [draw.Next(40)] : [],
        };
    }
}
