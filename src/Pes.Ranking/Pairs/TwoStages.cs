using System.Runtime.InteropServices;
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

    internal int[] Order { get; private set; } = [];

    internal int Stride { get; private set; }

    internal Span<CoarseHit> FitHits(int rows)
    {
        if (Hits.Length < rows)
        {
            Hits = new CoarseHit[rows];
        }

        return Hits.AsSpan(0, rows);
    }

    internal void Fit(int rows)
    {
        FitHits(rows);
        if (Scores.Length < rows)
        {
            Stride = ObliviousScorer.Stride(rows);
            Columns = new byte[PairFeatures.Count * Stride];
            (Scores, Ids, Keys, Order) = (new int[rows], new int[rows], new ulong[rows], new int[rows]);
        }
    }
}

/// <summary>A row of a list.</summary>
/// <param name="Score">In the unit of the model.</param>
/// <param name="Portion">From 0: rows of a later portion follow whatever their score.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RankedRow(int Id, int Score, int Portion);

/// <summary>Scores the rows whose features were filled in, and takes the best with their explanation.</summary>
internal static class TwoStages
{
    /// <summary>Candidates that the coarse stage hands on.</summary>
    public const int Candidates = 500;

    /// <summary>The same for the prior, whose points the coarse stage sees fewer of, and which costs little a row.</summary>
    public const int PriorCandidates = 4_000;

    private const int Farther = 8;

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

    /// <summary>
    /// The list as far as it is wanted: the coarse order in portions, each in the order of the model, so that what the
    /// coarse stage put behind its candidates follows them and no row is out of reach.
    /// </summary>
    /// <param name="score">Fills in ids and scores of hits that no hard condition keeps out, and says how many those are.</param>
    public static List<RankedRow> Ranked(
        CoarseIndex coarse, CoarseQuery query, CoarseMask? only, int wanted, SearchScratch scratch, int portionSize, Func<ReadOnlyMemory<CoarseHit>, int> score)
    {
        scratch.Fit(portionSize);
        List<RankedRow> ranked = [];
        for (int portion = 0, reach = portionSize; ranked.Count < wanted; reach = (int)Math.Min((long)reach * Farther, coarse.Count))
        {
            // Most lists end within the first portion; who goes on gets more rows put in order at a time.
            var found = coarse.Top(query, scratch.FitHits(reach), scratch.Coarse, only);
            for (; ranked.Count < wanted && portion * portionSize < found; portion++)
            {
                Append(portion, scratch.Hits.AsMemory(portion * portionSize, Math.Min(portionSize, found - (portion * portionSize))));
            }

            if (found < reach || reach >= coarse.Count)
            {
                break;
            }
        }

        return ranked;

        void Append(int portion, ReadOnlyMemory<CoarseHit> hits)
        {
            foreach (var row in Sorted(scratch, score(hits)))
            {
                ranked.Add(new(scratch.Ids[row], scratch.Scores[row], portion));
            }
        }
    }

    /// <param name="count">Rows filled in.</param>
    public static LearnedMatch[] Best(LearnedRanking model, SearchScratch scratch, int count, int take)
    {
        var rows = Sorted(scratch, Score(model, scratch, count));
        var best = new LearnedMatch[Math.Min(take, count)];
        for (var place = 0; place < best.Length; place++)
        {
            var row = rows[place];
            best[place] = new(scratch.Ids[row], scratch.Scores[row], model.Explain(scratch.Columns, scratch.Stride, row));
        }

        return best;
    }

    /// <summary>The scores of the rows whose features were filled in; gives their number.</summary>
    public static int Score(LearnedRanking model, SearchScratch scratch, int count)
    {
        model.Score(scratch.Columns, scratch.Stride, scratch.Scores.AsSpan(0, count));
        return count;
    }

    // The rows scored, by score and then by id.
    private static Span<int> Sorted(SearchScratch scratch, int count)
    {
        for (var row = 0; row < count; row++)
        {
            // Ascending keys are descending scores; rows come by ascending id of equal scores because ids break ties below.
            scratch.Keys[row] = ((ulong)(uint)~(scratch.Scores[row] ^ int.MinValue) << 32) | (uint)scratch.Ids[row];
        }

        var rows = scratch.Order.AsSpan(0, count);
        for (var row = 0; row < count; row++)
        {
            rows[row] = row;
        }

        scratch.Keys.AsSpan(0, count).Sort(rows);
        return rows;
    }
}
