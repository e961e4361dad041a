using Pes.Ranking.Learning;

namespace Pes.Ranking.Text;

/// <summary>
/// Skills that a sentence says in other words: names most of whose words stand near each other, in any order, with
/// others between them. Each is judged by a logistic regression; its weights and the threshold were learnt on annotated
/// sentences (docs/text.md). Latin script only: clusters of Khmer are no words.
/// </summary>
internal sealed class SkillPhrases
{
    private const double LeastCoverage = 0.5;
    internal const double Threshold = 0.15;
    private const int MostBreaks = 2;

    // In the order of PhraseClue.
    internal static readonly double[] Weights = [-3.13, -2.17, -1.45, -3.02, -0.40, 7.70, 1.76, -1.11, 2.80, 4.57];

    // In the form that TextTokens gives.
    private static readonly HashSet<string> Empty = TextTokens.Of("a an the of and or to in for with on at by from as is are be your our you we will that this their it its into")
        .Select(t => t.Key).ToHashSet(StringComparer.Ordinal);

    private readonly Name[] _names;
    private readonly Dictionary<string, List<int>> _namesWith = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _idf;
    private readonly double _mostIdf;
    private readonly double[] _weights = Weights;
    private readonly double _threshold = Threshold;

    public SkillPhrases(IEnumerable<SkillForms> skills)
    {
        HashSet<(string, string)> seen = [];
        _names =
        [
            .. skills.SelectMany(s => s.Forms.Select(f => NameOf(s, f, isCertain: true)).Concat(s.Doubtful.Select(f => NameOf(s, f, isCertain: false))))
                .OfType<Name>().Where(n => seen.Add((n.Id, string.Join(' ', n.Distinct.Order(StringComparer.Ordinal))))),
        ];
        for (var i = 0; i < _names.Length; i++)
        {
            foreach (var word in _names[i].Distinct)
            {
                if (!_namesWith.TryGetValue(word, out var names))
                {
                    _namesWith[word] = names = [];
                }

                names.Add(i);
            }
        }

        _idf = _namesWith.ToDictionary(n => n.Key, n => StableMath.Log2(1 + (_names.Length / (double)n.Value.Count)), StringComparer.Ordinal);
        _mostIdf = StableMath.Log2(1 + _names.Length);
    }

    private SkillPhrases(SkillPhrases other, double[] weights, double threshold)
    {
        (_names, _namesWith, _idf, _mostIdf) = (other._names, other._namesWith, other._idf, other._mostIdf);
        (_weights, _threshold) = (weights, threshold);
    }

    /// <summary>The same names under other weights.</summary>
    public SkillPhrases With(double[] weights, double threshold) => new(this, weights, threshold);

    /// <summary>
    /// Likeliest first, one skill a stretch, none over a stretch that is taken already; but a skill of a classification over words that name an
    /// own one.
    /// </summary>
    public List<(string Id, TextSpan Words)> Find(string text, IEnumerable<(TextSpan Words, bool IsOwn)> taken)
    {
        List<(TextSpan Words, bool IsOwn)> used = [.. taken];
        List<(string Id, TextSpan Words)> found = [];
        foreach (var sentence in AdvertisementText.Sentences(text))
        {
            foreach (var guess in Guesses(text, sentence, _threshold).OrderByDescending(g => g.Probability).ThenByDescending(g => g.Idf).ThenBy(g => g.Id, StringComparer.Ordinal))
            {
                if (!used.Exists(u => u.Words.Offset < guess.Words.End && guess.Words.Offset < u.Words.End && (guess.IsOwn || !u.IsOwn)))
                {
                    used.Add((guess.Words, guess.IsOwn));
                    found.Add((guess.Id, guess.Words));
                }
            }
        }

        return found;
    }

    /// <summary>Every name that was weighed in the text, and its clues by <see cref="PhraseClue"/>: what the weights are learnt from.</summary>
    internal IEnumerable<(string Id, double[] Clues)> Weighed(string text) =>
        AdvertisementText.Sentences(text).SelectMany(s => Guesses(text, s, 0)).Select(g => (g.Id, g.Clues));

    private IEnumerable<Guess> Guesses(string text, TextSpan sentence, double least)
    {
        var tokens = TextTokens.Of(text.Substring(sentence.Offset, sentence.Length));
        var places = tokens.Select((t, at) => (t.Key, at)).Where(t => _namesWith.ContainsKey(t.Key)).ToLookup(t => t.Key, t => t.at, StringComparer.Ordinal);
        foreach (var number in places.SelectMany(p => _namesWith[p.Key]).Distinct().Order())
        {
            if (Judge(_names[number], tokens, places) is { } guess && guess.Probability >= least)
            {
                var words = new TextSpan(sentence.Offset + guess.Words.Offset, guess.Words.Length);
                if (PhraseForms.Agrees(_names[number].Form, text.AsSpan(words.Offset, words.Length)))
                {
                    yield return guess with { Words = words };
                }
            }
        }
    }

