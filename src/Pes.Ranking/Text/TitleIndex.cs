using System.Collections.Frozen;

namespace Pes.Ranking.Text;

/// <summary>Rows of (target, weight) by feature, in one block of memory: feature f has the cells from Starts[f] to Starts[f + 1].</summary>
internal sealed record SparseRows(int[] Starts, int[] Targets, float[] Weights)
{
    /// <summary>Cells in any order; rows come out sorted by target.</summary>
    public static SparseRows From(int rows, IEnumerable<(int Row, int Target, float Weight)> cells)
    {
        (int Row, int Target, float Weight)[] sorted = [.. cells.OrderBy(c => c.Row).ThenBy(c => c.Target)];
        var starts = new int[rows + 1];
        foreach (var cell in sorted)
        {
            starts[cell.Row + 1]++;
        }
        for (var i = 0; i < rows; i++)
        {
            starts[i + 1] += starts[i];
        }
        return new(starts, Array.ConvertAll(sorted, c => c.Target), Array.ConvertAll(sorted, c => c.Weight));
    }

    /// <summary>Adds <paramref name="factor"/> times the row to <paramref name="sums"/>.</summary>
    public void AddRow(int row, float factor, Span<float> sums)
    {
        var cells = Starts[row]..Starts[row + 1];
        var targets = Targets.AsSpan(cells);
        var weights = Weights.AsSpan(cells);
        for (var i = 0; i < targets.Length; i++)
        {
            sums[targets[i]] += factor * weights[i];
        }
    }
}

/// <summary>TF-IDF vectors of the distinct examples and the centroid of every code.</summary>
internal sealed class TitleIndex
{
    private readonly FrozenDictionary<string, int> _features;
    private readonly float[] _idf;

    public TitleIndex(IEnumerable<TitleExample> examples)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<(string, string)>();
        List<(int Code, List<(int Feature, float Weight)> Cells)> rows = [];
        foreach (var example in examples)
        {
            var words = TitleWords.Of(example.Title);
            if (words.Count == 0 || !seen.Add((example.Code, string.Join(' ', words))))
            {
                continue;
            }
            var code = IdOf(codes, example.Code);
            List<(int Feature, float Weight)> cells = [];
            TitleFeatures.Visit(words, (name, weight) => Put(cells, IdOf(names, name), weight));
            rows.Add((code, cells));
        }
        if (rows.Count == 0)
        {
            throw new ArgumentException("No example has a title with a word in it.", nameof(examples));
        }
        _features = names.ToFrozenDictionary(StringComparer.Ordinal);
        _idf = InverseFrequency(rows.Select(r => r.Cells), names.Count, rows.Count);
        Codes = [.. codes.OrderBy(c => c.Value).Select(c => c.Key)];
        CodeOfExample = [.. rows.Select(r => r.Code)];
        var weighted = rows.ConvertAll(r => Weigh(r.Cells, 0));
        Examples = SparseRows.From(names.Count, weighted.SelectMany((cells, i) => cells.Select(c => (c.Feature, i, c.Weight))));
        Centroids = SparseRows.From(names.Count, CentroidCells(weighted));
    }

    public string[] Codes { get; }

    public int[] CodeOfExample { get; }

    public SparseRows Examples { get; }

    public SparseRows Centroids { get; }

    /// <summary>The title as a unit vector; words never seen count in its length, so a half-known title is less sure.</summary>
    public List<(int Feature, float Weight)> Vector(string title)
    {
        var lookup = _features.GetAlternateLookup<ReadOnlySpan<char>>();
        List<(int Feature, float Weight)> cells = new(64);
        var unknown = 0f;
        TitleFeatures.Visit(TitleWords.Of(title), (name, weight) =>
        {
            if (lookup.TryGetValue(name, out var feature))
            {
                Put(cells, feature, weight);
            }
            else
            {
                unknown += weight * weight * UnknownIdf * UnknownIdf;
            }
        });
        return Weigh(cells, unknown);
    }

    private const float UnknownIdf = 4.5f;

    private List<(int Feature, float Weight)> Weigh(List<(int Feature, float Weight)> cells, float unknown)
    {
        var square = unknown;
        for (var i = 0; i < cells.Count; i++)
        {
            var weight = cells[i].Weight * _idf[cells[i].Feature];
            cells[i] = (cells[i].Feature, weight);
            square += weight * weight;
        }
        var length = MathF.Sqrt(square);
        for (var i = 0; i < cells.Count; i++)
        {
            cells[i] = (cells[i].Feature, cells[i].Weight / length);
        }
        return cells;
    }

    private IEnumerable<(int Row, int Target, float Weight)> CentroidCells(List<List<(int Feature, float Weight)>> vectors)
    {
        var sums = new Dictionary<(int Feature, int Code), float>();
        for (var i = 0; i < vectors.Count; i++)
        {
            foreach (var (feature, weight) in vectors[i])
            {
                var key = (feature, CodeOfExample[i]);
                sums[key] = sums.GetValueOrDefault(key) + weight;
            }
        }
        var squares = new float[Codes.Length];
        foreach (var (key, sum) in sums)
        {
            squares[key.Code] += sum * sum;
        }
        return sums.Select(s => (s.Key.Feature, s.Key.Code, s.Value / MathF.Sqrt(squares[s.Key.Code])));
    }

    private static float[] InverseFrequency(IEnumerable<List<(int Feature, float Weight)>> rows, int features, int count)
    {
        var frequency = new int[features];
        foreach (var cell in rows.SelectMany(r => r))
        {
            frequency[cell.Feature]++;
        }
        return Array.ConvertAll(frequency, f => MathF.Log(1 + ((float)count / f)));
    }

    private static void Put(List<(int Feature, float Weight)> cells, int feature, float weight)
    {
        var at = cells.FindIndex(c => c.Feature == feature);
        if (at < 0)
        {
            cells.Add((feature, weight));
        }
        else if (cells[at].Weight < weight)
        {
            cells[at] = (feature, weight);
        }
    }

    private static int IdOf(Dictionary<string, int> ids, ReadOnlySpan<char> name)
    {
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(name, out var id))
        {
            id = ids.Count;
            lookup[name] = id;
        }
        return id;
    }
}
