using System.Collections.Frozen;
using Pes.Ranking.Learning;

namespace Pes.Ranking.Text;

/// <summary>A title as a vector of length 1: feature numbers ascending, and their weights. Empty where no feature is known.</summary>
internal readonly record struct TitleVector(int[] Features, float[] Weights);

/// <summary>
/// The features that at least two titles have, or one of the product's own, numbered in the order of their first
/// occurrence, with their inverse document frequency.
/// </summary>
internal sealed class TitleVocabulary
{
    private readonly FrozenDictionary<string, int> _numbers;
    private readonly float[] _idf;

    public TitleVocabulary(IReadOnlyList<OccupationTitle> titles)
    {
        Dictionary<string, (int Titles, int Last)> counts = new(StringComparer.Ordinal);
        HashSet<string> own = new(StringComparer.Ordinal);
        List<string> order = [];
        for (var i = 0; i < titles.Count; i++)
        {
            var isOwn = titles[i].Source == TitleSource.Own;
            TitleFeatures.VisitAll(titles[i].Title, (name, _) =>
            {
                if (isOwn)
                {
                    own.GetAlternateLookup<ReadOnlySpan<char>>().Add(name);
                }

                var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
                if (!lookup.TryGetValue(name, out var count))
                {
                    order.Add(name.ToString());
                    lookup[name] = (1, i);
                }
                else if (count.Last != i)
                {
                    lookup[name] = (count.Titles + 1, i);
                }
            });
        }

        string[] kept = [.. order.Where(name => counts[name].Titles > 1 || own.Contains(name))];
        _numbers = kept.Select((name, number) => (name, number)).ToFrozenDictionary(f => f.name, f => f.number, StringComparer.Ordinal);
        _idf = Array.ConvertAll(kept, name => (float)StableMath.Log2(1 + (titles.Count / (double)counts[name].Titles)));
    }

    public int Count => _idf.Length;

    public TitleVector Vector(string title)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        Dictionary<int, float> weights = [];
        TitleFeatures.VisitAll(title, (name, weight) =>
        {
            if (lookup.TryGetValue(name, out var feature) && weights.GetValueOrDefault(feature) < weight)
            {
                weights[feature] = weight;
            }
        });
        int[] features = [.. weights.Keys.Order()];
        var values = new float[features.Length];
        var square = 0f;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = weights[features[i]] * _idf[features[i]];
            square += values[i] * values[i];
        }

        var length = MathF.Sqrt(square);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] /= length;
        }

        return new(features, values);
    }
}