    private Guess? Judge(Name name, List<TextToken> tokens, ILookup<string, int> places)
    {
        string[] present = [.. name.Distinct.Where(places.Contains)];
        var idf = present.Sum(w => _idf[w]);
        var coverage = idf / name.Distinct.Sum(w => _idf[w]);
        if (coverage < LeastCoverage)
        {
            return null;
        }

        var (from, to) = Window(present, places);
        var inside = tokens.GetRange(from, to - from + 1);
        string[] telling = [.. inside.Where(t => !t.IsBreak && !Empty.Contains(t.Key)).Select(t => t.Key)];
        var isWhole = present.Length == name.Distinct.Length;
        var isExact = isWhole && inside.TrueForAll(t => !t.IsBreak) && telling.SequenceEqual(name.Words, StringComparer.Ordinal);
        var clues = new double[Weights.Length];
        clues[(int)PhraseClue.Always] = 1;
        clues[(int)(isExact ? PhraseClue.OneWord + Math.Min(2, name.Distinct.Length - 1) : PhraseClue.OtherOrder)] = isWhole ? 1 : 0;
        clues[(int)PhraseClue.Coverage] = coverage - 1;
        clues[(int)PhraseClue.Density] = (present.Length / (double)telling.Length) - 1;
        clues[(int)PhraseClue.Breaks] = Math.Min(MostBreaks, inside.Count(t => t.IsBreak));
        clues[(int)PhraseClue.CertainName] = isExact && name.IsCertain ? 1 : 0;
        clues[(int)PhraseClue.Rarity] = present.Max(w => _idf[w]) / _mostIdf;
        var score = 0d;
        for (var i = 0; i < clues.Length; i++)
        {
            score += _weights[i] * clues[i];
        }

        var start = tokens[from].Span.Offset;
        return new(name.Id, name.IsOwn, new(start, tokens[to].Span.End - start), 1 / (1 + StableMath.Exp(-score)), idf, clues);
    }

    // The shortest stretch that takes of each word the place nearest to one of the first.
    private static (int From, int To) Window(string[] words, ILookup<string, int> places)
    {
        (int From, int To) best = (0, int.MaxValue);
        foreach (var start in places[words[0]])
        {
            int[] nearest = [.. words.Select(w => places[w].MinBy(p => Math.Abs(p - start)))];
            var (from, to) = (nearest.Min(), nearest.Max());
            best = to - from < best.To - best.From ? (from, to) : best;
        }

        return best;
    }

    private static Name? NameOf(SkillForms skill, string form, bool isCertain)
    {
        var bracket = form.IndexOf('(', StringComparison.Ordinal);
        var bare = bracket > 0 ? form[..bracket].TrimEnd() : form;
        string[] words = KhmerText.HasKhmer(bare) ? [] : [.. TextTokens.Of(bare).Where(t => !t.IsBreak && !Empty.Contains(t.Key)).Select(t => t.Key)];
        return words.Length == 0 ? null : new(skill.Id, bare, words, [.. words.Distinct(StringComparer.Ordinal)], isCertain, skill.IsOwn);
    }

    private sealed record Name(string Id, string Form, string[] Words, string[] Distinct, bool IsCertain, bool IsOwn);

    private sealed record Guess(string Id, bool IsOwn, TextSpan Words, double Probability, double Idf, double[] Clues);
}

/// <summary>What speaks for a name and against it.</summary>
internal enum PhraseClue
{
    Always,

    /// <summary>The name stands there as it is, and is one word; the next two: two words, and more.</summary>
    OneWord,
    TwoWords,
    MoreWords,

    /// <summary>All its words stand there, in another order or with others between them.</summary>
    OtherOrder,

    /// <summary>Share of its words by rarity that stand there, less 1.</summary>
    Coverage,

    /// <summary>Share of the telling words of the stretch that are the name's, less 1.</summary>
    Density,

    /// <summary>Breaks of the sentence in the stretch, 2 at most.</summary>
    Breaks,

    /// <summary>It stands there as it is, and is a certain name.</summary>
    CertainName,

    /// <summary>Rarity of the rarest word that stands there, from 0 to 1.</summary>
    Rarity,
}
