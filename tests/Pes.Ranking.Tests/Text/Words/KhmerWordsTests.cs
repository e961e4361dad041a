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

    private const int RandomTexts = 3_000;

    private static readonly ListedWord[] Few =
    [
        new("ការ", 900, 4), new("ងារ", 40, 1), new("ការងារ", 500, 3), new("គ្រប់គ្រង", 300, 3), new("ការគ្រប់គ្រង", 90, 1), new("ភាសា", 400, 2),
        new("អង់គ្លេស", 200, 2), new("ភាសាអង់គ្លេស", 30, 1), new("ចំណេះ", 40, 2), new("ដឹង", 800, 3), new("ចំណេះដឹង", 120, 1), new("សម្រាក", 90, 2),
        new("ធ្វើ", 900, 3), new("ធ្វើការ", 200, 2), new("សមត្ថភាព", 100, 3), new("តម្លៃ", 90, 3),
    ];

    [Theory]
    [InlineData("ការងារ", "ការងារ")]
    [InlineData("ការគ្រប់គ្រង", "ការ គ្រប់គ្រង")]
    [InlineData("ចេះភាសាអង់គ្លេស", "ចេះ ភាសា អង់គ្លេស")]
    [InlineData("ចំណេះដឹង", "ចំណេះដឹង")]
    [InlineData("ធ្វើការងារ", "ធ្វើ ការងារ")]
    [InlineData("ធ្វើការ10ម៉ោង", "ធ្វើការ ម៉ោង")]
    [InlineData("ធ្វើ\u200Bការ, SAP", "ធ្វើការ")]
    [InlineData("សម្ថភាពការងារ", "សម្ថភាព ការងារ")]
    [InlineData("តំលៃការងារ", "តំលៃ ការងារ")]
    [InlineData("ABC 12", "")]
    public void Cuts_by_the_lists_that_name_a_compound_and_how_often(string text, string words)
    {
        var normal = KhmerText.Normalise(text);
        Assert.Equal(words, string.Join(' ', new KhmerWords(KhmerLexicon.Of(Few)).Of(normal).Select(w => normal.Substring(w.Offset, w.Length))));
    }

    [Fact]
    public void Words_are_the_Khmer_of_any_text_once_and_in_order_cut_between_clusters()
    {
        var words = new KhmerWords(KhmerLexicon.Of(Few));
        var random = new Random(11);
        string[] parts = [.. Few.Select(w => w.Word), "ក", "្រ", "ា", "ំ", "៊", " ", "a", "១", "ៗ", "\u200B", "ឲ", "៏", "្ដ", "\n"];
        for (var i = 0; i < RandomTexts; i++)
        {
            var text = KhmerText.Normalise(string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)])));
            var cut = words.Of(text);
            Assert.Equal(
                text.Where(c => KhmerText.IsKhmerLetter(c) || KhmerText.IsKhmerMark(c)),
                cut.SelectMany(w => text.Substring(w.Offset, w.Length)));
            Assert.All(cut.Zip(cut.Skip(1)), p => Assert.True(p.First.End <= p.Second.Offset));
            Assert.All(cut, w => Assert.True(w.Length > 0 && (w.Offset == 0 || !KhmerText.IsKhmerLetter(text[w.Offset]) || KhmerText.IsBoundary(text, w.Offset))));
        }
    }

    [Theory]
    [InlineData("{\"ការ\": 3, \"x\": 9}", "ការ 3")]
    [InlineData("\uFEFFការ\t7\r\nការ\t2\n", "ការ 9")]
    [InlineData("ការ\nងារ*\n\n", "ការ 1, ងារ 1")]
    [InlineData("ក ក\nabc\nការ\t0\n", "")]
    public void A_list_is_read_in_any_of_three_forms(string file, string words) =>
        Assert.Equal(words, string.Join(", ", WordLists.Read(file).Select(w => $"{w.Key} {w.Value}")));

    [Fact]
    public void What_is_not_an_object_of_counts_is_refused() => Assert.Throws<FormatException>(() => WordLists.Read("{\"ការ\": "));

    internal static KhmerLexicon Shared() => KhmerLexicon.Of(WordLists.Join(
        new[] { Frequencies, Words, Lists + "KHSV.txt", Lists + "seafreq.txt", Lists + "names.txt", Lists + "places.txt", Lists + "villages.txt" }
            .Select(f => WordLists.Read(File.ReadAllText(SharedData.Path(f))))));
}
