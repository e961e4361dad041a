namespace Pes.Ranking.Text;

/// <summary>A skill of the list with the names it goes by, in English and Khmer.</summary>
public sealed record SkillForms(string Id, IReadOnlyList<string> Forms)
{
    /// <summary>Names that mean the skill only with more to support them: alternative labels of a large classification.</summary>
    public IReadOnlyList<string> Doubtful { get; init; } = [];

    /// <summary>Of the product's own list alone: its words may name a skill of a classification besides, since that says more precisely what is meant.</summary>
    public bool IsOwn { get; init; }
}

/// <summary>What the sentence says of the skill; the order is the strength.</summary>
public enum SkillImportance
{
    Unstated,
    Useful,
    Essential,
}

/// <summary>A skill found, every place that named it, and the strongest importance among them.</summary>
public sealed record FoundSkill(string Id, SkillImportance Importance, IReadOnlyList<TextSpan> Words);

/// <summary>
/// Finds the skills of a list in an advertisement. English by whole words (plural, -ing and final e do not matter),
/// Khmer by whole clusters anywhere in the run; the longest form wins. What is left of the text is searched for English
/// names said in other words. Built once, then immutable and thread-safe.
/// </summary>
public sealed class SkillFinder
{
    private static readonly PhraseTrie<SkillImportance> Cues = new(
    [
        .. Values(SkillImportance.Essential, "must", "required", "require", "requires", "requirement", "at least", "minimum", "need", "needs", "necessary",
            "essential", "mandatory", "compulsory", "have to", "has to", "ត្រូវ", "ចាំបាច់", "យ៉ាងតិច", "យ៉ាងហោច", "តម្រូវ", "ដាច់ខាត"),
        .. Values(SkillImportance.Useful, "preferred", "prefer", "preferable", "preferably", "advantage", "advantageous", "plus", "asset", "desirable", "desired",
            "nice to have", "bonus", "ideally", "not required", "not necessary", "not essential", "អាទិភាព", "ប្រសើរ", "កាន់តែល្អ", "ពិន្ទុបន្ថែម",
            "គុណសម្បត្តិបន្ថែម", "មិនចាំបាច់", "មិនតម្រូវ"),
    ]);

    private readonly PhraseTrie<SkillForms> _trie;

    private readonly SkillPhrases _phrases;

    /// <param name="skills">The list, each skill once.</param>
    public SkillFinder(IReadOnlyCollection<SkillForms> skills) =>
        (_trie, _phrases) = (new(skills.SelectMany(s => s.Forms.Select(form => (form, s)))), new(skills));

    private SkillFinder(PhraseTrie<SkillForms> trie, SkillPhrases phrases) => (_trie, _phrases) = (trie, phrases);

    /// <summary>Skills found, in the order of their first mention, ties by id.</summary>
    public IReadOnlyList<FoundSkill> Find(string text)
    {
        var named = _trie.Find(text, TextTokens.Of(text));
        List<(string Id, TextSpan Words)> mentions =
            [.. named.Select(n => (n.Value.Id, n.Words)).Distinct(), .. _phrases.Find(text, named.Select(n => (n.Words, n.Value.IsOwn)))];
        if (mentions.Count == 0)
        {
            return [];
        }
        List<(TextSpan Sentence, SkillImportance Importance)> sentences =
            [.. AdvertisementText.Sentences(text).Select(s => (s, ImportanceOf(text.Substring(s.Offset, s.Length))))];
        return [.. mentions
            .GroupBy(m => m.Id, StringComparer.Ordinal)
            .Select(g => new FoundSkill(g.Key, g.Max(m => At(sentences, m.Words.Offset)), [.. g.Select(m => m.Words).OrderBy(w => w.Offset)]))
            .OrderBy(f => f.Words[0].Offset).ThenBy(f => f.Id, StringComparer.Ordinal)];
    }

    /// <summary>The same list under other weights, by <see cref="PhraseClue"/>, and another threshold: what the choice of both asks.</summary>
    internal SkillFinder With(double[] weights, double threshold) => new(_trie, _phrases.With(weights, threshold));

    // "Required" beside "a plus" means the plus: an advertiser softens a demand, never the other way round.
    private static SkillImportance ImportanceOf(string sentence)
    {
        var cues = Cues.Find(sentence, TextTokens.Of(sentence));
        return cues.Exists(c => c.Value == SkillImportance.Useful) ? SkillImportance.Useful
            : cues.Count > 0 ? SkillImportance.Essential
            : SkillImportance.Unstated;
    }

    private static SkillImportance At(List<(TextSpan Sentence, SkillImportance Importance)> sentences, int offset) =>
        sentences.Find(s => offset >= s.Sentence.Offset && offset < s.Sentence.End).Importance;

    private static IEnumerable<(string, SkillImportance)> Values(SkillImportance importance, params string[] words) =>
        words.Select(w => (w, importance));
}
