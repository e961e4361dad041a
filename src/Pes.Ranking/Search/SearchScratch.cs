using System.Collections.Concurrent;

namespace Pes.Ranking.Search;

/// <summary>Room for one search at a time, kept between searches so that one allocates next to nothing.</summary>
internal sealed class SearchScratch
{
    private static readonly ConcurrentBag<SearchScratch> Kept = [];

    private readonly List<ulong[]> _bits = [];
    private int _used;

    /// <summary>A score a row; what it holds is left over from before.</summary>
    public int[] Scores { get; private set; } = [];

    public static SearchScratch Take() => Kept.TryTake(out var scratch) ? scratch : new();

    public void GiveBack()
    {
        _used = 0;
        Kept.Add(this);
    }

    /// <summary>A bit a row, all 0.</summary>
    public Span<ulong> Bits(int words)
    {
        if (_used == _bits.Count)
        {
            _bits.Add([]);
        }
        if (_bits[_used].Length < words)
        {
            _bits[_used] = new ulong[words];
        }
        var bits = _bits[_used++].AsSpan(0, words);
        bits.Clear();
        return bits;
    }

    public Span<int> ScoresFor(int rows)
    {
        if (Scores.Length < rows)
        {
            Scores = new int[rows];
        }
        return Scores.AsSpan(0, rows);
    }
}
