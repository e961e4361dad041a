using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pes.Ranking.Text.Words;

/// <summary>A sentence whose Khmer words a person has set apart.</summary>
/// <param name="Text">Normalised (<see cref="KhmerText.Normalise"/>).</param>
/// <param name="Cuts">Ascending offsets in UTF-16 units at which a run of Khmer letters is cut into words.</param>
public sealed record SegmentedSentence(string Text, IReadOnlyList<int> Cuts)
{
    /// <summary>The words, in order.</summary>
    public IEnumerable<TextSpan> Words
    {
        get
        {
            var start = 0;
            for (var i = 1; i <= Text.Length; i++)
            {
                if (i < Text.Length && KhmerSpelling.IsKhmer(Text[i]) == KhmerSpelling.IsKhmer(Text[i - 1]) && !Cuts.Contains(i))
                {
                    continue;
                }
                if (KhmerSpelling.IsKhmer(Text[start]))
                {
                    yield return new(start, i - start);
                }
                start = i;
            }
        }
    }
}

/// <summary>
/// The file of sentences segmented by hand. It holds no text, because the texts are their advertisers': a line is
/// <c>row,sentence,sha256,cuts</c>, the record of the source (from 1), the sentence of its normalised text (from 1, after
/// <see cref="AdvertisementText.Sentences"/>), the SHA-256 of the sentence in UTF-8, and its cuts with spaces between.
/// </summary>
public static class HandSegmentation
{
    /// <exception cref="FormatException">A line is malformed, or the text is not the one that was segmented.</exception>
    public static IReadOnlyList<SegmentedSentence> Read(IEnumerable<string> lines, IReadOnlyList<string> texts)
    {
        List<SegmentedSentence> sentences = [];
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(',') is not [var row, var number, var hash, var cuts]
                || !int.TryParse(row, CultureInfo.InvariantCulture, out var record) || !int.TryParse(number, CultureInfo.InvariantCulture, out var sentence))
            {
                throw new FormatException($"Not row,sentence,sha256,cuts: {line}");
            }
            var text = Sentence(texts, record, sentence);
            if (text is null || !Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).Equals(hash, StringComparison.OrdinalIgnoreCase))
            {
                throw new FormatException($"Sentence {number} of record {row} is not the one that was segmented.");
            }
            sentences.Add(new(text, [.. cuts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => int.Parse(c, CultureInfo.InvariantCulture))]));
        }
        return sentences;
    }

    private static string? Sentence(IReadOnlyList<string> texts, int record, int sentence)
    {
        if (record < 1 || record > texts.Count)
        {
            return null;
        }
        var text = KhmerText.Normalise(texts[record - 1]);
        var spans = AdvertisementText.Sentences(text);
        return sentence >= 1 && sentence <= spans.Count ? text.Substring(spans[sentence - 1].Offset, spans[sentence - 1].Length) : null;
    }
}
