using System.Text.Json;
using Pes.Cli.TextBench;
using Pes.Features.Reference;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Cli;

/// <summary>
/// How well skills are found in sentences of advertisements that people annotated: with ESCO skills (the weights of the
/// finder were learnt on the first file and are judged on the second), and with spans alone.
/// </summary>
internal sealed class BenchSkills(string data, bool quick)
{
    private static readonly string[] TagKinds = ["tags_skill", "tags_knowledge"];

    private static readonly string[] NoSkill = ["LABEL NOT PRESENT", "UNDERSPECIFIED"];

    public IEnumerable<Bench.Figure> Figures()
    {
        var listed = ListedFinder.Of(EscoDownload.OpenSkills(BenchTitles.Classification(data)));
        var skills = listed.Esco;
        var alone = new SkillFinder(skills);
        ExactLabels labels = new(skills.Select(s => (s.Id, s.Id)));
        ExactLabels allLabels = new(skills.SelectMany(s => s.Doubtful.Prepend(s.Id).Select(label => (label, s.Id))));
        var (learnt, judged) = (Annotated("house"), Annotated("tech"));
        var found = Judge(judged, Find);
        var exact = Judge(judged, labels.Find);
        yield return new("skillF1", Bench.Rounded(found.F1), "F1", "> exact labels", found.F1 > exact.F1, new
        {
            sentences = judged.Count, skills = skills.Count, listed = listed.Skills, ownSkillsOfEsco = listed.Shared, found, escoListAlone = Judge(judged, text => alone.Find(text).Select(f => f.Id)), exactLabels = exact, exactAllLabels = Judge(judged, allLabels.Find),
            learntOn = new { sentences = learnt.Count, found = Judge(learnt, Find), exactLabels = Judge(learnt, labels.Find) },
        });

        var sentences = Spans().Where((_, i) => !quick || i % 10 == 0).ToList();
        var spans = Overlap(sentences, text => listed.Finder.Find(text).SelectMany(f => f.Words));
        var exactSpans = Overlap(sentences, text => labels.Spans(text));
        yield return new("skillSpanF1", Bench.Rounded(spans.F1), "F1", "> exact labels", spans.F1 > exactSpans.F1, new { sentences = sentences.Count, found = spans, exactLabels = exactSpans });

        // What the product finds, as far as annotators could have named it: an own skill that ESCO does not have is none of theirs.
        IEnumerable<string> Find(string text) => listed.Finder.Find(text).Select(f => listed.EscoLabelOf(f.Id)).OfType<string>();
    }

