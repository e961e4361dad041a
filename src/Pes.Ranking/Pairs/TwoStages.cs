using Pes.Ranking.Coarse;
using Pes.Ranking.Models;

namespace Pes.Ranking.Pairs;

/// <summary>Room for one search at a time, kept between searches.</summary>
public sealed class SearchScratch
{
    internal CoarseScratch Coarse { get; } = new();

    internal CoarseHit[] Hits { get; private set; } = [];

    internal byte[] Columns { get; private set; } = [];

    internal int[] Scores { get; private set; } = [];

    internal int[] Ids { get; private set; } = [];

    internal ulong[] Keys { get; private set; } = [];

    internal int Stride { get; private set; }

    internal void Fit(int rows)
    {
        if (Hits.Length < rows)
        {
            Stride = ObliviousScorer.Stride(rows);
            Hits = new CoarseHit[rows];
            Columns = new byte[PairFeatures.Count * Stride];
            (Scores, Ids, Keys) = (new int[rows], new int[rows], new ulong[rows]);
        }
    }
}

/// <summary>Scores the rows whose features were filled in, and takes the best with their explanation.</summary>
internal static class TwoStages
{
    /// <summary>Candidates that the coarse stage hands on.</summary>
    public const int Candidates = 3_000;

    /// <summary>The profiles that stand beside a snapshot, after further changes.</summary>
    public static SortedDictionary<int, TProfile> Merged<TProfile>(
        SortedDictionary<int, TProfile> changed, IReadOnlyCollection<(int Id, TProfile Profile)> profiles, IReadOnlyCollection<int> goneIds)
    {
        var next = new SortedDictionary<int, TProfile>(changed);
        foreach (var id in goneIds)
        {
            next.Remove(id);
        }

        foreach (var (id, profile) in profiles)
        {
            next[id] = profile;
        }

        return next;
    }

    /// <param name="count">Rows filled in.</param>
    public static LearnedMatch[] Best(LearnedRanking model, SearchScratch scratch, int count, int take)
    {
        model.Score(scratch.Columns, scratch.Stride, scratch.Scores.AsSpan(0, count));
        for (var row = 0; row < count; row++)
        {
            // Ascending keys are descending scores; rows come by ascending id of equal scores because ids break ties below.
            scratch.Keys[row] = ((ulong)(uint)~(scratch.Scores[row] ^ int.MinValue) << 32) | (uint)scratch.Ids[row];
        }

        var rows = scratch.Hits.AsSpan(0, count);
        for (var row = 0; row < count; row++)
        {
            rows[row] = new(row, 0);
        }

        scratch.Keys.AsSpan(0, count).Sort(rows);
        var best = new LearnedMatch[Math.Min(take, count)];
        for (var place = 0; place < best.Length; place++)
        {
            var row = rows[place].Id;
            best[place] = new(scratch.Ids[row], scratch.Scores[row], model.Explain(scratch.Columns, scratch.Stride, row));
        }

        return best;
    }
}
