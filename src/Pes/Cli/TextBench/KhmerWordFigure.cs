using System.Globalization;
using Pes.Features.Reference;
using Pes.Platform.Text;
using Pes.Ranking.Text.Words;

namespace Pes.Cli.TextBench;

/// <summary>
/// How well Khmer text is cut into words: 300 sentences of real advertisements that a person segmented before there was a
/// segmenter, with imported lists alone; beside it with the product's own words, with those alone, and what others do.
/// </summary>
internal static class KhmerWordFigure
{
    private const double Target = 0.85;

    private const string Advertisements = "jobads/camhr_2022.csv";

    private static readonly string[] Lists =
    [
        "khmer/khmer_word_frequencies.json", "khmer/khmer_words_16895.txt", "khmer/khmerlbdict/KHSV.txt", "khmer/khmerlbdict/seafreq.txt",
        "khmer/khmerlbdict/names.txt", "khmer/khmerlbdict/places.txt", "khmer/khmerlbdict/villages.txt",
    ];

    /// <summary>No figure where the texts or the lists are not there.</summary>
    public static IEnumerable<Bench.Figure> Of(string data)
    {
        var missing = Lists.Append(Advertisements).Where(f => !File.Exists(Path.Combine(data, f))).ToList();
        if (missing.Count > 0)
        {
            Console.WriteLine($"khmerWordF1 is left out: {missing[0]} is not in {data}");
            yield break;
        }

        var sentences = Sentences(Path.Combine(data, Advertisements));
        var imported = WordLists.Join([.. Lists.Select(f => WordLists.Read(File.ReadAllText(Path.Combine(data, f))))]);
        var lists = Quality(sentences, imported);
        var both = Quality(sentences, [.. KhmerVocabulary.Own, .. imported]);
        var own = Quality(sentences, KhmerVocabulary.Own);
        var longest = WordCutQuality.Of(sentences, new LongestMatch(imported.Select(w => w.Word)).Of);
        var icu = IcuWords.Open();
        var icuQuality = icu is null ? null : WordCutQuality.Of(sentences, icu.Of);
        yield return new(
            "khmerWordF1", Bench.Rounded(lists.F1), "share", string.Create(CultureInfo.InvariantCulture, $">= {Target}"), lists.F1 >= Target, new
            {
                sentences = sentences.Count, words = lists.Words, precision = Bench.Rounded(lists.Precision), recall = Bench.Rounded(lists.Recall),
                listedWords = imported.Count, withOwnWords = Bench.Rounded(both.F1), ownWordsAlone = Bench.Rounded(own.F1), longestMatch = Bench.Rounded(longest.F1),
                icu = icuQuality is null ? (double?)null : Bench.Rounded(icuQuality.F1), icuVersion = icu?.Version,
            });
    }

    private static WordCutQuality Quality(IReadOnlyList<SegmentedSentence> sentences, IEnumerable<ListedWord> words) =>
        WordCutQuality.Of(sentences, new KhmerWords(KhmerLexicon.Of(words)).Of);

    private static IReadOnlyList<SegmentedSentence> Sentences(string path)
    {
        using var stream = File.OpenRead(path);
        using var cuts = new StreamReader(typeof(KhmerWordFigure).Assembly.GetManifestResourceStream("bench/hand-segmented.csv")!);
        return HandSegmentation.Read(cuts.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries), [.. CsvRows.Read(stream).Select(r => r["Job Requirement"])]);
    }
}
