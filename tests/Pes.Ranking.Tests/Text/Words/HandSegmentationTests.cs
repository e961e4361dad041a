using Pes.Ranking.Text;
using Pes.Ranking.Text.Words;
using Xunit;

namespace Pes.Ranking.Tests.Text.Words;

/// <summary>The 300 sentences of real advertisements that were segmented by hand before there was a segmenter.</summary>
public sealed class HandSegmentationTests
{
    public const string Advertisements = "jobads/camhr_2022.csv";

    private const string Judged = "hand-segmented.csv";

    [SharedDataFact(Advertisements)]
    public void Every_sentence_is_the_one_that_was_segmented_and_cut_between_clusters()
    {
        var (judged, tuned) = (Read(), HandSegmentation.Read(Lines("hand-segmented-dev.csv"), Texts()));
        Assert.Equal((300, 75), (judged.Count, tuned.Count));
        Assert.Equal(375, judged.Concat(tuned).Select(s => s.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.All(judged.Concat(tuned), s =>
        {
            Assert.True(KhmerText.HasKhmer(s.Text));
            Assert.Equal(s.Cuts.Order().Distinct(), s.Cuts);
            Assert.All(s.Cuts, cut => Assert.True(cut > 0 && cut < s.Text.Length && KhmerText.IsBoundary(s.Text, cut), $"{cut}"));
        });
    }

    [SharedDataFact(Advertisements)]
    public void A_changed_text_is_told()
    {
        var texts = Texts();
        texts[358] = texts[358].Replace('ក', 'ខ');
        Assert.Throws<FormatException>(() => HandSegmentation.Read(Lines(Judged), texts));
    }

    internal static IReadOnlyList<SegmentedSentence> Read() => HandSegmentation.Read(Lines(Judged), Texts());

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Text", "Words", file));

    private static List<string> Texts() =>
        [.. EscoTitles.Rows(File.ReadAllText(SharedData.Path(Advertisements))).Select(r => r["Job Requirement"])];
}
