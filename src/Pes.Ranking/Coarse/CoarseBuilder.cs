using System.Runtime.InteropServices;

namespace Pes.Ranking.Coarse;

/// <summary>Takes rows one by one and makes a snapshot of them. Keeps no more than their numbers.</summary>
public sealed class CoarseBuilder
{
    // Columns of bits at most: 64 bytes a row.
    private const int MostFrequent = 512;

    private readonly List<CoarseRow> rows = [];
    private readonly List<int> tokenStarts = [0];
    private readonly List<int> tokens = [];

    public int Count => rows.Count;

    /// <param name="rowTokens">Skills, licences, whatever is either there or not: 0 or more each; repeated ones count once.</param>
    public void Add(CoarseRow row, ReadOnlySpan<int> rowTokens)
    {
        row.Check();
        rows.Add(row);
        var from = tokens.Count;
        foreach (var token in rowTokens)
        {
            if (token < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(rowTokens), token, "A token is 0 or more.");
            }

            if (tokens.IndexOf(token, from) < 0)
            {
                tokens.Add(token);
            }
        }

        tokenStarts.Add(tokens.Count);
    }

    /// <summary>Sorts the rows by place and group, then by the bands that weigh most, then by id.</summary>
    /// <exception cref="ArgumentException">Two rows have one id.</exception>
    public CoarseSnapshot Build()
    {
        var keys = new ulong[rows.Count];
        var order = new int[rows.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            // Rows that are alike in more stand together, so that a block's bound is near to what its rows have.
            var row = rows[i];
            keys[i] = ((ulong)row.Place << 56) | ((ulong)row.Group << 40) | ((ulong)row.BandA << 36) | ((ulong)row.BandC << 32) | (uint)row.Id;
            order[i] = i;
        }

        Array.Sort(keys, order);
        return new(
            [.. order.Select(i => rows[i])],
            Columns(order));
    }

    private Dictionary<int, TokenColumn> Columns(int[] order)
    {
        Dictionary<int, int> counts = [];
        foreach (var token in tokens)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, token, out _)++;
        }

        var frequent = counts.Where(c => (long)c.Value * CoarseSnapshot.Block > order.Length)
            .OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(MostFrequent).Select(c => c.Key).ToHashSet();
        var columns = counts.ToDictionary(c => c.Key, c => new TokenColumn(order.Length, c.Value, frequent.Contains(c.Key)));
        for (var position = 0; position < order.Length; position++)
        {
            for (var i = tokenStarts[order[position]]; i < tokenStarts[order[position] + 1]; i++)
            {
                columns[tokens[i]].Add(position);
            }
        }

        return columns;
    }
}
