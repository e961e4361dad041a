namespace Pes.Ranking.Text.Words;

/// <summary>Words with costs, walked letter by letter, so that a look-up ends where no word goes on.</summary>
internal sealed class CostTrie
{
    public const int Root = 0;
    public const int None = -1;

    private readonly Dictionary<long, int> _next = [];
    private readonly List<int> _costs = [None];

    /// <summary>Of one word given twice the smaller cost holds.</summary>
    public void Add(ReadOnlySpan<char> word, int cost)
    {
        var node = Root;
        foreach (var letter in word)
        {
            if (!_next.TryGetValue(Key(node, letter), out var next))
            {
                next = _costs.Count;
                _next.Add(Key(node, letter), next);
                _costs.Add(None);
            }
            node = next;
        }
        _costs[node] = _costs[node] == None ? cost : Math.Min(_costs[node], cost);
    }

    /// <summary>Where a letter leads; <see cref="None"/> where no word goes on with it.</summary>
    public int Next(int node, char letter) => node != None && _next.TryGetValue(Key(node, letter), out var next) ? next : None;

    /// <summary>The cost of the word that ends here; <see cref="None"/> where none does.</summary>
    public int Cost(int node) => node == None ? None : _costs[node];

    private static long Key(int node, char letter) => ((long)node << 16) | letter;
}