    /// <summary>Khmer sentences in the style of advertisements, made up for this measure with the own skills that they name.</summary>
    public static IEnumerable<Bench.Figure> KhmerFigures()
    {
        using var text = typeof(BenchSkills).Assembly.GetManifestResourceStream("bench/khmer-skill-sentences.csv")!;
        var sentences = CsvRows.Read(text).ToDictionary(r => r["sentence"], r => r["skills"].Split('|', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var finder = new SkillFinder([.. ListedFinder.OwnNames().Select(s => s.Names.Forms with { Id = s.Code })]);
        var found = Judge(sentences, sentence => finder.Find(sentence).Select(f => f.Id));
        yield return new("skillKhmerF1", Bench.Rounded(found.F1), "F1", "none yet", null, new { sentences = sentences.Count, madeUp = true, found });
    }

    // A sentence may stand in a file more than once, each time with all its annotations.
    private Dictionary<string, HashSet<string>> Annotated(string part)
    {
        var path = Path.Combine(data, "matching", $"{part}_validation_annotations.csv");
        return ImportFile.Read(path, () =>
        {
            using var stream = File.OpenRead(path);
            return CsvRows.Read(stream).GroupBy(r => r["sentence"], StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Select(r => r["label"]).Except(NoSkill, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        });
    }

    private static Quality Judge(Dictionary<string, HashSet<string>> sentences, Func<string, IEnumerable<string>> find)
    {
        var (right, found, named) = (0, 0, 0);
        foreach (var (sentence, labels) in sentences)
        {
            var proposed = find(sentence).ToHashSet(StringComparer.Ordinal);
            right += proposed.Count(labels.Contains);
            found += proposed.Count;
            named += labels.Count;
        }

        return new(right, found, right, named);
    }

    private static Quality Overlap(List<(string Text, List<TextSpan> Spans)> sentences, Func<string, IEnumerable<TextSpan>> find)
    {
        var (rightFound, found, reached, marked) = (0, 0, 0, 0);
        foreach (var (text, spans) in sentences)
        {
            TextSpan[] proposed = [.. find(text).Distinct()];
            rightFound += proposed.Count(p => spans.Exists(s => Touch(s, p)));
            found += proposed.Length;
            reached += spans.Count(s => Array.Exists(proposed, p => Touch(s, p)));
            marked += spans.Count;
        }

        return new(rightFound, found, reached, marked);

        static bool Touch(TextSpan a, TextSpan b) => a.Offset < b.End && b.Offset < a.End;
    }

    private IEnumerable<(string Text, List<TextSpan> Spans)> Spans() =>
        File.ReadLines(Path.Combine(data, "matching", "skillspan_dev.json")).Where(l => l.Length > 0).Select(line =>
        {
            using var sentence = JsonDocument.Parse(line);
            string[] tokens = [.. sentence.RootElement.GetProperty("tokens").EnumerateArray().Select(t => t.GetString()!)];
            int[] starts = [.. tokens.Select((_, i) => tokens.Take(i).Sum(t => t.Length + 1))];
            List<TextSpan> spans = [];
            foreach (var kind in TagKinds)
            {
                string[] tags = [.. sentence.RootElement.GetProperty(kind).EnumerateArray().Select(t => t.GetString()!)];
                for (var from = 0; from < tags.Length; from++)
                {
                    if (tags[from] == "B")
                    {
                        var to = from;
                        while (to + 1 < tags.Length && tags[to + 1] == "I")
                        {
                            to++;
                        }

                        spans.Add(new(starts[from], starts[to] + tokens[to].Length - starts[from]));
                    }
                }
            }

            return (string.Join(' ', tokens), spans);
        });

    /// <summary>Precision, recall and their harmonic mean.</summary>
    private sealed record Quality(int RightFound, int Found, int Reached, int Named)
    {
        public double Precision => Bench.Rounded(RightFound / (double)Math.Max(1, Found));

        public double Recall => Bench.Rounded(Reached / (double)Math.Max(1, Named));

        public double F1 => Precision + Recall > 0 ? Bench.Rounded(2 * Precision * Recall / (Precision + Recall)) : 0;
    }

    /// <summary>What one would do without learning: a label stands word for word in the text, capitals aside, the longest first.</summary>
    private sealed class ExactLabels
    {
        private readonly ILookup<string, string> skillsOf;
        private readonly int longest;

        public ExactLabels(IEnumerable<(string Label, string Skill)> labels)
        {
            var words = labels.Select(l => (Words: Words(l.Label).Select(w => w.Word).ToArray(), l.Skill)).Where(l => l.Words.Length > 0).ToList();
            skillsOf = words.ToLookup(l => string.Join(' ', l.Words), l => l.Skill, StringComparer.Ordinal);
            longest = words.Max(l => l.Words.Length);
        }

        public IEnumerable<string> Find(string text) => Mentions(text).SelectMany(m => skillsOf[m.Key]);

        public IEnumerable<TextSpan> Spans(string text) => Mentions(text).Select(m => m.Span);

        private IEnumerable<(string Key, TextSpan Span)> Mentions(string text)
        {
            var words = Words(text);
            for (var i = 0; i < words.Count; i++)
            {
                for (var count = Math.Min(longest, words.Count - i); count > 0; count--)
                {
                    var key = string.Join(' ', words.Skip(i).Take(count).Select(w => w.Word));
                    if (skillsOf.Contains(key))
                    {
                        var last = words[i + count - 1].Span;
                        yield return (key, new(words[i].Span.Offset, last.End - words[i].Span.Offset));
                        i += count - 1;
                        break;
                    }
                }
            }
        }

        private static List<(string Word, TextSpan Span)> Words(string text)
        {
            List<(string, TextSpan)> words = [];
            for (var i = 0; i < text.Length; i++)
            {
                var start = i;
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || (i > start && text[i] is '+' or '#')))
                {
                    i++;
                }

                if (i > start)
                {
                    words.Add((text[start..i].ToLowerInvariant(), new(start, i - start)));
                }
            }

            return words;
        }
    }
}
