namespace Pes.Ranking.Text.Words;

/// <summary>How well words were found: a word counts where both of its ends agree. Shares, 0 to 1.</summary>
public sealed record WordCutQuality(int Words, int Found, int Right)
{
    public double Precision => Found == 0 ? 0 : (double)Right / Found;

    public double Recall => Words == 0 ? 0 : (double)Right / Words;

    public double F1 => Right == 0 ? 0 : 2.0 * Right / (Words + Found);

    /// <param name="cut">The words of a text; what is not Khmer is left out.</param>
    public static WordCutQuality Of(IEnumerable<SegmentedSentence> sentences, Func<string, IEnumerable<TextSpan>> cut)
    {
        int words = 0, found = 0, right = 0;
        foreach (var sentence in sentences)
        {
            HashSet<TextSpan> judged = [.. sentence.Words];
            List<TextSpan> given = [.. cut(sentence.Text).Where(w => KhmerSpelling.IsKhmer(sentence.Text.AsSpan(w.Offset, w.Length)))];
            words += judged.Count;
            found += given.Count;
            right += given.Count(judged.Contains);
        }
        return new(words, found, right);
    }
}
