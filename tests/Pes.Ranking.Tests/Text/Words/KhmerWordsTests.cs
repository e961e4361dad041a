using Pes.Ranking.Text;
using Pes.Ranking.Text.Words;
using Xunit;
using Xunit.Abstractions;

namespace Pes.Ranking.Tests.Text.Words;

public sealed class KhmerWordsTests(ITestOutputHelper output)
{
    private const string Frequencies = "khmer/khmer_word_frequencies.json";
    private const string Words = "khmer/khmer_words_16895.txt";
    private const string Lists = "khmer/khmerlbdict/";

    private const double Target = 0.85;

    [SharedDataFact(HandSegmentationTests.Advertisements, Frequencies, Words, Lists + "KHSV.txt")]
    public void Words_of_real_advertisements_are_found_as_a_person_found_them()
    {
        var words = new KhmerWords(Shared());
        var quality = WordCutQuality.Of(HandSegmentationTests.Read(), words.Of);
        output.WriteLine($"{quality.Words} words, {quality.Found} found, precision {quality.Precision:F4}, recall {quality.Recall:F4}, F1 {quality.F1:F4}");
        Assert.True(quality.F1 >= Target, $"{quality.F1}");
    }

    internal static KhmerLexicon Shared() => KhmerLexicon.Of(WordLists.Join(
        new[] { Frequencies, Words, Lists + "KHSV.txt", Lists + "seafreq.txt", Lists + "names.txt", Lists + "places.txt", Lists + "villages.txt" }
            .Select(f => WordLists.Read(File.ReadAllText(SharedData.Path(f))))));
}
