using Pes.Features.Reference;
using Pes.Ranking.Text;

namespace Pes.Cli.TextBench;

/// <summary>
/// What the words of a title say of its occupation: the chance that a title shares more of its words with its own unit group than
/// with another (area under the ROC curve, all of 436 groups, ties half). Titles are judged in five parts, by everyday titles of
/// the other four and by those of ISCO-08.
/// </summary>
internal static class TitleSimilarityFigure
{
    private const int Parts = 5;

    private const int Draws = 200;

    /// <param name="advertisements">Titles coded by hand; none where they are not there.</param>
    public static IEnumerable<Bench.Figure> Of(IReadOnlyList<TitleExample> advertisements)
    {
        var (official, own) = (LoadReference.OfficialTitles().Where(t => t.Code.Length == 4).ToList(), LoadReference.OwnTitles().Where(t => t.Code.Length == 4).ToList());
        List<TitleExample> khmer = [.. own.Where(t => KhmerText.HasKhmer(t.Title))], english = [.. own.Where(t => !KhmerText.HasKhmer(t.Title))];
        var clusters = new TitleNumbers(null);
        var (now, before) = (Judged(khmer, KhmerVocabulary.Titles, everyday: true), Judged(khmer, clusters, everyday: false));
        yield return new("khmerTitleAuc", Bench.Rounded(now.Average()), "share", "> clusters and official titles", now.Average() > before.Average(), new
        {
            khmerTitles = khmer.Count, before = Bench.Rounded(before.Average()), gainStandardError = Bench.Rounded(Error([.. now.Zip(before, (n, b) => n - b)])),
            officialTitlesAlone = Mean(khmer, KhmerVocabulary.Titles, everyday: false), clustersAlone = Mean(khmer, clusters, everyday: true),
            englishTitles = english.Count, english = Mean(english, KhmerVocabulary.Titles, everyday: true), englishBefore = Mean(english, clusters, everyday: false),
            advertisements = advertisements.Count, advertised = Mean(advertisements, KhmerVocabulary.Titles, everyday: true),
            advertisedBefore = Mean(advertisements, clusters, everyday: false),
        });

        double? Mean(IReadOnlyList<TitleExample> titles, TitleNumbers numbers, bool everyday) =>
            titles.Count == 0 ? null : Bench.Rounded(Judged(titles, numbers, everyday).Average());

        double[] Judged(IReadOnlyList<TitleExample> titles, TitleNumbers numbers, bool everyday) =>
        [
            .. titles.GroupBy(PartOf).SelectMany(part =>
            {
                var known = everyday ? own.Where(t => PartOf(t) != part.Key) : [];
                var words = new OccupationWords(numbers, [.. official, .. known]);
                var groups = official.Select(t => t.Code).Distinct(StringComparer.Ordinal).Select(code => (Code: code, Words: words.OfOccupation(code).ToHashSet())).ToList();
                return part.Select(t => Auc(words.Of(t.Title), t.Code, groups)).ToList();
            }),
        ];
    }

    // Of one title: over all other groups, and 0.5 where it has no word.
    private static double Auc(int[] words, string code, List<(string Code, HashSet<int> Words)> groups)
    {
        var own = groups.Where(g => g.Code == code).Select(g => words.Count(g.Words.Contains)).FirstOrDefault();
        return groups.Where(g => g.Code != code).Average(g => words.Count(g.Words.Contains) is var shared && shared == own ? 0.5 : shared < own ? 1 : 0);
    }

    private static int PartOf(TitleExample title) =>
        (int)(KhmerText.FoldKey(title.Title).Aggregate(2_166_136_261u, (hash, letter) => (hash ^ letter) * 16_777_619u) % Parts);

    // The standard error of a mean difference, by drawing titles anew (bootstrap).
    private static double Error(double[] differences)
    {
        var random = new DemoData.Dice(1);
        var means = Enumerable.Range(0, Draws).Select(_ => differences.Average(_ => differences[random.Between(0, differences.Length - 1)])).ToList();
        var mean = means.Average();
        return Math.Sqrt(means.Average(m => (m - mean) * (m - mean)));
    }
}
