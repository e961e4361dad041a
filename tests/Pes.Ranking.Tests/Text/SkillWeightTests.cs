using Pes.Ranking.Text;
using Xunit;
using Xunit.Abstractions;

namespace Pes.Ranking.Tests.Text;

/// <summary>Where the weights of the finder of skills come from: they are fitted again, on the annotated sentences of <c>house</c> alone.</summary>
public sealed class SkillWeightTests(ITestOutputHelper output)
{
    private const string House = "matching/house_validation_annotations.csv";

    private static readonly string[] NoSkill = ["LABEL NOT PRESENT", "UNDERSPECIFIED"];

    private static readonly double[] Ridges = [0.03, 0.1, 0.3, 1, 3];

    [SharedDataFact(EscoTitles.Esco, House)]
    public void The_weights_and_the_threshold_are_what_the_annotated_sentences_give()
    {
        var sentences = EscoTitles.Rows(File.ReadAllText(SharedData.Path(House))).GroupBy(r => r["sentence"], StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (Text: g.Key, Labels: g.Select(r => r["label"]).Except(NoSkill, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal))).ToList();
        SkillForms[] skills =
        [
            .. EscoTitles.Skills().DistinctBy(s => s["preferredLabel"], StringComparer.Ordinal)
                .Select(s => new SkillForms(s["preferredLabel"], [s["preferredLabel"]]) { Doubtful = s["altLabels"].Split('\n', StringSplitOptions.RemoveEmptyEntries) }),
        ];
        SkillPhrases phrases = new(skills);
        var rows = sentences.Select((s, part) => (Part: part % 7, Names: Told(phrases, s.Text, s.Labels))).ToList();

        var ridge = Ridges.MaxBy(r => Likelihood(rows, r));
        double[] weights = [.. LogisticRegression.Fit([.. rows.SelectMany(r => r.Names)], ridge).Select(w => Math.Round(w, 2))];
        output.WriteLine($"ridge {ridge}: {string.Join(", ", weights)}");
        Assert.Equal(SkillPhrases.Weights, weights);

        SkillFinder finder = new(skills);
        var byThreshold = Enumerable.Range(5, 26).Select(t => (Threshold: t / 100.0, F1: F1(finder.With(weights, t / 100.0), sentences))).ToList();
        output.WriteLine(string.Join(' ', byThreshold.Select(t => $"{t.Threshold}: {t.F1:0.000}")));
        Assert.Equal(SkillPhrases.Threshold, byThreshold.MaxBy(t => t.F1).Threshold);
    }

    [Fact]
    public void The_regression_finds_the_weights_that_made_the_rows()
    {
        (double[] Values, bool IsSo)[] rows =
        [
            .. from a in Enumerable.Range(0, 21) from b in Enumerable.Range(0, 21) let x = new[] { 1, (a - 10) / 5.0, (b - 10) / 5.0 }
               from draw in Enumerable.Range(0, 20) select (x, (draw + 0.5) / 20 < LogisticRegression.Probability([0.5, -1, 2], x)),
        ];
        Assert.All(LogisticRegression.Fit(rows, 0.01).Zip([0.5, -1.0, 2.0]), w => Assert.Equal(w.Second, w.First, 0.05));
        Assert.All(LogisticRegression.Fit(rows, 1e9).Skip(1), w => Assert.Equal(0, w, 0.001));
    }

    // Of the names of a skill, that of which the sentence says most.
    private static List<(double[] Values, bool IsSo)> Told(SkillPhrases phrases, string text, HashSet<string> labels) =>
    [
        .. phrases.Weighed(text).GroupBy(w => w.Id, StringComparer.Ordinal).Select(g => (g.MaxBy(w => Said(w.Clues)).Clues, labels.Contains(g.Key))),
    ];

    private static double Said(double[] clues) => clues[(int)PhraseClue.CertainName] + clues[(int)PhraseClue.OneWord] + clues[(int)PhraseClue.TwoWords] + clues[(int)PhraseClue.MoreWords]
        + clues[(int)PhraseClue.OtherOrder] + clues[(int)PhraseClue.Coverage] + clues[(int)PhraseClue.Density];

    // Of each seventh of the sentences, by the weights of the others.
    private static double Likelihood(List<(int Part, List<(double[] Values, bool IsSo)> Names)> rows, double ridge) => Enumerable.Range(0, 7).Sum(part =>
    {
        var weights = LogisticRegression.Fit([.. rows.Where(r => r.Part != part).SelectMany(r => r.Names)], ridge);
        return rows.Where(r => r.Part == part).SelectMany(r => r.Names).Sum(n => Math.Log(LogisticRegression.Probability(weights, n.Values) is var p && n.IsSo ? p : 1 - p));
    });

    private static double F1(SkillFinder finder, List<(string Text, HashSet<string> Labels)> sentences)
    {
        var (right, found, named) = (0, 0, 0);
        foreach (var (text, labels) in sentences)
        {
            var ids = finder.Find(text);
            (right, found, named) = (right + ids.Count(f => labels.Contains(f.Id)), found + ids.Count, named + labels.Count);
        }

        return 2.0 * right / (found + named);
    }
}
