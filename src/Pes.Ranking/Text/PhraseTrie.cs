namespace Pes.Ranking.Text;

/// <summary>Phrases of Latin words and Khmer clusters, found leftmost and longest in one walk over a text's tokens.</summary>
internal sealed class PhraseTrie<T>
{
    private readonly Dictionary<(int Node, string Key), int> _next = [];
    private readonly List<List<(T Value, string Form)>> _ends = [[]];

    public PhraseTrie(IEnumerable<(string Phrase, T Value)> phrases)
    {
        foreach (var (phrase, value) in phrases)
        {
            var node = 0;
            foreach (var token in TextTokens.Of(phrase).Where(t => !t.IsBreak))
            {
                if (!_next.TryGetValue((node, token.Key), out var child))
                {
                    _next[(node, token.Key)] = child = _ends.Count;
                    _ends.Add([]);
                }
                node = child;
            }
            if (node > 0)
            {
                _ends[node].Add((value, phrase));
            }
        }
    }

    public List<(T Value, TextSpan Words)> Find(string text, List<TextToken> tokens)
    {
        List<(T, TextSpan)> found = [];
        var i = 0;
        while (i < tokens.Count)
        {
            var (node, last) = (0, i - 1);
            List<(T Value, string Form)> values = [];
            for (var j = i; j < tokens.Count && _next.TryGetValue((node, tokens[j].Key), out var child); j++)
            {
                node = child;
                var span = new TextSpan(tokens[i].Span.Offset, tokens[j].Span.End - tokens[i].Span.Offset);
                var here = _ends[node].FindAll(e => PhraseForms.Agrees(e.Form, text.AsSpan(span.Offset, span.Length)));
                (values, last) = here.Count > 0 ? (here, j) : (values, last);
            }
            if (values.Count > 0)
            {
                var words = new TextSpan(tokens[i].Span.Offset, tokens[last].Span.End - tokens[i].Span.Offset);
                found.AddRange(values.Select(v => (v.Value, words)));
            }
            i = Math.Max(i, last) + 1;
        }
        return found;
    }
}

/// <summary>How the words of a text may stand for a name.</summary>
internal static class PhraseForms
{
    // "IT" is not "it", and "marketing" is not "market": short capitals and a lone -ing word are taken as written.
    public static bool Agrees(string form, ReadOnlySpan<char> words)
    {
        var capitals = form.Length <= 3 && form.All(char.IsAsciiLetterUpper);
        var lone = form.EndsWith("ing", StringComparison.OrdinalIgnoreCase) && !form.Contains(' ', StringComparison.Ordinal);
        return (!capitals || words.SequenceEqual(form)) && (!lone || words.Contains("ing", StringComparison.OrdinalIgnoreCase));
    }
}
