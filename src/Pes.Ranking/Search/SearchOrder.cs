using System.Runtime.InteropServices;

namespace Pes.Ranking.Search;

/// <summary>How what was found is put in order.</summary>
public enum SearchOrder
{
    /// <summary>By how well it fits the words.</summary>
    Best,
    Newest,
    Oldest,
    Closing,
    Title,
}

/// <summary>What documents are put in order by, where it is not how well they fit.</summary>
/// <param name="Number">No two alike; of equals the lower stands first, of equally new ones the higher.</param>
/// <param name="Since">Any number that grows with the time of publication.</param>
/// <param name="Closes">Any number that grows with the last day.</param>
/// <param name="Title">Ordinal.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SortKeys(long Number, long Since, int Closes, string Title)
{
    /// <summary>Negative where the first stands before the second.</summary>
    internal static int Compare(SearchOrder order, in SortKeys a, in SortKeys b)
    {
        var first = order switch
        {
            SearchOrder.Newest => b.Since.CompareTo(a.Since),
            SearchOrder.Closing => a.Closes.CompareTo(b.Closes),
            SearchOrder.Title => string.CompareOrdinal(a.Title, b.Title),
            _ => 0,
        };
        return first != 0 ? first : order == SearchOrder.Newest ? b.Number.CompareTo(a.Number) : a.Number.CompareTo(b.Number);
    }
}

/// <summary>The first so many of what is offered, in an order of their keys: a heap with the last on top.</summary>
internal sealed class FirstHits(SearchOrder order, int most)
{
    private readonly PriorityQueue<Guid, SortKeys> heap = new(Comparer<SortKeys>.Create((a, b) => SortKeys.Compare(order, b, a)));

    public void Offer(Guid id, in SortKeys keys)
    {
        if (heap.Count < most)
        {
            heap.Enqueue(id, keys);
        }
        else if (heap.TryPeek(out _, out var last) && SortKeys.Compare(order, keys, last) < 0)
        {
            heap.EnqueueDequeue(id, keys);
        }
    }

    /// <summary>In order, without the first so many.</summary>
    public IReadOnlyList<SearchHit> From(int skip)
    {
        var hits = new SearchHit[heap.Count];
        for (var i = hits.Length - 1; i >= 0; i--)
        {
            hits[i] = new(heap.Dequeue(), Score: 0);
        }

        return [.. hits.Skip(skip)];
    }
}
