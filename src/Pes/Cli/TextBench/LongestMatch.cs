using Pes.Ranking.Text;

namespace Pes.Cli.TextBench;

/// <summary>The usual baseline: from the left the longest listed word, a cluster where none begins.</summary>
internal sealed class LongestMatch(IEnumerable<string> words)
{
    private const int Longest = 40;

    private readonly HashSet<string> known = new(words, StringComparer.Ordinal);

    public IEnumerable<TextSpan> Of(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!KhmerText.HasKhmer(text.AsSpan(i, 1)))
            {
                i++;
                continue;
            }

            var end = i + 1;
            while (end < text.Length && !KhmerText.IsBoundary(text, end))
            {
                end++;
            }

            for (var length = Math.Min(Longest, text.Length - i); length > end - i; length--)
            {
                if (KhmerText.IsBoundary(text, i + length) && known.Contains(text.Substring(i, length)))
                {
                    end = i + length;
                }
            }

            yield return new(i, end - i);
            i = end;
        }
    }
}
