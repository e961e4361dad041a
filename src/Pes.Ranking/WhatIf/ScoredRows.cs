namespace Pes.Ranking.WhatIf;

/// <summary>Rows by score, equals by row; those that a hard condition keeps out are not among them.</summary>
internal sealed class ScoredRows
{
    // One number orders both and ascends: the score above, reversed, and the row below.
    private readonly long[] keys;
    private readonly int[] rows;

    private ScoredRows(long[] keys)
    {
        Array.Sort(keys);
        (this.keys, rows) = (keys, Array.ConvertAll(keys, key => (int)key));
    }

    public static ScoredRows Empty { get; } = new([]);

    public int Count => keys.Length;

    /// <param name="rows">Each once.</param>
    /// <param name="scores">Of each; may be <see cref="RankedVacancies.Barred"/>.</param>
    public static ScoredRows Of(ReadOnlySpan<int> rows, ReadOnlySpan<int> scores)
    {
        var (keys, count) = (new long[rows.Length], 0);
        for (var i = 0; i < rows.Length; i++)
        {
            keys[count] = Key(scores[i], rows[i]);
            count += scores[i] != RankedVacancies.Barred ? 1 : 0;
        }

        return new(count == keys.Length ? keys : keys[..count]);
    }

    /// <summary>Ascends from the best.</summary>
    public static long Key(int score, int row) => ((long)~score << 32) | (uint)row;

    public long KeyAt(int place) => keys[place];

    public int RowAt(int place) => rows[place];

    public long? KeyOf(int row) => Array.IndexOf(rows, row) is >= 0 and var place ? keys[place] : null;

    /// <summary>How many stand before a key.</summary>
    public int Before(long key) => Array.BinarySearch(keys, key) is var place && place >= 0 ? place : ~place;
}
