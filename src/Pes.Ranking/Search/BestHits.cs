namespace Pes.Ranking.Search;

/// <summary>The best so many of what is offered, by score, then id: a heap with the worst on top.</summary>
internal sealed class BestHits(int most)
{
    private readonly PriorityQueue<SearchHit, (int Score, Guid Id)> _heap = new(Comparer<(int Score, Guid Id)>.Create(WorstFirst));

    /// <summary>What a score must reach to be taken.</summary>
    public int Least { get; private set; } = int.MinValue;

    public void Offer(Guid id, int score)
    {
        if (_heap.Count < most)
        {
            _heap.Enqueue(new(id, score), (score, id));
        }
        else if (_heap.Count > 0 && WorstFirst((score, id), (_heap.Peek().Score, _heap.Peek().Id)) > 0)
        {
            _heap.EnqueueDequeue(new(id, score), (score, id));
        }
        if (_heap.Count == most && most > 0)
        {
            Least = _heap.Peek().Score;
        }
    }

    /// <summary>In order; the heap is empty afterwards.</summary>
    public List<SearchHit> TakeAll()
    {
        List<SearchHit> hits = new(_heap.Count);
        while (_heap.TryDequeue(out var hit, out _))
        {
            hits.Add(hit);
        }
        hits.Reverse();
        return hits;
    }

    private static int WorstFirst((int Score, Guid Id) a, (int Score, Guid Id) b) =>
        a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Id.CompareTo(a.Id);
}
