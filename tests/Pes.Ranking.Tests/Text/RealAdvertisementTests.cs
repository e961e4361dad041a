using Pes.Ranking.Text;
using Xunit;
using Xunit.Abstractions;

namespace Pes.Ranking.Tests.Text;

public sealed class RealAdvertisementTests(ITestOutputHelper output)
{
    private const string Advertisements = "jobads/camhr_2022.csv";

    [SharedDataFact(Advertisements)]
    public void Most_candidates_of_the_signature_are_near_duplicates()
    {
        List<(ulong Signature, string Text)> texts = [.. Texts().Where(t => t.Length > 100).Take(400).Select(t => (AdvertisementText.Signature(t), t))];
        int found = 0, candidates = 0;
        for (var i = 0; i < texts.Count; i++)
        {
            for (var j = i + 1; j < texts.Count; j++)
            {
                var candidate = AdvertisementText.EstimateJaccard(texts[i].Signature, texts[j].Signature) >= 0.6;
                candidates += candidate ? 1 : 0;
                found += candidate && AdvertisementText.Jaccard(texts[i].Text, texts[j].Text) >= 0.8 ? 1 : 0;
            }
        }
        output.WriteLine($"{candidates} candidates of {texts.Count * (texts.Count - 1) / 2} pairs, {found} of them at Jaccard 0.8 or more");
        Assert.True(found > 0);
        Assert.True(found * 2 > candidates, $"{found} of {candidates}");
    }

    [SharedDataFact(Advertisements)]
    public void Cuts_and_normal_forms_hold_on_real_text() => Assert.All(Texts(), text =>
    {
        var normal = KhmerText.Normalise(text);
        Assert.Equal(normal, KhmerText.Normalise(normal));
        Assert.DoesNotContain("\u17D2\u17D2", normal, StringComparison.Ordinal);
        Assert.False(KhmerText.SafeCut(text, 100).EndsWith('\u17D2'));
        Assert.All(AdvertisementText.Sentences(text), s => Assert.False(char.IsWhiteSpace(text[s.Offset]) || char.IsWhiteSpace(text[s.End - 1])));
    });

    private static IEnumerable<string> Texts() =>
        EscoTitles.Rows(File.ReadAllText(SharedData.Path(Advertisements))).Select(r => r["Job Requirement"]);
}
