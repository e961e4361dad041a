namespace Pes.Ranking.Text;

/// <summary>English plural off, so that "drivers" and "driver" are one word. Words under four letters stay.</summary>
internal static class WordStem
{
    public static string Of(string word) => word switch
    {
        { Length: < 4 } => word,
        _ when word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 => string.Concat(word.AsSpan(0, word.Length - 3), "y"),
        _ when word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal)
            || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) => word[..^2],
        _ when word.EndsWith('s') && word[^2] is not ('s' or 'u' or 'i') => word[..^1],
        _ => word,
    };
}
